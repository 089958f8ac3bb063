import { describe, expect, it } from 'vitest';
import { adamBuffers, adamDispatches } from '../../../../src/engine/fused/minimizers/adam.ts';
import { adamStart, type GpuAdamOptions } from '../../../../src/engine/fused/minimizers/adam-state.ts';
import { adamStepCpu } from '../../../../src/engine/fused/minimizers/kernels/adam-step.cpu.ts';
import { adamUpdateCpu } from '../../../../src/engine/fused/minimizers/kernels/adam-update.cpu.ts';
import { readLog } from '../../../../src/engine/fused/minimizers/log.ts';
import { LOG_ROWS } from '../../../../src/engine/fused/minimizers/progress-state.ts';
import { adam } from '../../../../src/engine/minimizers/adam.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { collect } from '../../minimizers/functions.ts';
import { hostEvaluate, objectiveValue, type TestObjective, toRow } from './objectives.ts';
import { openGpuRun, openReferenceRun, type Run, wordsOf } from './run.ts';

const options: GpuAdamOptions = {
  evaluations: 60,
  learningRate: 0.2,
  beta1: 0.9,
  beta2: 0.999,
  ftol: 0,
  ftolInterval: 1,
};
const bowl: TestObjective = { kind: 'bowl', pixels: 53, condition: 1000 };
const zigzag = (pixels: number) => Float32Array.from({ length: 3 * pixels }, (_, i) => (i % 2 ? 1 : -1.2));

type Open = (pixels: number) => Run | Promise<Run>;

const openGpu: Open = (pixels) =>
  openGpuRun(pixels, adamBuffers(pixels), (objective, buffers) => adamDispatches(pixels, objective, buffers));

const openReference: Open = (pixels) =>
  openReferenceRun(pixels, adamBuffers(pixels), (buffers) => {
    adamStepCpu(buffers);
    adamUpdateCpu(buffers);
  });

async function minimize(open: Open, objective: TestObjective, given: Partial<GpuAdamOptions> = {}) {
  const chosen = { ...options, ...given };
  const run = await open(objective.pixels);
  run.start(zigzag(objective.pixels), adamStart(objective.pixels, chosen), objective);
  await run.evaluate(chosen.evaluations + 2);
  const result = await run.read();
  run.close();
  return { ...result, last: result.rows.at(-1)! };
}

