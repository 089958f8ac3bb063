import { describe, expect, it } from 'vitest';
import type { BenchObjective } from '../../src/benchmark/engines.ts';
import { type BenchCase, runCase } from '../../src/benchmark/run-case.ts';
import type { ObjectiveFactory } from '../../src/engine/objective.ts';
import { createParams } from '../../src/project/resolve.ts';

/** Half the squared distance to zero, which L-BFGS would finish in a few steps, with what it was asked for. */
function bowl(own: Partial<BenchObjective> = {}) {
  const asked = { evaluations: 0, disposed: 0 };
  const objectives: ObjectiveFactory = {
    mean: [120, 120, 120],
    styleTarget: async () => ({ dispose: () => asked.disposed++ }),
    create: async ({ content }) => ({
      size: content,
      async evaluate(x) {
        asked.evaluations++;
        const value = x.reduce((sum, v, i) => sum + (0.5 * v * v) / (1 + (i % 7)), 0);
        const terms = { content: value, style: 0, tv: 0, temporal: 0, total: value };
        return { value, terms, gradient: x.map((v, i) => v / (1 + (i % 7))) };
      },
      dispose: () => asked.disposed++,
      ...own,
    }),
    dispose: () => undefined,
  };
  return { objectives, asked };
}

const bench: BenchCase = {
  engine: 'bowl',
  device: 'webgpu',
  size: { width: 16, height: 16 },
  evaluations: 5,
  repeats: 2,
};
const context = { params: createParams(), adapter: 'NVIDIA H100 80GB HBM3' };

describe('a case', () => {
  it('times runs of L-BFGS on the host where the engine has none of its own, and frees what it made', async () => {
    const { objectives, asked } = bowl();
    const row = await runCase(bench, objectives, context);
    // Two to begin with, two by themselves, three runs of five.
    expect(asked).toEqual({ evaluations: 19, disposed: 2 });
    expect(row).toMatchObject({ engine: 'bowl', device: 'webgpu', width: 16, height: 16 });
    expect(row.tflops).toBeCloseTo(row.flops / row.msPerEvaluation / 1e9, 12);
    expect(row.rooflineShare).toBeCloseTo(row.tflops / 66.9, 12);
  });

  it('lets an engine minimise by itself, counts what it did, and keeps its plan', async () => {
    const wanted: unknown[] = [];
    const { objectives, asked } = bowl({
      async *minimize(_, options) {
        wanted.push(options);
        const terms = { content: 1, style: 0, tv: 0, temporal: 0, total: 1 };
        yield { evaluation: 1, terms, image: async () => new Float32Array() };
        return { x: new Float32Array(), terms, evaluations: 4, stop: 'evaluations' };
      },
      describe: () => ({ kernels: 3 }),
    });
    const row = await runCase(bench, objectives, context);
    expect(asked.evaluations).toBe(4);
    expect(wanted).toHaveLength(3);
    expect(wanted[0]).toMatchObject({ evaluations: 5, ftol: 0, history: 10 });
    expect(row.plan).toEqual({ kernels: 3 });
  });

  it('tells how far it is, up to the whole', async () => {
    const { objectives } = bowl();
    const told: number[] = [];
    await runCase(bench, objectives, { ...context, onProgress: (done) => told.push(done) });
    // All but the first two, whose number is not known to be all until they are done.
    expect(told).toHaveLength(17);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });

  it('does one evaluation by itself where there is no time for more', async () => {
    const { objectives, asked } = bowl();
    const row = await runCase({ ...bench, patience: 0 }, objectives, context);
    expect(asked.evaluations).toBe(2);
    expect(row.evaluations).toBe(0);
    expect(row.msPerEvaluation).toBe(row.msAlone);
  });

  it('does shorter runs of L-BFGS where there is no time for whole ones', async () => {
    const { objectives } = bowl();
    const create = objectives.create;
    const slow: ObjectiveFactory = {
      ...objectives,
      async create(spec) {
        const objective = await create(spec);
        return {
          ...objective,
          async evaluate(x) {
            const until = performance.now() + 20;
            while (performance.now() < until);
            return objective.evaluate(x);
          },
        };
      },
    };
    // Time for at most 4 in each of 3 runs, and on a machine that stands still for a while for less.
    const row = await runCase({ ...bench, patience: 240 }, slow, context);
    expect(row.evaluations).toBeLessThan(5);
  });

  it('stops at an abort and frees what it made', async () => {
    const { objectives, asked } = bowl();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(runCase(bench, objectives, { ...context, signal })).rejects.toThrow('enough');
    expect(asked).toEqual({ evaluations: 0, disposed: 0 });
    const abort = new AbortController();
    const onProgress = () => abort.abort(new Error('enough'));
    await expect(runCase(bench, objectives, { ...context, signal: abort.signal, onProgress })).rejects.toThrow(
      'enough',
    );
    expect(asked.disposed).toBe(2);
  });
});
