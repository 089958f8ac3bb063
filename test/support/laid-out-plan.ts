import { planMinimizer } from '../../src/engine/fused/plan/minimizer-step.ts';
import { layerShapes } from '../../src/engine/fused/plan/network-shape.ts';
import { planObjective } from '../../src/engine/fused/plan/objective-plan.ts';
import { layout } from '../../src/engine/fused/workspace.ts';
import { convLayers } from '../../src/engine/network/layers.ts';
import type { NetworkWeights } from '../../src/engine/network/weights.ts';
import { createParams } from '../../src/project/resolve.ts';

/** VGG-19's shapes; a plan looks at nothing else of the weights. */
export const vggShapes = {
  layers: new Map(
    convLayers.map(({ name, inputs, outputs }) => [
      name,
      { kernel: { length: 9 * inputs * outputs }, bias: { length: outputs } },
    ]),
  ),
} as unknown as NetworkWeights;

/** What every WebGPU device has. */
export const leastLimits = {
  maxComputeWorkgroupStorageSize: 16384,
  maxComputeInvocationsPerWorkgroup: 256,
} as GPUSupportedLimits;

type PlanOptions = Pick<Parameters<typeof planObjective>[0], 'strategy' | 'scaling' | 'bindingLimit'>;

/** A frame with one temporal target, with ten pairs of L-BFGS, laid out in memory. @param params default layers where absent */
export function laidOutPlan(width: number, height: number, options: PlanOptions, params = createParams()) {
  const taps = [...params.nn_content_layers, ...params.nn_style_layers];
  const layers = layerShapes(vggShapes, taps, { width, height });
  const plan = planObjective({ layers, params, temporalTargets: 1, ...options });
  const minimizer = planMinimizer(plan, { minimizer: 'lbfgs', history: 10 });
  const kept = [plan.image, ...plan.content.map(({ target }) => target)];
  return { size: plan.size, laid: layout([...plan.steps, minimizer.step], kept) };
}
