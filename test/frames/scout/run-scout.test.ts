import { expect, test } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import { ImageryRefusal, type ScoutAnswer } from '../../../src/frames/imagery.ts';
import { runScout, type ScoutProgress } from '../../../src/frames/scout/run-scout.ts';
import { at, driveEast, sighting } from './places.ts';

/** A service that answers in this order, then maybe fails; each answer takes 40 ms of `now`. */
function service(order: readonly number[], failure?: Error) {
  let time = 0;
  const asked: unknown[] = [];
  return {
    asked,
    now: () => time,
    provider: {
      async *scout(
        places: readonly unknown[],
        options: unknown,
        signal?: AbortSignal,
      ): AsyncGenerator<ScoutAnswer, void> {
        asked.push([places.length, options]);
        for (const index of order) {
          signal?.throwIfAborted();
          time += 40;
          yield { index, candidates: [sighting(`at ${index}`, at(index * 5))] };
        }
        if (failure) throw failure;
      },
    },
  };
}

async function gather(generator: AsyncGenerator<ScoutProgress, void>, onEach: () => void = () => undefined) {
  const told: ScoutProgress[] = [];
  let error: unknown = null;
  try {
    for await (const progress of generator) {
      told.push(progress);
      onEach();
    }
  } catch (thrown) {
    error = thrown;
  }
  return { told, error, last: told.at(-1) };
}

const known = (progress: ScoutProgress | undefined) => progress?.candidates.map((each) => each?.[0]?.id ?? null);

test('answers in any order stand at their places', async () => {
  const { provider, now, asked } = service([2, 0, 1]);
  const { last, error } = await gather(runScout(provider, driveEast(3), { radius: 50, now }));
  expect(error).toBeNull();
  expect(last).toMatchObject({ answered: 3, total: 3 });
  expect(known(last)).toEqual(['at 0', 'at 1', 'at 2']);
  expect(asked).toEqual([[3, { radius: 50 }]]);
});

test('tells a few times a second, each time what is known by then', async () => {
  const { provider, now } = service(Array.from({ length: 10 }, (_, i) => i));
  const { told } = await gather(runScout(provider, driveEast(10), { radius: 50, now }));
  expect(told.map(({ answered }) => answered)).toEqual([3, 6, 9, 10]);
  expect(known(told[0])).toEqual(['at 0', 'at 1', 'at 2', ...Array(7).fill(null)]);
});

test('an abort keeps what was answered', async () => {
  const { provider, now } = service(Array.from({ length: 10 }, (_, i) => i));
  const abort = new AbortController();
  const scout = runScout(provider, driveEast(10), { radius: 50, now, signal: abort.signal });
  const { last, error } = await gather(scout, () => abort.abort());
  expect(error).toMatchObject({ name: 'AbortError' });
  expect(last?.answered).toBe(3);
  expect(known(last)?.slice(0, 3)).toEqual(['at 0', 'at 1', 'at 2']);
});

test('an abort counts even where the service had answered everything', async () => {
  const { provider, now } = service([0]);
  const scout = runScout(provider, driveEast(1), { radius: 50, now, signal: AbortSignal.abort() });
  expect((await gather(scout)).error).toMatchObject({ name: 'AbortError' });
});

test.each([
  new ImageryRefusal('quota', 'The quota is used up.', 'Wait.'),
  new PleinAirError('network', 'It did not answer.', 'Try again.'),
])('a failure keeps what was answered: %s', async (failure) => {
  const { provider, now } = service([1], failure);
  const { last, error } = await gather(runScout(provider, driveEast(2), { radius: 50, now }));
  expect(error).toBe(failure);
  expect(known(last)).toEqual([null, 'at 1']);
});

test('no places, no answers', async () => {
  const { provider, now } = service([]);
  const { told } = await gather(runScout(provider, [], { radius: 50, now }));
  expect(told).toEqual([{ answered: 0, total: 0, candidates: [] }]);
});
