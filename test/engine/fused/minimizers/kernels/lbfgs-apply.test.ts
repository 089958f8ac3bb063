import { expect, it } from 'vitest';
import { lbfgsApplyCpu } from '../../../../../src/engine/fused/minimizers/kernels/lbfgs-apply.cpu.ts';
import { lbfgsApply } from '../../../../../src/engine/fused/minimizers/kernels/lbfgs-apply.ts';
import { lbfgsBuffers } from '../../../../../src/engine/fused/minimizers/lbfgs.ts';
import { LBFGS_FIELDS, LBFGS_HEADER, lbfgsStart } from '../../../../../src/engine/fused/minimizers/lbfgs-state.ts';
import { ACTIONS } from '../../../../../src/engine/fused/minimizers/progress-state.ts';
import { viewState } from '../../../../../src/engine/fused/minimizers/state-layout.ts';
import { randomFloats } from '../../../../support/floats.ts';
import { describeGpu } from '../../../../support/gpu.ts';
import { copies, runOnGpu } from '../../../../support/gpu-kernel.ts';
import { wordsOf } from '../run.ts';
import { lbfgsCalls, SCENARIOS } from './lbfgs-calls.ts';
import { relativeDifference, replay } from './replay.ts';

const HISTORY = 4;
const PAIRS = 3;
const options = {
  evaluations: 9,
  history: HISTORY,
  lineSearch: 'wolfe',
  ftol: 0,
  ftolInterval: 1,
  firstStep: 1,
} as const;

/** Random buffers and a state that asks for `actions`, with three pairs of four and a new one in slot 2. */
function randomBuffers(pixels: number, actions: number) {
  const { state, point, steps, changes, best } = lbfgsBuffers(pixels, { history: HISTORY });
  const words = randomFloats(state, 9, -1, 1);
  new Uint8Array(words.buffer).set(lbfgsStart(pixels, options));
  Object.assign(viewState(LBFGS_FIELDS, words), { actions, pairs: PAIRS, slot: 2, t: 0.7, gradient_weight: -1.3 });
  return {
    trial: randomFloats(4 * pixels, 1, -9, 9),
    gradient: randomFloats(4 * pixels, 2, -9, 9),
    best: randomFloats(best, 3, -9, 9),
    point: randomFloats(point, 4, -9, 9),
    steps: randomFloats(steps, 5, -9, 9),
    changes: randomFloats(changes, 6, -9, 9),
    state: words,
  };
}

const { accept, push, keep, turn, move, recall } = ACTIONS;

describeGpu('lbfgs-apply on the GPU', () => {
  it.each([
    0,
    keep,
    move,
    recall,
    accept | keep,
    turn | move,
    accept | push | turn | move,
    accept | push | keep | turn | move,
  ])('equals the CPU reference at odd sizes: actions %i', async (actions) => {
    for (const pixels of [1, 2, 3, 35, 37 * 53]) {
      const buffers = randomBuffers(pixels, actions);
      const cpu = copies(buffers);
      lbfgsApplyCpu(cpu);
      const gpu = await runOnGpu(buffers, (on) => lbfgsApply(pixels, on));
      // The fillings of a random point are not zero, as they are in a run; what they become is not looked at.
      const trim = (name: keyof typeof cpu, from: typeof cpu) =>
        name === 'point' || name === 'steps' || name === 'changes'
          ? from[name].filter((_, i) => i % (4 * Math.ceil((3 * pixels) / 4)) < 3 * pixels)
          : from[name];
      for (const name of Object.keys(cpu) as (keyof typeof cpu)[]) {
        if (name === 'state') expect(wordsOf(gpu.state)).toEqual(wordsOf(buffers.state));
        else expect(relativeDifference(trim(name, gpu), trim(name, cpu))).toBeLessThan(1e-6);
      }
    }
  });

  it.each(SCENARIOS.slice(0, 5))('equals the CPU reference along a run, filling included: %o', async (scenario) => {
    const { calls } = await lbfgsCalls('apply', scenario);
    const gpu = await replay(calls, (on) => lbfgsApply(scenario.objective.pixels, on));
    for (const [i, { after }] of calls.entries()) {
      for (const name of ['trial', 'best', 'point', 'steps', 'changes']) {
        expect(relativeDifference(gpu[i]![name]!, after[name]!)).toBeLessThan(1e-5);
      }
    }
  });
});

it('goes from x along the direction that the weights make of gradient, steps and changes', () => {
  const buffers = randomBuffers(1, turn | move);
  const { point, steps, changes, state } = copies(buffers);
  lbfgsApplyCpu(buffers);
  for (let i = 0; i < 3; i++) {
    let direction = -1.3 * point[4 + i]!;
    for (let j = 0; j < PAIRS; j++) {
      direction +=
        state[LBFGS_HEADER + 2 * j]! * steps[4 * j + i]! + state[LBFGS_HEADER + 2 * j + 1]! * changes[4 * j + i]!;
    }
    expect(buffers.trial[i]).toBeCloseTo(point[i]! + 0.7 * direction, 4);
  }
});
