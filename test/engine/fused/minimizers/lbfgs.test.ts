import { describe, expect, it } from 'vitest';
import { lbfgsApplyCpu } from '../../../../src/engine/fused/minimizers/kernels/lbfgs-apply.cpu.ts';
import { lbfgsDecideCpu } from '../../../../src/engine/fused/minimizers/kernels/lbfgs-decide.cpu.ts';
import { lbfgsDotsCpu } from '../../../../src/engine/fused/minimizers/kernels/lbfgs-dots.cpu.ts';
import { type LbfgsCapacity, lbfgsBuffers, lbfgsDispatches } from '../../../../src/engine/fused/minimizers/lbfgs.ts';
import { type GpuLbfgsOptions, lbfgsStart } from '../../../../src/engine/fused/minimizers/lbfgs-state.ts';
import type { LogRow } from '../../../../src/engine/fused/minimizers/log.ts';
import { lbfgs } from '../../../../src/engine/minimizers/lbfgs.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { collect } from '../../minimizers/functions.ts';
import { bowlMinimum, hostEvaluate, objectiveValue, type TestObjective } from './objectives.ts';
import { openGpuRun, openReferenceRun, type Run, wordsOf } from './run.ts';

const options: GpuLbfgsOptions = {
  evaluations: 60,
  history: 10,
  lineSearch: 'wolfe',
  ftol: 0,
  ftolInterval: 1,
  firstStep: 0.1,
};
const SEARCHES = ['wolfe', 'backtrack', 'none'] as const;

/** Rosenbrock's customary start, repeated. */
const zigzag = (pixels: number) => Float32Array.from({ length: 3 * pixels }, (_, i) => (i % 2 ? 1 : -1.2));

const valley: TestObjective = { kind: 'valley', pixels: 35 };
const bowl: TestObjective = { kind: 'bowl', pixels: 53, condition: 1000 };

type Open = (pixels: number, capacity: LbfgsCapacity) => Run | Promise<Run>;

const openGpu: Open = (pixels, capacity) =>
  openGpuRun(pixels, lbfgsBuffers(pixels, capacity), (objective, buffers) =>
    lbfgsDispatches(pixels, capacity, objective, buffers),
  );

const openReference: Open = (pixels, capacity) =>
  openReferenceRun(pixels, lbfgsBuffers(pixels, capacity), (buffers) => {
    lbfgsDotsCpu(buffers);
    lbfgsDecideCpu(buffers);
    lbfgsApplyCpu(buffers);
  });

/** Runs to the end of the budget and a little beyond, as evaluations in flight do. */
async function minimize(
  open: Open,
  objective: TestObjective,
  given: Partial<GpuLbfgsOptions> = {},
  start = zigzag(objective.pixels),
) {
  const chosen = { ...options, ...given };
  const run = await open(objective.pixels, chosen);
  run.start(start, lbfgsStart(objective.pixels, chosen), objective);
  await run.evaluate(chosen.evaluations + 2);
  const result = await run.read();
  run.close();
  const last = result.rows.at(-1)!;
  return { ...result, last, totals: result.rows.map(({ terms }) => terms.total) };
}

const onHost = (
  objective: TestObjective,
  given: Partial<GpuLbfgsOptions> = {},
  start = zigzag(objective.pixels),
  evaluate = hostEvaluate(objective),
) => collect(lbfgs(evaluate, start, { ...options, ...given }));

/** Best totals never get worse. */
function expectMonotone(rows: readonly LogRow[]): void {
  for (let i = 1; i < rows.length; i++) {
    expect(rows[i]!.terms.total).toBeLessThanOrEqual(rows[i - 1]!.terms.total);
  }
}

