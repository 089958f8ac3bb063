import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Storage } from '../../../../src/engine/fused/kernels/storage.ts';
import { planMinimizer } from '../../../../src/engine/fused/plan/minimizer-step.ts';
import { layerShapes } from '../../../../src/engine/fused/plan/network-shape.ts';
import { planObjective } from '../../../../src/engine/fused/plan/objective-plan.ts';
import { assignSlots } from '../../../../src/engine/fused/plan/slots.ts';
import { cardStrategy, lean, type Strategy } from '../../../../src/engine/fused/plan/strategy.ts';
import { type Tensor, tensorBytes } from '../../../../src/engine/fused/plan/tensor.ts';
import { convLayers } from '../../../../src/engine/network/layers.ts';
import type { NetworkWeights } from '../../../../src/engine/network/weights.ts';
import { engineParams } from '../../../../src/engine/params.ts';

const limits = { maxComputeWorkgroupStorageSize: 32768, maxComputeInvocationsPerWorkgroup: 256 } as GPUSupportedLimits;
const params = { ...z.object(engineParams).parse({}), weight_temporal: 2e5, video_temporal_criterion: 'mse' } as const;

/** VGG-19 with filters of no content: a plan asks for their lengths alone. */
const network: NetworkWeights = {
  layers: new Map(
    convLayers.map(({ name, inputs, outputs }) => [
      name,
      { kernel: { length: 9 * inputs * outputs } as Float32Array, bias: { length: outputs } as Float32Array },
    ]),
  ),
  mean: [0, 0, 0],
  provenance: { source: 'untrained', sha256: '', untrainedLayers: [] },
};

/** Bytes on the device for a frame of 1280×720 with one warped frame: buffers shared by liveness, and filters. */
function bytes(storage: Storage, strategy: Strategy): { buffers: number; filters: number } {
  const taps = [...params.nn_content_layers, ...params.nn_style_layers];
  const layers = layerShapes(network, taps, { width: 1280, height: 720 });
  const scaling = { storage, activations: new Map() };
  const plan = planObjective({ layers, params, temporalTargets: 1, strategy, scaling });
  const minimizer = planMinimizer(plan, { minimizer: 'lbfgs', history: params.job_lbfgs_history });
  const steps = [...plan.steps, minimizer.step];
  const slots = assignSlots(steps, [plan.image, ...plan.content.map(({ target }) => target)]);
  const filters = new Map<string, Tensor>();
  for (const { tensors } of steps)
    for (const tensor of tensors) if (tensor.kind === 'filters') filters.set(tensor.name, tensor);
  return {
    buffers: 4 * slots.floats.reduce((sum, words) => sum + words, 0),
    filters: [...filters.values()].reduce((sum, tensor) => sum + tensorBytes(tensor), 0),
  };
}

describe('memory of a plan for 1280×720, default layers, ten pairs of L-BFGS', () => {
  it.each([
    ['f32', 1.5e9],
    ['f16', 0.9e9],
  ] as const)('%s, sparing: below %d bytes', (storage, most) => {
    const { buffers, filters } = bytes(storage, lean(cardStrategy(limits)));
    expect(buffers + filters).toBeLessThan(most);
  });

  it('filters that are made anew take a quarter of those that are kept', () => {
    for (const storage of ['f32', 'f16'] as const) {
      const kept = bytes(storage, cardStrategy(limits));
      const made = bytes(storage, lean(cardStrategy(limits)));
      expect(made.filters).toBeLessThan(0.27 * kept.filters);
    }
  });
});
