import { expect, it } from 'vitest';
import { lbfgsDotsCpu } from '../../../../../src/engine/fused/minimizers/kernels/lbfgs-dots.cpu.ts';
import { lbfgsDots } from '../../../../../src/engine/fused/minimizers/kernels/lbfgs-dots.ts';
import { lbfgsBuffers } from '../../../../../src/engine/fused/minimizers/lbfgs.ts';
import { dotChunks, dotCount, TRIAL_DOTS } from '../../../../../src/engine/fused/minimizers/lbfgs-dots-layout.ts';
import { LBFGS_FIELDS, lbfgsStart } from '../../../../../src/engine/fused/minimizers/lbfgs-state.ts';
import { viewState } from '../../../../../src/engine/fused/minimizers/state-layout.ts';
import { randomFloats } from '../../../../support/floats.ts';
import { describeGpu } from '../../../../support/gpu.ts';
import { copies, runOnGpu } from '../../../../support/gpu-kernel.ts';
import { lbfgsCalls, SCENARIOS } from './lbfgs-calls.ts';
import { relativeDifference, replay } from './replay.ts';

const options = { evaluations: 9, lineSearch: 'wolfe', ftol: 0, ftolInterval: 1, firstStep: 1 } as const;

/** Random buffers; what unused slots and results hold is no number. */
function randomBuffers(pixels: number, capacity: number, history: number, pairs: number) {
  const { state, point, steps, changes, partials } = lbfgsBuffers(pixels, { history: capacity });
  const image = (seed: number) => randomFloats(4 * pixels, seed, -1, 1).map((v, i) => (i % 4 === 3 ? 0 : v));
  const slot = steps / capacity;
  const filled = (vectors: number, length: number, seed: number) => {
    const data = randomFloats(length, seed, -1, 1).fill(Number.NaN, vectors * slot);
    for (let v = 0; v < vectors; v++) data.fill(0, v * slot + 3 * pixels, (v + 1) * slot);
    return data;
  };
  const words = new Float32Array(state);
  new Uint8Array(words.buffer).set(lbfgsStart(pixels, { ...options, history }));
  viewState(LBFGS_FIELDS, words).pairs = pairs;
  return {
    trial: image(1),
    gradient: image(2),
    point: filled(3, point, 3),
    steps: filled(pairs, steps, 4),
    changes: filled(pairs, changes, 5),
    state: words,
    partials: new Float32Array(partials).fill(Number.NaN),
  };
}

/** Sum over the chunks of every dot. */
function totals(partials: Float32Array, pixels: number, history: number): Float32Array {
  const sums = new Float32Array(dotCount(history));
  for (let i = 0; i < dotChunks(pixels) * sums.length; i++) sums[i % sums.length]! += partials[i]!;
  return sums;
}

describeGpu('lbfgs-dots on the GPU', () => {
  it.each([
    { pixels: 1, capacity: 1, history: 1, pairs: 0 },
    { pixels: 35, capacity: 3, history: 3, pairs: 1 },
    { pixels: 37 * 53, capacity: 10, history: 10, pairs: 10 },
    // a run with a shorter history than the buffers have room for
    { pixels: 37 * 53, capacity: 10, history: 7, pairs: 6 },
    { pixels: 500, capacity: 100, history: 100, pairs: 99 },
    // dozens of workgroups a dot
    { pixels: 211 * 209, capacity: 1, history: 1, pairs: 1 },
  ])('equals the CPU reference: %o', async ({ pixels, capacity, history, pairs }) => {
    const buffers = randomBuffers(pixels, capacity, history, pairs);
    const cpu = copies(buffers);
    lbfgsDotsCpu(cpu);
    const gpu = await runOnGpu(buffers, (on) => lbfgsDots(pixels, capacity, on));
    // Sums of some thousand products in single precision; what is not used stays as it was.
    expect(relativeDifference(gpu.partials, cpu.partials)).toBeLessThan(2e-6);
    const sums = totals(gpu.partials, pixels, history);
    expect(sums[TRIAL_DOTS.g_norm1]! / pixels).toBeGreaterThan(pixels > 30 ? 1.2 : 0);
    expect(sums.filter(Number.isFinite)).toHaveLength(8 + 5 * pairs);
  });

  it.each(SCENARIOS.slice(0, 3))('equals the CPU reference along a run: %o', async (scenario) => {
    const { calls, history } = await lbfgsCalls('dots', scenario);
    const gpu = await replay(calls, (on) => lbfgsDots(scenario.objective.pixels, history, on));
    for (const [i, { after }] of calls.entries()) {
      // The first one meets buffers that hold no numbers: only what does not depend on them counts.
      if (i === 0) continue;
      const trial = (partials: Float32Array) => partials.subarray(0, 8);
      const pairs = (partials: Float32Array) => partials.subarray(8);
      const { partials } = gpu[i]!;
      for (let d = 0; d < 8; d++) {
        const [is, should] = [trial(partials!)[d]!, trial(after.partials!)[d]!];
        // Relative to the lengths of the two vectors: a dot product near zero has no digits of its own.
        expect(Math.abs(is - should)).toBeLessThanOrEqual(1e-5 * Math.max(...trial(after.partials!).map(Math.abs)));
      }
      expect(relativeDifference(pairs(partials!), pairs(after.partials!))).toBeLessThan(1e-5);
    }
  });
});

it('shares the dot products of an evaluation of 1280×720 out to a bounded number of workgroups', () => {
  expect(dotChunks(1280 * 720)).toBe(256);
  expect(dotChunks(1)).toBe(1);
});
