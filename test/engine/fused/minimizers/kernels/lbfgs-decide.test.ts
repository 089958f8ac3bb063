import { expect, it } from 'vitest';
import { lbfgsDecideCpu } from '../../../../../src/engine/fused/minimizers/kernels/lbfgs-decide.cpu.ts';
import { lbfgsDecide } from '../../../../../src/engine/fused/minimizers/kernels/lbfgs-decide.ts';
import { lbfgsBuffers } from '../../../../../src/engine/fused/minimizers/lbfgs.ts';
import {
  SLOT_DOT_COUNT,
  TRIAL_DOT_COUNT,
  TRIAL_DOTS,
} from '../../../../../src/engine/fused/minimizers/lbfgs-dots-layout.ts';
import {
  LBFGS_CODES,
  LBFGS_FIELDS,
  LBFGS_HEADER,
  lbfgsStart,
} from '../../../../../src/engine/fused/minimizers/lbfgs-state.ts';
import { ACTIONS, STOP_CODES } from '../../../../../src/engine/fused/minimizers/progress-state.ts';
import { viewState } from '../../../../../src/engine/fused/minimizers/state-layout.ts';
import { randomFloats } from '../../../../support/floats.ts';
import { describeGpu } from '../../../../support/gpu.ts';
import { copies } from '../../../../support/gpu-kernel.ts';
import { wordsOf } from '../run.ts';
import { lbfgsCalls, SCENARIOS } from './lbfgs-calls.ts';
import { relativeDifference, replay } from './replay.ts';

describeGpu('lbfgs-decide on the GPU', () => {
  it.each(SCENARIOS)('decides as the CPU reference along a run: %o', async (scenario) => {
    const { calls } = await lbfgsCalls('decide', scenario);
    const gpu = await replay(calls, lbfgsDecide);
    for (const [i, { after }] of calls.entries()) {
      const is = viewState(LBFGS_FIELDS, gpu[i]!.state!);
      const should = viewState(LBFGS_FIELDS, after.state!);
      for (const [name, type] of Object.entries(LBFGS_FIELDS) as [keyof typeof LBFGS_FIELDS, 'u32' | 'f32'][]) {
        if (type === 'u32' || Number.isNaN(should[name])) expect([name, is[name]]).toEqual([name, should[name]]);
        // One recursion in single precision from the same numbers.
        else expect(Math.abs(is[name] - should[name])).toBeLessThanOrEqual(2e-4 * Math.abs(should[name]));
      }
      const weights = (state: Float32Array) => state.subarray(LBFGS_HEADER);
      expect(relativeDifference(weights(gpu[i]!.state!), weights(after.state!))).toBeLessThan(1e-4);
      expect(relativeDifference(gpu[i]!.gram!, after.gram!)).toBeLessThan(1e-6);
      const exact = (log: Float32Array) => wordsOf(log).filter((_, word) => word % 8 > 5);
      expect(exact(gpu[i]!.log!)).toEqual(exact(after.log!));
      for (let word = 0; word < 8 * calls.length; word++) {
        const one = (log: Float32Array) => log.subarray(word, word + 1);
        if (word % 8 <= 5) expect(relativeDifference(one(gpu[i]!.log!), one(after.log!))).toBeLessThan(1e-6);
      }
    }
  });
});

describeGpu('lbfgs-decide at 1280×720', () => {
  it('adds up the parts of all workgroups, and sees the one that is not finite', async () => {
    const pixels = 1280 * 720;
    const options = {
      evaluations: 2,
      history: 10,
      lineSearch: 'wolfe',
      ftol: 0,
      ftolInterval: 1,
      firstStep: 1,
    } as const;
    const { state, gram, log, partials } = lbfgsBuffers(pixels, options);
    const before = {
      partials: randomFloats(partials, 4, 1e6, 2e6),
      losses: Float32Array.of(1, 2, 3, 4),
      state: new Float32Array(state),
      gram: new Float32Array(gram),
      log: new Float32Array(log),
    };
    new Uint8Array(before.state.buffer).set(lbfgsStart(pixels, options));
    const broken = copies(before);
    broken.partials[200 * (8 + 5 * 10) + TRIAL_DOTS.g_g] = Number.POSITIVE_INFINITY;
    const cpu = copies(before);
    lbfgsDecideCpu(cpu);
    const [sound, unsound] = await replay(
      [before, broken].map((call) => ({ before: call, after: cpu })),
      lbfgsDecide,
    );
    const is = viewState(LBFGS_FIELDS, sound!.state!);
    const should = viewState(LBFGS_FIELDS, cpu.state);
    expect(should.square).toBeGreaterThan(256e6);
    // 256 parts in trees of sixteen: a few units in the last place.
    expect(Math.abs(is.square / should.square - 1)).toBeLessThan(5e-7);
    expect(Math.abs(is.steepness / should.steepness - 1)).toBeLessThan(5e-7);
    expect(Math.abs(is.t / should.t - 1)).toBeLessThan(1e-6);
    expect(is.actions).toBe(ACTIONS.accept | ACTIONS.keep | ACTIONS.turn | ACTIONS.move);
    expect(viewState(LBFGS_FIELDS, unsound!.state!).stop).toBe(STOP_CODES.not_finite);
  });
});

