import { beforeEach, describe, expect, it } from 'vitest';
import { withFullPrecision } from '../../../src/engine/fused/full-precision.ts';
import { FusedStyleTarget } from '../../../src/engine/fused/style-grams.ts';
import type {
  Minimized,
  MinimizeOptions,
  MinimizeStep,
  Objective,
  ObjectiveFactory,
  ObjectiveSpec,
} from '../../../src/engine/objective.ts';

const size = { width: 1, height: 1 };
const terms = (total: number) => ({ content: total, style: 0, tv: 0, temporal: 0, total });
const options: MinimizeOptions = {
  minimizer: 'adam',
  evaluations: 10,
  learningRate: 1,
  beta1: 0.9,
  beta2: 0.99,
  ftol: 0,
  ftolInterval: 1,
};
const spec = {} as ObjectiveSpec;
/** Engines whose minimisers came to an end. */
let ended: string[] = [];
beforeEach(() => {
  ended = [];
});

/** Losses fall by one with each evaluation; from evaluation `bad` on they are not finite. */
function engine(
  name: string,
  bad: number,
  log: string[],
  { gradient = 0, gram = 1, refuse = false }: { gradient?: number; gram?: number; refuse?: boolean } = {},
): ObjectiveFactory {
  const objective: Objective = {
    size,
    evaluate: async () => ({ value: bad > 1 ? 1 : Number.NaN, terms: terms(1), gradient: Float32Array.of(gradient) }),
    async *minimize(start, { evaluations }): AsyncGenerator<MinimizeStep, Minimized> {
      log.push(`${name} from ${start[0]}, ${evaluations} left`);
      const x = start.slice();
      try {
        for (let evaluation = 1; evaluation <= evaluations; evaluation++) {
          const total = evaluation >= bad ? Number.NaN : 100 - evaluation;
          if (evaluation < bad) x[0]!++;
          yield { evaluation, terms: terms(total), image: async () => x };
          if (evaluation >= bad) return { x, terms: terms(total), evaluations: evaluation, stop: 'not_finite' };
        }
      } finally {
        ended.push(name);
      }
      return { x, terms: terms(100 - evaluations), evaluations, stop: 'evaluations' };
    },
    dispose: () => log.push(`${name} objective disposed`),
  };
  return {
    mean: [0, 0, 0],
    async styleTarget(_styles, signal) {
      signal?.throwIfAborted();
      log.push(`${name} looks at a painting`);
      return new FusedStyleTarget(new Map([['relu1_1', { mean: Float32Array.of(gram), spread: 0 * gram }]]));
    },
    async reserve({ width }, temporalTargets) {
      log.push(`${name} makes room for ${width} px, ${temporalTargets} held`);
      if (refuse) throw new Error('no room');
    },
    async create(_spec, signal) {
      signal?.throwIfAborted();
      return objective;
    },
    dispose: () => log.push(`${name} disposed`),
  };
}

async function run(objective: Objective): Promise<{ seen: number[]; end: Minimized }> {
  const steps = objective.minimize!(Float32Array.of(0), options);
  const seen: number[] = [];
  for (;;) {
    const { value, done } = await steps.next();
    if (done) return { seen, end: value };
    expect(value.terms.total).not.toBeNaN();
    seen.push(value.evaluation);
  }
}

function guard(bad: number, half: Parameters<typeof engine>[3] = {}, full: Parameters<typeof engine>[3] = {}) {
  const log: string[] = [];
  const warnings: string[] = [];
  const factory = withFullPrecision(
    engine('half', bad, log, half),
    () => engine('full', 99, log, full),
    (text) => warnings.push(text),
  );
  return { log, warnings, factory };
}

