import { lbfgsApplyCpu } from '../../../../../src/engine/fused/minimizers/kernels/lbfgs-apply.cpu.ts';
import { lbfgsDecideCpu } from '../../../../../src/engine/fused/minimizers/kernels/lbfgs-decide.cpu.ts';
import { lbfgsDotsCpu } from '../../../../../src/engine/fused/minimizers/kernels/lbfgs-dots.cpu.ts';
import { lbfgsBuffers } from '../../../../../src/engine/fused/minimizers/lbfgs.ts';
import { type GpuLbfgsOptions, lbfgsStart } from '../../../../../src/engine/fused/minimizers/lbfgs-state.ts';
import type { TestObjective } from '../objectives.ts';
import { type Call, recordCalls, withLongLog } from './replay.ts';

/** Runs that between them meet every branch of the judgement. */
export const SCENARIOS: readonly (Partial<GpuLbfgsOptions> & { objective: TestObjective })[] = [
  { objective: { kind: 'bowl', pixels: 37, condition: 1000 }, lineSearch: 'wolfe' },
  { objective: { kind: 'bowl', pixels: 37, condition: 1000, scale: 2 ** 30 }, lineSearch: 'backtrack', history: 3 },
  { objective: { kind: 'valley', pixels: 21 }, lineSearch: 'wolfe', ftol: 1e-3, ftolInterval: 2 },
  { objective: { kind: 'valley', pixels: 21 }, lineSearch: 'none', firstStep: 1 },
  { objective: { kind: 'bowl', pixels: 5, wall: -2 }, lineSearch: 'wolfe', firstStep: 2 },
  { objective: { kind: 'bowl', pixels: 5, wall: -2 }, lineSearch: 'backtrack', firstStep: 2 },
  { objective: { kind: 'bowl', pixels: 5, wall: 0 }, lineSearch: 'wolfe' },
  { objective: { kind: 'liar', pixels: 3 }, lineSearch: 'backtrack' },
];

type Watched = 'dots' | 'decide' | 'apply';

const kernels = { dots: lbfgsDotsCpu, decide: lbfgsDecideCpu, apply: lbfgsApplyCpu };

/** What one of the three kernels met and did in a scenario, with the slots of the ring. */
export async function lbfgsCalls(
  watched: Watched,
  { objective, ...given }: (typeof SCENARIOS)[number],
): Promise<{ calls: Call[]; history: number }> {
  const options: GpuLbfgsOptions = {
    evaluations: 28,
    history: 6,
    lineSearch: 'wolfe',
    ftol: 0,
    ftolInterval: 1,
    firstStep: 0.1,
    ...given,
  };
  const { pixels } = objective;
  const calls = await recordCalls({
    pixels,
    sizes: withLongLog(lbfgsBuffers(pixels, options)),
    kernels: [kernels.dots, kernels.decide, kernels.apply],
    watched: kernels[watched],
    state: lbfgsStart(pixels, options),
    start: Float32Array.from({ length: 3 * pixels }, (_, i) => (i % 2 ? 1 : -1.2)),
    objective,
    evaluations: options.evaluations + 1,
  });
  return { calls, history: options.history };
}
