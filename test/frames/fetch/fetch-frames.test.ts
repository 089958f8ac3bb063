import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../src/core/digest.ts';
import { PleinAirError } from '../../../src/core/errors.ts';
import { fetchFrames } from '../../../src/frames/fetch/fetch-frames.ts';
import type { FetchOptions } from '../../../src/frames/fetch/fetch-job.ts';
import { type ImageryProvider, ImageryRefusal } from '../../../src/frames/imagery.ts';
import type { BlobStore } from '../../../src/platform/blob-store.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { bytesOf, createService, fetchedIds, gate, gather, portsOf, type TestService, wants } from './service.ts';

const OPTIONS: FetchOptions = { session: null };

function run(
  service: TestService,
  frames: BlobStore,
  wanted: ReturnType<typeof wants>[],
  options: Partial<FetchOptions> = {},
) {
  return gather(fetchFrames(wanted, portsOf(service, frames), { ...OPTIONS, ...options }));
}

const many = (count: number) => Array.from({ length: count }, (_, i) => wants(`p${i}`));

describe('fetching', () => {
  test('every frame lands in the store under its hash, with the source’s hash and today’s facts', async () => {
    const frames = createMemoryStore();
    const { told, error } = await run(createService(), frames, [wants('p1')]);
    expect(error).toBeNull();
    const sourceSha256 = await sha256(bytesOf('p1'));
    expect(told).toMatchObject([
      {
        type: 'fetched',
        id: 'p1@90',
        cached: false,
        bytes: bytesOf('p1').byteLength,
        changed: false,
        frame: { sourceSha256, sighting: { id: 'p1', date: '2024-06-01', credit: { text: 'Jo Doe, p1' } } },
      },
    ]);
    const [event] = told;
    const frame = event?.type === 'fetched' ? await frames.get(event.frame.sha256) : null;
    expect(new TextDecoder().decode(frame ?? undefined)).toContain(`cut ${sourceSha256}`);
  });

  test('a picture that is taken as it is stands in the store once', async () => {
    const frames = createMemoryStore();
    const { told } = await run(createService({ kind: 'flat' }), frames, [wants('p1')]);
    const hash = await sha256(bytesOf('p1'));
    expect(told).toMatchObject([{ frame: { sha256: hash, sourceSha256: hash } }]);
    expect(frames.writes.filter((key) => !key.startsWith('asked/'))).toEqual([hash]);
  });

  test('frames are told in the order in which they come, some at a time', async () => {
    const gates = new Map(many(6).map(({ picture: { id } }) => [id, gate()]));
    const service = createService({ answer: async (id) => void (await gates.get(id)?.opened) });
    const generator = fetchFrames(many(6), portsOf(service, createMemoryStore()), { ...OPTIONS, parallel: 3 });
    const first = generator.next();
    gates.get('p2')?.open();
    expect(await first).toMatchObject({ value: { id: 'p2@90' } });
    for (const { open } of gates.values()) open();
    await gather(generator);
    expect(service.most()).toBe(3);
    expect(service.asked).toHaveLength(6);
  });

  test('four at a time unless told otherwise', async () => {
    const service = createService({
      answer: () => setTimeout(2),
    });
    await run(service, createMemoryStore(), many(20));
    expect(service.most()).toBe(4);
  });

  test('other bytes than a shared project names are told', async () => {
    const same = await sha256(bytesOf('same'));
    const { told } = await run(createService(), createMemoryStore(), [
      wants('same', { expected: same }),
      wants('other', { expected: same }),
    ]);
    expect(told.map((event) => [event.id, event.type === 'fetched' && event.changed])).toEqual([
      ['same@90', false],
      ['other@90', true],
    ]);
  });

  test('nothing wanted, nothing told', async () => {
    expect(await run(createService(), createMemoryStore(), [])).toEqual({ told: [], error: null });
  });
});