function suite(open: Open) {
  it.each([
    bowl,
    { ...bowl, scale: 2 ** 30 },
    { kind: 'valley', pixels: 35 } as const,
    { kind: 'bowl', pixels: 1 } as const,
  ])('follows the minimiser on the host: %o', async (objective) => {
    const { rows, best, last } = await minimize(open, objective);
    const host = await collect(adam(hostEvaluate(objective), zigzag(objective.pixels), options));
    expect(rows).toHaveLength(host.steps.length);
    const start = host.steps[0]!.at.value;
    for (const [i, row] of rows.entries()) {
      // Relative to what there was to lose: single precision where the host has double moments.
      expect(Math.abs(row.terms.total - host.steps[i]!.at.value)).toBeLessThan(1e-4 * start);
    }
    expect(last.stop).toBe('evaluations');
    expect(Math.abs(objectiveValue(objective, best).value / last.terms.total - 1)).toBeLessThan(1e-3);
    for (let i = 0; i < best.length; i++) expect(Math.abs(best[i]! - host.result.x[i]!)).toBeLessThan(2e-3);
  });

  it('stops by ftol where the host does', async () => {
    const given = { ftol: 0.05, ftolInterval: 5, evaluations: 200 };
    const { rows, last } = await minimize(open, bowl, given);
    const host = await collect(adam(hostEvaluate(bowl), zigzag(bowl.pixels), { ...options, ...given }));
    expect(host.result.stop).toBe('ftol');
    expect(last.stop).toBe('ftol');
    expect(rows).toHaveLength(host.result.evaluations);
  });

  it('stops where the losses are not finite, with the image before', async () => {
    const objective = { ...bowl, wall: -1.9 };
    const { rows, best, last } = await minimize(open, objective);
    const host = await collect(adam(hostEvaluate(objective), zigzag(bowl.pixels), options));
    expect(last).toMatchObject({ stop: 'not_finite', trial: Number.NaN });
    expect(rows).toHaveLength(host.result.evaluations);
    expect(rows.at(-2)!.terms.total / objectiveValue(objective, best).value).toBeCloseTo(1, 3);
  });

  it('says so where the start is not finite, with the start', async () => {
    const { rows, best } = await minimize(open, { ...bowl, wall: 0 });
    expect(rows).toMatchObject([{ evaluation: 1, stop: 'not_finite', trial: Number.NaN }]);
    expect(best).toEqual(zigzag(bowl.pixels));
  });

  it('starts anew when its state is written again, and changes nothing once it has stopped', async () => {
    const used = await open(bowl.pixels);
    used.start(zigzag(bowl.pixels), adamStart(bowl.pixels, options), bowl);
    await used.evaluate(33);
    const again = { ...options, evaluations: 20, learningRate: 0.05, beta1: 0.7 };
    used.start(zigzag(bowl.pixels), adamStart(bowl.pixels, again), bowl);
    await used.evaluate(21);
    const second = await used.read();
    await used.evaluate(4);
    const later = await used.read();
    used.close();
    for (const name of Object.keys(second.all)) expect(wordsOf(later.all[name]!)).toEqual(wordsOf(second.all[name]!));

    const fresh = await minimize(open, bowl, again);
    expect(second.rows).toEqual(fresh.rows);
    expect(second.rows).toHaveLength(20);
    expect(second.best).toEqual(fresh.best);
  });

  it('goes on from moments as the minimiser on the host', async () => {
    const { pixels } = bowl;
    const before = await minimize(open, bowl, { evaluations: 25 });
    const moments = { first: toRow(before.all.first!), second: toRow(before.all.second!), updates: 24 };
    const chosen = { ...options, evaluations: 36, moments };
    const run = await open(pixels);
    const { first, second } = moments;
    run.start(before.best, adamStart(pixels, chosen), bowl, { first, second });
    await run.evaluate(chosen.evaluations);
    const after = await run.read();
    run.close();
    const host = await collect(adam(hostEvaluate(bowl), before.best, chosen));
    const whole = await collect(adam(hostEvaluate(bowl), zigzag(pixels), options));
    expect(after.rows).toHaveLength(36);
    for (const [i, row] of after.rows.entries()) {
      const start = whole.steps[0]!.at.value;
      expect(Math.abs(row.terms.total - host.steps[i]!.at.value)).toBeLessThan(1e-4 * start);
      expect(Math.abs(row.terms.total - whole.steps[24 + i]!.at.value)).toBeLessThan(1e-4 * start);
    }
    for (let i = 0; i < after.best.length; i++) {
      expect(Math.abs(after.best[i]! - host.result.x[i]!)).toBeLessThan(2e-3);
      expect(Math.abs(after.best[i]! - whole.result.x[i]!)).toBeLessThan(2e-3);
    }
  });

  it('logs in a ring', async () => {
    const { all } = await minimize(open, bowl, { evaluations: LOG_ROWS + 4 });
    const rows = readLog(all.log!.buffer as ArrayBuffer, LOG_ROWS);
    expect(rows.map(({ evaluation }) => evaluation)).toEqual([1, 2, 3, 4].map((row) => LOG_ROWS + row));
    expect(rows.map(({ stop }) => stop)).toEqual([undefined, undefined, undefined, 'evaluations']);
  });

  it('counts every evaluation at any budget', async () => {
    for (const evaluations of [1, 2, 7]) {
      const { rows } = await minimize(open, bowl, { evaluations });
      expect(rows.map(({ stop }) => stop)).toEqual([...Array(evaluations - 1).fill(undefined), 'evaluations']);
    }
  });
}

describe('Adam in the CPU references of its kernels', () => suite(openReference));
describeGpu('Adam on the GPU', () => suite(openGpu));
