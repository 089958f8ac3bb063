import { expect, it } from 'vitest';
import { adamBuffers } from '../../../../../src/engine/fused/minimizers/adam.ts';
import { ADAM_FIELDS, adamStart, type GpuAdamOptions } from '../../../../../src/engine/fused/minimizers/adam-state.ts';
import { adamStepCpu } from '../../../../../src/engine/fused/minimizers/kernels/adam-step.cpu.ts';
import { adamStep } from '../../../../../src/engine/fused/minimizers/kernels/adam-step.ts';
import { adamUpdateCpu } from '../../../../../src/engine/fused/minimizers/kernels/adam-update.cpu.ts';
import { adamUpdate } from '../../../../../src/engine/fused/minimizers/kernels/adam-update.ts';
import { viewState } from '../../../../../src/engine/fused/minimizers/state-layout.ts';
import { randomFloats } from '../../../../support/floats.ts';
import { describeGpu } from '../../../../support/gpu.ts';
import type { TestObjective } from '../objectives.ts';
import { wordsOf } from '../run.ts';
import { recordCalls, relativeDifference, replay, withLongLog } from './replay.ts';

const options: GpuAdamOptions = {
  evaluations: 12,
  learningRate: 0.3,
  beta1: 0.9,
  beta2: 0.999,
  ftol: 0,
  ftolInterval: 1,
};

const scenarios: readonly (Partial<GpuAdamOptions> & { objective: TestObjective })[] = [
  { objective: { kind: 'bowl', pixels: 37 * 53, condition: 100, scale: 2 ** 28 } },
  { objective: { kind: 'valley', pixels: 7 }, ftol: 0.9, ftolInterval: 3 },
  { objective: { kind: 'bowl', pixels: 5, wall: -0.9 }, learningRate: 0.1 },
  { objective: { kind: 'bowl', pixels: 1 }, beta1: 0, beta2: 0.5 },
];

function calls(
  watched: typeof adamStepCpu | typeof adamUpdateCpu,
  { objective, ...given }: (typeof scenarios)[number],
) {
  const chosen = { ...options, ...given };
  return recordCalls({
    pixels: objective.pixels,
    sizes: withLongLog(adamBuffers(objective.pixels)),
    kernels: [adamStepCpu, adamUpdateCpu],
    watched,
    state: adamStart(objective.pixels, chosen),
    start: randomFloats(3 * objective.pixels, 5, -0.8, 2),
    objective,
    evaluations: chosen.evaluations + 2,
  });
}

describeGpu('Adam’s kernels on the GPU', () => {
  it.each(scenarios)('adam-step equals its CPU reference along a run: %o', async (scenario) => {
    const made = await calls(adamStepCpu, scenario);
    const gpu = await replay(made, adamStep);
    for (const [i, { after }] of made.entries()) {
      const is = viewState(ADAM_FIELDS, gpu[i]!.state!);
      const should = viewState(ADAM_FIELDS, after.state!);
      for (const [name, type] of Object.entries(ADAM_FIELDS) as [keyof typeof ADAM_FIELDS, 'u32' | 'f32'][]) {
        if (type === 'u32' || Number.isNaN(should[name])) expect([name, is[name]]).toEqual([name, should[name]]);
        // Powers of β as a product of up to twelve.
        else expect(Math.abs(is[name] - should[name])).toBeLessThanOrEqual(5e-6 * Math.abs(should[name]));
      }
      const flags = (log: Float32Array) => wordsOf(log).filter((_, word) => word % 8 > 5);
      expect(flags(gpu[i]!.log!)).toEqual(flags(after.log!));
      const terms = (log: Float32Array) => log.filter((_, word) => word % 8 < 5);
      expect(relativeDifference(terms(gpu[i]!.log!), terms(after.log!))).toBeLessThan(1e-6);
    }
  });

  it.each(scenarios)('adam-update equals its CPU reference along a run: %o', async (scenario) => {
    const made = await calls(adamUpdateCpu, scenario);
    const gpu = await replay(made, (on) => adamUpdate(scenario.objective.pixels, on));
    for (const [i, { after }] of made.entries()) {
      for (const name of ['trial', 'best', 'first', 'second']) {
        expect(relativeDifference(gpu[i]![name]!, after[name]!)).toBeLessThan(1e-5);
      }
    }
  });
});

it('meets each way to stop in the runs of this test', async () => {
  const stops = await Promise.all(
    scenarios.map(
      async (scenario) => viewState(ADAM_FIELDS, (await calls(adamStepCpu, scenario)).at(-1)!.after.state!).stop,
    ),
  );
  expect(new Set(stops)).toEqual(new Set([1, 2, 4]));
});