describe('what is kept', () => {
  test.each(['panorama', 'tiles', 'view', 'flat'] as const)('is not asked for again: %s', async (kind) => {
    const frames = createMemoryStore();
    const first = await run(createService({ kind }), frames, many(5));
    const service = createService({ kind });
    const again = await run(service, frames, many(5));
    expect(service.asked).toEqual([]);
    const facts = ({ told }: typeof first) =>
      new Map(told.map((event) => [event.id, event.type === 'fetched' && event.frame]));
    expect(facts(again)).toEqual(facts(first));
    expect(again.told.every((event) => event.type === 'fetched' && event.cached && event.bytes === 0)).toBe(true);
  });

  test('serves every other view of a panorama', async () => {
    const frames = createMemoryStore();
    const first = await run(createService(), frames, [wants('p1')]);
    const service = createService();
    const { told } = await run(service, frames, [wants('p1', { heading: 180 })]);
    expect(service.asked).toEqual([]);
    expect(told).toMatchObject([{ cached: true, bytes: 0, frame: { sourceSha256: await sha256(bytesOf('p1')) } }]);
    expect(told[0]).not.toMatchObject({
      frame: { sha256: first.told[0]?.type === 'fetched' && first.told[0].frame.sha256 },
    });
  });

  test('views of one panorama that are wanted at the same time are asked for once', async () => {
    const service = createService();
    const wanted = [0, 90, 180, 270].map((heading) => wants('p1', { heading }));
    const { told } = await run(service, createMemoryStore(), wanted);
    expect(service.asked).toEqual(['p1']);
    expect(fetchedIds(told)).toHaveLength(4);
    const downloaded = told.reduce((sum, event) => sum + (event.type === 'fetched' ? event.bytes : 0), 0);
    expect(downloaded).toBe(bytesOf('p1').byteLength);
  });

  test('of tiles is the frame alone: views at the same time are asked for once, a later one again', async () => {
    const frames = createMemoryStore();
    const service = createService({ kind: 'tiles' });
    await run(service, frames, [wants('p1'), wants('p1', { heading: 180 })]);
    expect(service.asked).toEqual(['p1']);
    await run(service, frames, [wants('p1', { heading: 270 })]);
    expect(service.asked).toEqual(['p1', 'p1']);
    expect(frames.writes.filter((key) => !key.startsWith('asked/'))).toHaveLength(3);
  });

  test('of tiles that have changed since keeps the hash of its own source', async () => {
    const frames = createMemoryStore();
    const first = await run(createService({ kind: 'tiles' }), frames, [wants('p1')]);
    const newer = createService({ kind: 'tiles', answer: () => bytesOf('p1, newer') });
    await run(newer, frames, [wants('p1', { heading: 180 })]);
    const again = await run(createService({ kind: 'tiles' }), frames, [wants('p1')]);
    const source = ({ told: [event] }: typeof first) => event?.type === 'fetched' && event.frame.sourceSha256;
    expect(source(again)).toBe(source(first));
  });

  test.each([
    ['flat', ['p1']],
    ['panorama', ['p1', 'p1']],
  ] as const)('of a source that has several sizes, one that is %s is asked for: %s', async (kind, asked) => {
    const frames = createMemoryStore();
    const service = createService({ kind });
    const provider: ImageryProvider = { ...service.provider, asks: ({ id }, { heading }) => `${id}/${heading}` };
    for (const heading of [0, 90, 0]) {
      const { told } = await run({ ...service, provider }, frames, [wants('p1', { heading })]);
      expect(fetchedIds(told)).toHaveLength(1);
    }
    expect(service.asked).toEqual(asked);
  });

  test('is another service’s: the same id asks again', async () => {
    const frames = createMemoryStore();
    await run(createService(), frames, [wants('p1')]);
    const other = createService({ id: 'mapillary' });
    await run(other, frames, [wants('p1')]);
    expect(other.asked).toEqual(['p1']);
  });

  test('is found under the id that the service gives today', async () => {
    const frames = createMemoryStore();
    const service = createService({ renamed: (id) => id.replace('old', 'new') });
    await run(service, frames, [wants('old 1')]);
    await run(service, frames, [wants('new 1'), wants('old 1'), wants('new 1', { heading: 10 })]);
    expect(service.asked).toEqual(['old 1']);
  });
});