function suite(open: Open) {
  const cases = SEARCHES.flatMap((lineSearch) => [
    { lineSearch, objective: bowl },
    { lineSearch, objective: valley },
  ]);

  it.each(cases)('follows the minimiser on the host: $lineSearch, $objective.kind', async (given) => {
    const { objective, lineSearch } = given;
    const { rows, best, last } = await minimize(open, objective, { lineSearch });
    const host = await onHost(objective, { lineSearch });
    let compared = 0;
    for (const [i, row] of rows.slice(0, 20).entries()) {
      if (!row.accepted) continue;
      compared++;
      // Both are on the same way, for as long as differences of 1e-7 in the dot products have not grown.
      expect(Math.abs(row.terms.total / host.steps[i]!.at.value - 1)).toBeLessThan(1e-3);
    }
    expect(compared).toBeGreaterThan(12);
    expectMonotone(rows);
    // Later on two good ways differ by a few percent in what they have reached.
    expect(last.terms.total).toBeLessThan(1.05 * host.result.at.value);
    expect(last.stop).toBe(host.result.stop);
    // The best image is the one whose terms are logged.
    const { terms } = objectiveValue(objective, best);
    for (const [i, term] of (['content', 'style', 'tv', 'temporal'] as const).entries()) {
      expect(Math.abs(last.terms[term] - terms[i]!)).toBeLessThanOrEqual(1e-3 * terms[i]!);
    }
  });

  it.each([3, 100])('follows the host with a history of %i', async (history) => {
    const objective: TestObjective = { ...bowl, pixels: 37 };
    const given = { history, evaluations: 130 };
    const { last, totals } = await minimize(open, objective, given);
    const host = await onHost(objective, given);
    for (const at of [20, 40]) expect(Math.abs(totals[at]! / host.steps[at]!.at.value - 1)).toBeLessThan(0.01);
    // Near 0 the ratio of two ways means little: what counts is the way down from 14000.
    expect(Math.log10(last.terms.total) - Math.log10(host.result.at.value)).toBeLessThan(0.5);
  });

  it('needs its history: on a stretched bowl the shortest one lags behind', async () => {
    const short = await minimize(open, bowl, { history: 1 });
    const long = await minimize(open, bowl, { history: 20 });
    expect(long.last.terms.total).toBeLessThan(0.7 * short.last.terms.total);
  });

  it.each(SEARCHES)('counts every evaluation and ends as the host does at any budget: %s', async (lineSearch) => {
    for (const evaluations of [1, 2, 3, 5, 11, 12, 15, 16]) {
      const { rows, last } = await minimize(open, bowl, { lineSearch, evaluations });
      const host = await onHost(bowl, { lineSearch, evaluations });
      expect(rows.map(({ evaluation }) => evaluation)).toEqual(Array.from({ length: evaluations }, (_, i) => i + 1));
      expect(rows.map(({ stop }) => stop)).toEqual([...Array(evaluations - 1).fill(undefined), 'evaluations']);
      expect(Math.abs(last.terms.total / host.result.at.value - 1)).toBeLessThan(1e-3);
    }
  });

  it.each(SEARCHES)('moves by the first step on average, whatever the size of the gradient: %s', async (lineSearch) => {
    for (const scale of [1e-6, 1, 1e9]) {
      const start = zigzag(bowl.pixels);
      const run = await open(bowl.pixels, options);
      run.start(start, lbfgsStart(bowl.pixels, { ...options, lineSearch, firstStep: 2 }), { ...bowl, scale });
      await run.evaluate(1);
      const { trial } = await run.read();
      run.close();
      const moved = trial.reduce((sum, v, i) => sum + Math.abs(v - start[i]!), 0) / start.length;
      expect(moved).toBeCloseTo(2, 4);
    }
  });

  it.each(SEARCHES)('goes the same way where gradients reach 1e9 and more: %s', async (lineSearch) => {
    const objective: TestObjective = { kind: 'bowl', pixels: 37 * 13, condition: 100 };
    const given = { lineSearch, evaluations: 15 };
    const small = await minimize(open, objective, given);
    // A power of two scales every number exactly: the same decisions, up to what a compiler reorders.
    const scale = 2 ** 30;
    const large = await minimize(open, { ...objective, scale }, given);
    expect(large.last.terms.total).toBeLessThan(0.05 * large.totals[0]!);
    expect(large.totals[0]!).toBeGreaterThan(1e13);
    large.totals.forEach((total, i) => {
      expect(Math.abs(total / scale / small.totals[i]! - 1)).toBeLessThan(1e-3);
    });
  });

  it.each([
    ['wolfe', Number.NaN],
    ['backtrack', Number.NaN],
    ['none', Number.NaN],
    ['wolfe', Number.POSITIVE_INFINITY],
  ] as const)('turns back where the losses are not finite: %s, %d', async (lineSearch, broken) => {
    const objective: TestObjective = { kind: 'bowl', pixels: 5, wall: 0.5, broken };
    const start = Float32Array.from({ length: 15 }, () => 2);
    const { rows, best, last } = await minimize(open, objective, { lineSearch, firstStep: 1 }, start);
    expect(rows.some(({ trial }) => !Number.isFinite(trial))).toBe(true);
    for (const { terms } of rows) expect(Number.isFinite(terms.total)).toBe(true);
    expectMonotone(rows);
    expect(best[0]!).toBeGreaterThanOrEqual(0.5);
    expect(Math.abs(objectiveValue(objective, best).value / last.terms.total - 1)).toBeLessThan(1e-3);
    const host = await onHost(objective, { lineSearch, firstStep: 1 }, start);
    expect(last.terms.total).toBeLessThan(1.05 * host.result.at.value);
  });

  it('takes the best point of a search that ends inside its bracket, for one more evaluation', async () => {
    // Trials halve their way towards the wall, where the slope is nearly that of the start; the tenth lands behind it.
    const objective: TestObjective = { kind: 'bowl', pixels: 3, wall: 6.901 };
    const start = Float32Array.from({ length: 9 }, (_, i) => bowlMinimum(i) + 10);
    const given = { firstStep: 1, evaluations: 14 };
    const { rows } = await minimize(open, objective, given, start);
    const recalled = rows.findIndex((row) => row.recalled);
    expect(recalled).toBe(11);
    expect(rows[10]!.trial).toBeNaN();
    expect(rows[11]!.accepted).toBe(true);
    expect(rows.slice(1, 10).map(({ t }) => t)).toContain(rows[11]!.t);
    expect(rows[11]!.terms.total).toBe(rows[10]!.terms.total);
    const host = await onHost(objective, given, start);
    expect(Math.abs(rows[11]!.terms.total / host.steps[10]!.at.value - 1)).toBeLessThan(1e-4);

    // The same search with the budget ending inside it: the best image is there already.
    const cut = await minimize(open, objective, { ...given, evaluations: 11 }, start);
    expect(cut.last.stop).toBe('evaluations');
    expect(cut.last.trial).toBeNaN();
    expect(cut.last.terms.total).toBe(rows[11]!.terms.total);
    expect(Math.abs(objectiveValue(objective, cut.best).value / cut.last.terms.total - 1)).toBeLessThan(1e-4);
  });

  it.each(SEARCHES)('stops at once at a minimum: %s', async (lineSearch) => {
    const { rows, best, last } = await minimize(open, valley, { lineSearch }, new Float32Array(105).fill(1));
    expect(rows).toHaveLength(1);
    expect(last).toMatchObject({ stop: 'ftol', terms: { total: 0 } });
    expect(best).toEqual(new Float32Array(105).fill(1));
  });

  it('says so when the start is not finite', async () => {
    const { rows, best, last } = await minimize(open, { ...bowl, wall: 100, broken: Number.POSITIVE_INFINITY });
    expect(rows).toHaveLength(1);
    expect(last).toMatchObject({ stop: 'not_finite', trial: Number.POSITIVE_INFINITY });
    expect(best).toEqual(zigzag(bowl.pixels));
  });

  it.each(SEARCHES)('gives up, with the best point, where no direction goes down: %s', async (lineSearch) => {
    const objective: TestObjective = { kind: 'liar', pixels: 5 };
    const start = new Float32Array(15);
    // A whole step is too far only where the total doubles.
    const given = { lineSearch, firstStep: 5 };
    const { rows, best, last } = await minimize(open, objective, given, start);
    const host = await onHost(objective, given, start);
    expect(last.stop).toBe('line_search');
    expect(rows).toHaveLength(host.result.evaluations);
    expect(last.terms.total).toBe(15);
    expect(best).toEqual(start);
  });

  it('without a line search comes back to the best point after a blow-up', async () => {
    const { rows, best, last } = await minimize(open, valley, { lineSearch: 'none', firstStep: 1 });
    expectMonotone(rows);
    expect(rows.some(({ trial, terms }) => trial > 2 * terms.total)).toBe(true);
    expect(Math.abs(objectiveValue(valley, best).value / last.terms.total - 1)).toBeLessThan(1e-3);
  });

  it('evaluates the best point again when a later one blows up, and goes downhill from there', async () => {
    const run = await open(bowl.pixels, options);
    run.start(zigzag(bowl.pixels), lbfgsStart(bowl.pixels, { ...options, lineSearch: 'none', firstStep: 0.02 }), bowl);
    const upwards = async () => {
      await run.evaluate(1);
      const { trial, terms, accepted } = (await run.read()).rows.at(-1)!;
      return accepted && trial > 1.001 * terms.total;
    };
    while (!(await upwards())) expect((await run.read()).rows.length).toBeLessThan(30);
    run.change({ ...bowl, wall: 100 });
    await run.evaluate(1);
    run.change(bowl);
    await run.evaluate(20);
    const { rows } = await run.read();
    run.close();
    const at = rows.findIndex(({ recalled }) => recalled);
    expect(rows[at - 1]).toMatchObject({ accepted: false, restarted: true, trial: Number.NaN });
    expect(rows[at]).toMatchObject({ accepted: true, t: 0 });
    // The very same image again.
    expect(rows[at]!.trial).toBe(rows.find(({ terms }) => terms.total === rows[at - 1]!.terms.total)!.trial);
    expectMonotone(rows);
    expect(rows.at(-1)!.terms.total).toBeLessThan(0.7 * rows[at]!.terms.total);
  });

  it('stops by ftol where the host does, and sooner where a constant is added', async () => {
    const given = { ftol: 0.35, ftolInterval: 3 };
    const { rows, last } = await minimize(open, bowl, given);
    const host = await onHost(bowl, given);
    expect(last.stop).toBe('ftol');
    expect(host.result.stop).toBe('ftol');
    expect(rows).toHaveLength(host.result.evaluations);
    const constant = 1000;
    const shifted = await minimize(open, bowl, { ...given, constant });
    const shiftedHost = await onHost(bowl, given, zigzag(bowl.pixels), async (x) => {
      const at = objectiveValue(bowl, x);
      return { ...at, value: at.value + constant };
    });
    expect(shifted.rows).toHaveLength(shiftedHost.result.evaluations);
    expect(shifted.rows.length).toBeLessThan(rows.length);
  });

  it('starts anew when its state is written again, with other options, another start and another objective', async () => {
    const capacity = { history: 10 };
    const again: GpuLbfgsOptions = { ...options, history: 4, evaluations: 25, lineSearch: 'backtrack', firstStep: 0.3 };
    const other: TestObjective = { ...bowl, condition: 50 };
    const start = Float32Array.from({ length: 3 * bowl.pixels }, (_, i) => i % 5);
    const used = await open(bowl.pixels, capacity);
    used.start(zigzag(bowl.pixels), lbfgsStart(bowl.pixels, options), bowl);
    await used.evaluate(33);
    expect((await used.read()).rows).toHaveLength(33);
    used.start(start, lbfgsStart(bowl.pixels, again), other);
    await used.evaluate(10);
    expect((await used.read()).rows).toHaveLength(10);
    await used.evaluate(20);
    const second = await used.read();
    used.close();

    const fresh = await open(bowl.pixels, capacity);
    fresh.start(start, lbfgsStart(bowl.pixels, again), other);
    await fresh.evaluate(30);
    const first = await fresh.read();
    fresh.close();
    expect(second.rows).toEqual(first.rows);
    expect(second.best).toEqual(first.best);
    expect(second.rows).toHaveLength(25);
  });

  it.each(SEARCHES)('changes nothing once it has stopped: %s', async (lineSearch) => {
    const chosen = { ...options, lineSearch, evaluations: 11 };
    const run = await open(bowl.pixels, chosen);
    run.start(zigzag(bowl.pixels), lbfgsStart(bowl.pixels, chosen), bowl);
    await run.evaluate(12);
    const before = (await run.read()).all;
    await run.evaluate(5);
    const after = (await run.read()).all;
    run.close();
    for (const name of Object.keys(before)) expect(wordsOf(after[name]!)).toEqual(wordsOf(before[name]!));
  });

  it('leaves the fourth value of images at zero', async () => {
    const { all } = await minimize(open, valley);
    for (const image of [all.best!, all.trial!]) {
      expect(image.filter((_, i) => i % 4 === 3)).toEqual(new Float32Array(valley.pixels));
    }
  });

  it.each([1, 2, 3, 4])('works on an image of %i pixels', async (pixels) => {
    const objective: TestObjective = { kind: 'bowl', pixels, condition: 10 };
    const { last } = await minimize(open, objective, { evaluations: 40 });
    expect(last.terms.total).toBeLessThan(1e-6);
  });
}

describe('L-BFGS in the CPU references of its kernels', () => suite(openReference));
describeGpu('L-BFGS on the GPU', () => suite(openGpu));

it('keeps at most a hundred pairs', () => {
  expect(() => lbfgsStart(10, { ...options, history: 101 })).toThrow(/1 to 100/);
});