it('meets all that it is to decide in the runs of this test', async () => {
  const seen = new Set<string>();
  for (const scenario of SCENARIOS) {
    for (const { after } of (await lbfgsCalls('decide', scenario)).calls) {
      const state = viewState(LBFGS_FIELDS, after.state!);
      for (const [name, action] of Object.entries(ACTIONS)) if (state.actions & action) seen.add(name);
      for (const [name, code] of Object.entries(STOP_CODES)) if (state.stop === code) seen.add(name);
      if (state.zooming) seen.add('zooming');
      if (state.oldest > 0) seen.add('full ring');
      if (state.pairs === 0 && state.spent > 8) seen.add('restarted');
    }
  }
  const all = [
    ...Object.keys(STOP_CODES),
    'accept',
    'push',
    'keep',
    'turn',
    'move',
    'zooming',
    'full ring',
    'restarted',
  ];
  expect([...seen]).toEqual(expect.arrayContaining(all));
});

/** Judges one trial of a search with chosen dot products. */
function judge(
  dots: Partial<Record<keyof typeof TRIAL_DOTS, number>>,
  given: Partial<Record<keyof typeof LBFGS_FIELDS, number>>,
) {
  const options = {
    evaluations: 50,
    history: 3,
    lineSearch: 'backtrack',
    ftol: 0,
    ftolInterval: 1,
    firstStep: 1,
  } as const;
  const sizes = lbfgsBuffers(20, options);
  const buffers = Object.fromEntries(Object.entries(sizes).map(([name, length]) => [name, new Float32Array(length)]));
  new Uint8Array(buffers.state!.buffer).set(lbfgsStart(20, options));
  const state = viewState(LBFGS_FIELDS, buffers.state!);
  const search = { spent: 5, phase: LBFGS_CODES.phase.search, value: 10, best_value: 10, slope: -4, t: 1, at_best: 1 };
  Object.assign(state, search, given);
  for (const [name, value] of Object.entries(dots)) {
    buffers.partials![TRIAL_DOTS[name as keyof typeof TRIAL_DOTS]] = value;
  }
  lbfgsDecideCpu({
    ...(buffers as Record<'partials' | 'state' | 'gram' | 'log', Float32Array>),
    losses: Float32Array.of(2, 3, 1, 0),
  });
  return state;
}

it('makes no pair of a step along which the gradient does not grow', () => {
  const sound = { s_s: 1, y_y: 4, s_y: 1.5, g_g: 9, g_norm1: 20, g_s: -1, g_y: 2 };
  expect(judge(sound, {}).actions & ACTIONS.push).toBeTruthy();
  expect(judge(sound, {}).pairs).toBe(1);
  for (const s_y of [-1.5, 0, 1e-7]) {
    const state = judge({ ...sound, s_y }, {});
    expect(state.actions).toBe(ACTIONS.accept | ACTIONS.keep | ACTIONS.turn | ACTIONS.move);
    expect(state.pairs).toBe(0);
    // Downhill, with the first step's length.
    expect([state.gradient_weight, state.slope, state.t]).toEqual([-1, -9, 60 / 20]);
  }
});

it('judges curvature where squares of squares leave single precision', () => {
  const state = judge(
    { s_s: 1e12, y_y: 1e30, s_y: 1e20, g_g: 1e30, g_norm1: 1e18, g_s: -1e20, g_y: 1e29 },
    { slope: -1e-3 },
  );
  expect(state.pairs).toBe(1);
  expect(Number.isFinite(state.slope) && state.slope < 0).toBe(true);
});

it('has room for the dot products of the longest history', () => {
  expect(lbfgsBuffers(10, { history: 100 }).partials).toBe(TRIAL_DOT_COUNT + 100 * SLOT_DOT_COUNT);
});