describe('what is missing or damaged', () => {
  async function keptFrame(kind: 'panorama' | 'view') {
    const frames = createMemoryStore();
    const { told } = await run(createService({ kind }), frames, [wants('p1')]);
    const [event] = told;
    if (event?.type !== 'fetched') throw new Error('not fetched');
    return { frames, frame: event.frame };
  }

  test('a frame whose bytes are gone is cut again out of what is kept', async () => {
    const { frames, frame } = await keptFrame('panorama');
    await frames.delete(frame.sha256);
    const service = createService();
    const { told } = await run(service, frames, [wants('p1')]);
    expect(service.asked).toEqual([]);
    expect(told).toMatchObject([{ type: 'fetched', frame: { sha256: frame.sha256 } }]);
    expect(await frames.get(frame.sha256)).not.toBeNull();
  });

  test('a picture whose bytes are gone is fetched again', async () => {
    for (const kind of ['panorama', 'view'] as const) {
      const { frames, frame } = await keptFrame(kind);
      await frames.delete(frame.sha256);
      await frames.delete(frame.sourceSha256);
      const service = createService({ kind });
      const { told } = await run(service, frames, [wants('p1')]);
      expect(service.asked).toEqual(['p1']);
      expect(told).toMatchObject([{ cached: false, frame: { sha256: frame.sha256 } }]);
      expect(await frames.get(frame.sha256)).not.toBeNull();
    }
  });

  test.each(['no picture at all', 'picture of something else'])(
    'a kept panorama that is %s is fetched again',
    async (bytes) => {
      const { frames, frame } = await keptFrame('panorama');
      await frames.put(frame.sourceSha256, new TextEncoder().encode(bytes));
      const service = createService();
      await run(service, frames, [wants('p1', { heading: 180 })]);
      expect(service.asked).toEqual(['p1']);
      expect(await frames.get(frame.sourceSha256)).toEqual(bytesOf('p1'));
    },
  );

  test('a panorama that the service has replaced does not stay', async () => {
    const { frames, frame } = await keptFrame('panorama');
    await frames.put(frame.sourceSha256, new TextEncoder().encode('damaged'));
    await run(createService({ answer: () => bytesOf('newer') }), frames, [wants('p1', { heading: 180 })]);
    expect(await frames.get(frame.sourceSha256)).toBeNull();
    expect(await frames.get(frame.sha256)).not.toBeNull();
  });

  test.each(['', '{', '{"version":2}'])('an entry that cannot be read (%j) is as good as none', async (entry) => {
    const { frames } = await keptFrame('panorama');
    const [key = ''] = await frames.list('asked/');
    await frames.put(key, new TextEncoder().encode(entry));
    const service = createService();
    const { told } = await run(service, frames, [wants('p1')]);
    expect(service.asked).toEqual(['p1']);
    expect(fetchedIds(told)).toEqual(['p1@90']);
  });
});