describe('half precision with single precision behind it', () => {
  it('stays in half precision while all is finite', async () => {
    const { log, warnings, factory } = guard(99);
    const objective = await factory.create(spec);
    const { seen, end } = await run(objective);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(end.stop).toBe('evaluations');
    factory.dispose();
    expect(log).toEqual(['half from 0, 10 left', 'half disposed']);
    expect(warnings).toEqual([]);
  });

  it('begins anew in single precision where the start is too much', async () => {
    const { log, warnings, factory } = guard(1);
    const { seen, end } = await run(await factory.create(spec));
    expect(seen).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(end).toMatchObject({ evaluations: 10, stop: 'evaluations' });
    expect(log).toEqual(['half from 0, 10 left', 'half objective disposed', 'half disposed', 'full from 0, 9 left']);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('job_precision: f32');
  });

  it('goes on from the last good image', async () => {
    const { log, factory } = guard(4);
    const { seen, end } = await run(await factory.create(spec));
    expect(seen).toEqual([1, 2, 3, 5, 6, 7, 8, 9, 10]);
    expect(end.evaluations).toBe(10);
    expect(log.at(-1)).toBe('full from 3, 6 left');
  });

  it('evaluates again where losses or gradient are not finite', async () => {
    const losses = guard(1);
    expect((await (await losses.factory.create(spec)).evaluate(Float32Array.of(0))).value).toBe(1);
    const gradient = guard(99, { gradient: Number.POSITIVE_INFINITY });
    expect((await (await gradient.factory.create(spec)).evaluate(Float32Array.of(0))).gradient[0]).toBe(0);
    expect(losses.warnings.length + gradient.warnings.length).toBe(2);
  });

  it('looks again at a painting whose Gram matrices are not finite, and stays in single precision', async () => {
    const { log, warnings, factory } = guard(99, { gram: Number.POSITIVE_INFINITY });
    const style = await factory.styleTarget([]);
    expect((style as FusedStyleTarget).finite).toBe(true);
    await run(await factory.create(spec));
    await factory.styleTarget([]);
    expect(log).toEqual([
      'half looks at a painting',
      'half disposed',
      'full looks at a painting',
      'full from 0, 10 left',
      'full looks at a painting',
    ]);
    expect(warnings).toHaveLength(1);
  });

  it('lets what either prepares be given up', async () => {
    const { factory } = guard(1);
    const abort = new AbortController();
    const begun = await factory.create(spec, abort.signal);
    abort.abort();
    const givenUp = async () => {
      await expect(factory.styleTarget([], abort.signal)).rejects.toThrow(/abort/i);
      await expect(factory.create(spec, abort.signal)).rejects.toThrow(/abort/i);
    };
    await givenUp();
    await expect(run(begun)).rejects.toThrow(/abort/i);
    await givenUp();
  });

  it('makes room in single precision before it goes on, without what half precision held, and warns once', async () => {
    const { log, warnings, factory } = guard(1);
    await factory.reserve!({ width: 640, height: 480 }, 2);
    const [first, second] = [await factory.create(spec), await factory.create(spec)];
    await run(first);
    // The other objective is still in use.
    expect(log.slice(1)).toEqual([
      'half from 0, 10 left',
      'half objective disposed',
      'full makes room for 640 px, 2 held',
      'full from 0, 9 left',
    ]);
    second.dispose();
    expect(log.slice(5)).toEqual(['half objective disposed', 'half disposed']);
    await factory.reserve!({ width: 320, height: 240 }, 0);
    await run(await factory.create(spec));
    expect(log.slice(7)).toEqual(['full makes room for 320 px, 0 held', 'full from 0, 10 left']);
    expect(warnings).toHaveLength(1);
  });

  it('disposes an objective once where single precision has no room', async () => {
    const { log, factory } = guard(1, {}, { refuse: true });
    await factory.reserve!(size, 0);
    const objective = await factory.create(spec);
    await expect(run(objective)).rejects.toThrow('no room');
    objective.dispose();
    expect(log.filter((line) => line === 'half objective disposed')).toHaveLength(1);
  });

  it('ends the minimiser that is at work where nobody listens any more', async () => {
    const { factory } = guard(1);
    const steps = (await factory.create(spec)).minimize!(Float32Array.of(0), options);
    await steps.next();
    await steps.return(undefined as never);
    expect(ended).toEqual(['half', 'full']);
  });
});