describe('failures', () => {
  const failing = (...ids: string[]) =>
    createService({
      answer: (id) => {
        if (ids.includes(id)) throw new PleinAirError('network', 'It broke off.', 'Try again.');
        return undefined;
      },
    });

  test('one frame fails, the others go on; the error names the frame', async () => {
    const { told, error } = await run(failing('p1'), createMemoryStore(), many(8));
    expect(error).toBeNull();
    expect(fetchedIds(told)).toHaveLength(7);
    const [failed] = told.filter((event) => event.type === 'failed');
    expect(failed).toMatchObject({
      id: 'p1@90',
      error: { kind: 'network', message: 'frame p1: It broke off.', remedy: 'Try again.' },
    });
  });

  test('what failed for several frames at once was asked for once, and is asked for again the next time', async () => {
    const frames = createMemoryStore();
    const service = failing('p1');
    const wanted = [0, 90, 180].map((heading) => wants('p1', { heading }));
    const { told } = await run(service, frames, wanted);
    expect(told.map(({ type }) => type)).toEqual(['failed', 'failed', 'failed']);
    expect(service.asked).toEqual(['p1']);
    const working = createService();
    expect(fetchedIds((await run(working, frames, wanted)).told)).toHaveLength(3);
  });

  test('bytes that are no picture fail that frame, and leave nothing behind', async () => {
    const frames = createMemoryStore();
    const service = createService({ answer: (id) => (id === 'p1' ? new TextEncoder().encode('<html>') : undefined) });
    const { told } = await run(service, frames, [wants('p1')]);
    expect(told).toMatchObject([
      { type: 'failed', error: { kind: 'input', message: 'frame p1: The picture is damaged.' } },
    ]);
    expect(frames.writes).toEqual([]);
  });

  /** A service whose pictures fail as the letters say: `n`etwork, `i`nput, `.` not at all. */
  const failingBy = (letters: string) =>
    createService({
      answer: (id) => {
        const letter = letters[Number(id.slice(1))];
        if (letter === 'n') throw new PleinAirError('network', `${id} did not come.`, 'Look at the connection.');
        if (letter === 'i') throw new PleinAirError('input', `${id} is damaged.`, 'Leave it out.');
        return undefined;
      },
    });
  const oneByOne = { parallel: 1 };

  test('six pictures in a row that the network did not bring end it, with what is known of the last', async () => {
    const service = failingBy(`..${'n'.repeat(20)}`);
    const { told, error } = await run(service, createMemoryStore(), many(22), oneByOne);
    expect(told.map(({ type }) => type)).toEqual(['fetched', 'fetched', ...Array(6).fill('failed')]);
    expect(error).toBeInstanceOf(ImageryRefusal);
    expect(error).toMatchObject({
      reason: 'service',
      message: '6 pictures in a row did not come. p7 did not come.',
      remedy: 'Look at the connection. What is here stays; fetching goes on from there.',
    });
    expect(service.asked).toHaveLength(8);
  });

  test('of several at a time those under way are told still, and no other is begun', async () => {
    const service = failingBy('n'.repeat(100));
    const { told, error } = await run(service, createMemoryStore(), many(100), { parallel: 4 });
    expect(error).toMatchObject({ reason: 'service' });
    expect(told.length).toBe(service.asked.length);
    expect(service.asked.length).toBeLessThanOrEqual(6 + 3);
  });

  test.each([
    ['one that came', 'nnnnn.nnnnn.nnnnn'],
    ['one that failed for itself', 'nnnnninnnnninnnnn'],
  ])('%s in between begins the count anew', async (_what, letters) => {
    const { told, error } = await run(failingBy(letters), createMemoryStore(), many(letters.length), oneByOne);
    expect(error).toBeNull();
    expect(told).toHaveLength(letters.length);
  });

  test('damaged or missing pictures say nothing of the next one, however many', async () => {
    const { told, error } = await run(failingBy('i'.repeat(20)), createMemoryStore(), many(21), oneByOne);
    expect(error).toBeNull();
    expect(fetchedIds(told)).toEqual(['p20@90']);
  });

  test('a refusal ends it after the frames under way have been told', async () => {
    const refusal = new ImageryRefusal('quota', 'The quota is used up.', 'Wait until tomorrow.');
    const slow = gate();
    const service = createService({
      answer: async (id) => {
        if (id === 'p2') {
          setTimeout(5).then(() => slow.open());
          throw refusal;
        }
        if (id === 'p3') await slow.opened;
        return undefined;
      },
    });
    const { told, error } = await run(service, createMemoryStore(), many(100), { parallel: 2 });
    expect(error).toBe(refusal);
    expect(fetchedIds(told)).toEqual(['p0@90', 'p1@90', 'p3@90']);
    expect(service.asked).toEqual(['p0', 'p1', 'p2', 'p3']);
  });

  test('no room ends it: the next frames would find none either', async () => {
    const frames = createMemoryStore();
    const full: BlobStore = {
      ...frames,
      put: async (key, bytes) => {
        if (frames.writes.length >= 6) throw new PleinAirError('storage', 'There is no room left.', 'Make some.');
        await frames.put(key, bytes);
      },
    };
    const service = createService();
    const { told, error } = await run(service, full, many(50), { parallel: 1 });
    expect(error).toMatchObject({ kind: 'storage', message: 'There is no room left.' });
    expect(fetchedIds(told)).toEqual(['p0@90', 'p1@90']);
    expect(service.asked).toEqual(['p0', 'p1', 'p2']);
  });

  test('a defect of the program is not told as a failed frame', async () => {
    const service = createService({
      answer: () => {
        throw new TypeError('a defect');
      },
    });
    expect(await run(service, createMemoryStore(), many(3))).toMatchObject({
      told: [],
      error: { message: 'a defect' },
    });
  });
});

describe('giving up', () => {
  test('ends with the abort error; what is there is kept, and only the rest is asked for the next time', async () => {
    const frames = createMemoryStore();
    const abort = new AbortController();
    const service = createService({
      answer: (_id, signal) => setTimeout(1, undefined, { signal }),
    });
    const wanted = many(30);
    const events = fetchFrames(wanted, portsOf(service, frames), { ...OPTIONS, signal: abort.signal });
    let count = 0;
    const { told, error } = await gather(events, () => {
      if (++count === 10) abort.abort();
    });
    expect(error).toMatchObject({ name: 'AbortError' });
    expect(told.length).toBeGreaterThanOrEqual(10);
    expect(told.length).toBeLessThan(16);
    const rest = createService();
    const again = await run(rest, frames, wanted);
    expect(fetchedIds(again.told)).toHaveLength(30);
    const there = new Set(fetchedIds(told).map((id) => id.split('@')[0]));
    expect(rest.asked.some((id) => there.has(id))).toBe(false);
  });

  test('a picture that has come is kept though the abort came meanwhile', async () => {
    const frames = createMemoryStore();
    const abort = new AbortController();
    const service = createService({
      answer: () => {
        abort.abort();
        return bytesOf('p1');
      },
    });
    const { told, error } = await run(service, frames, [wants('p1'), wants('p2')], {
      signal: abort.signal,
      parallel: 1,
    });
    expect(fetchedIds(told)).toEqual(['p1@90']);
    expect(error).toMatchObject({ name: 'AbortError' });
    expect(service.asked).toEqual(['p1']);
  });

  test('before the start asks nothing', async () => {
    const service = createService();
    const { told, error } = await run(service, createMemoryStore(), many(3), { signal: AbortSignal.abort() });
    expect([told, service.asked]).toEqual([[], []]);
    expect(error).toMatchObject({ name: 'AbortError' });
  });

  test('who stops listening ends what is under way', async () => {
    const signals: AbortSignal[] = [];
    const service = createService({
      answer: (id, signal) => {
        if (id === 'p0' || !signal) return undefined;
        signals.push(signal);
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    for await (const event of fetchFrames(many(10), portsOf(service, createMemoryStore()), OPTIONS)) {
      expect(event.id).toBe('p0@90');
      break;
    }
    expect(signals.length).toBeGreaterThan(0);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });
});

describe('a crash', () => {
  /** A store whose program dies at a write: nothing is written from then on. */
  function dyingAt(frames: BlobStore, death: number): BlobStore {
    let writes = 0;
    const write = async (act: () => Promise<void>) => {
      if (++writes > death) throw new Error('died');
      await act();
    };
    return {
      ...frames,
      put: (key, bytes) => write(() => frames.put(key, bytes)),
      delete: (key) => write(() => frames.delete(key)),
    };
  }

  test.each(['panorama', 'tiles', 'view'] as const)(
    'at any write leaves no picture that no entry names, and the next run completes: %s',
    async (kind) => {
      const wanted = [
        wants('p0'),
        wants('p1'),
        wants('p0', { heading: 10 }),
        wants('p2'),
        wants('p1', { heading: 20 }),
      ];
      const whole = createMemoryStore();
      await run(createService({ kind }), whole, wanted);
      for (let death = 0; death < whole.writes.length; death++) {
        const frames = createMemoryStore();
        await run(createService({ kind }), dyingAt(frames, death), wanted, { parallel: 2 });
        const entries = await Promise.all((await frames.list('asked/')).map((key) => frames.get(key)));
        const named = entries.map((bytes) => new TextDecoder().decode(bytes ?? undefined)).join();
        const pictures = (await frames.list('')).filter((key) => !key.startsWith('asked/'));
        expect(pictures.filter((hash) => !named.includes(hash))).toEqual([]);
        const { told, error } = await run(createService({ kind }), frames, wanted);
        expect(error).toBeNull();
        expect(fetchedIds(told)).toHaveLength(wanted.length);
      }
    },
  );
});
