import { describe, expect, it } from 'vitest';
import type { Storage } from '../../../../src/engine/fused/kernels/storage.ts';
import { layerShapes } from '../../../../src/engine/fused/plan/network-shape.ts';
import { planGrams } from '../../../../src/engine/fused/plan/objective-plan.ts';
import {
  cardStrategy,
  directOnly,
  lean,
  type Strategy,
  softwareStrategy,
} from '../../../../src/engine/fused/plan/strategy.ts';
import type { Step, Tensor } from '../../../../src/engine/fused/plan/tensor.ts';
import { type Layout, layout } from '../../../../src/engine/fused/workspace.ts';
import { createParams } from '../../../../src/project/resolve.ts';
import { laidOutPlan, leastLimits, vggShapes } from '../../../support/laid-out-plan.ts';

const MIB = 2 ** 20;
const params = createParams();
/** At 1280×720. */
function laidOut(strategy: Strategy, bindingLimit?: number, storage: Storage = 'f32', tapped = params): Layout {
  const scaling = { storage, activations: new Map() };
  return laidOutPlan(1280, 720, { strategy, scaling, ...(bindingLimit && { bindingLimit }) }, tapped).laid;
}

const total = ({ slots }: Layout) => 4 * slots.floats.reduce((sum, words) => sum + words, 0);

/** What a device would be given. */
function dispatchesOf(steps: readonly Step[]) {
  const buffers = new Map<string, GPUBuffer>();
  const resolve = ({ name }: Tensor) => {
    if (!buffers.has(name)) buffers.set(name, { label: name } as GPUBuffer);
    return buffers.get(name)!;
  };
  return steps.flatMap(({ dispatches }) => dispatches(resolve));
}

const strategies: [string, Strategy][] = [
  ['for graphics cards', cardStrategy(leastLimits)],
  ['for graphics cards, sparing', lean(cardStrategy(leastLimits))],
  ['in software', softwareStrategy],
  ['direct', directOnly],
];

describe('a plan of 1280×720 where a binding may show 128 MiB', () => {
  it.each(strategies)('binds no more at once, and takes no more memory: %s', (_, strategy) => {
    for (const storage of ['f32', 'f16'] as const) {
      const banded = laidOut(strategy, 128 * MIB, storage);
      expect(banded.largestBinding).toBeLessThanOrEqual(128 * MIB);
      // Buffers may be as large as every device allows.
      expect(4 * banded.slots.floats[0]!).toBeLessThanOrEqual(256 * MIB);
      expect(total(banded)).toBe(total(laidOut(strategy, undefined, storage)));
    }
  });

  it('stays below 1.5 GB in single precision', () => {
    expect(total(laidOut(cardStrategy(leastLimits), 128 * MIB))).toBeLessThan(1.5e9);
  });

  it('is in bands where a map of 64 channels is as large as the picture, and nowhere else', () => {
    const bands = ({ steps }: Layout) =>
      steps.flatMap(({ name, layer, variant }) => (variant.includes('bands') ? [`${name} ${layer}`] : []));
    expect(bands(laidOut(directOnly, 128 * MIB))).toEqual([
      'forward conv1_1',
      'Gram relu1_1',
      'forward conv1_2',
      'backward conv1_2',
      'Gram gradient relu1_1',
      'backward conv1_1',
    ]);
    // In half precision those maps have 118 MB.
    expect(bands(laidOut(directOnly, 128 * MIB, 'f16'))).toEqual([]);
  });

  it('binds no more for taps before pooling, and for content at the picture’s own size', () => {
    const tapped = {
      ...params,
      nn_style_layers: ['conv1_1', 'relu1_1', 'conv1_2', 'relu1_2'],
      nn_style_layer_weights: [1, 1, 1, 1],
      nn_content_layers: ['relu1_2', 'conv2_1'],
      nn_content_layer_weights: [1, 1],
    };
    for (const [, strategy] of strategies) {
      expect(laidOut(strategy, 128 * MIB, 'f32', tapped).largestBinding).toBeLessThanOrEqual(128 * MIB);
    }
  });

  it('binds no more for the Gram matrices of a painting', () => {
    for (const [, strategy] of strategies) {
      const layers = layerShapes(vggShapes, params.nn_style_layers, { width: 1280, height: 720 });
      const { steps } = planGrams(layers, params.nn_style_layers, params, strategy, undefined, 128 * MIB);
      expect(layout(steps).largestBinding).toBeLessThanOrEqual(128 * MIB);
    }
  });
});

describe('a plan of which nothing is above the limit', () => {
  it.each(strategies)('is the plan without one, dispatch by dispatch: %s', (_, strategy) => {
    const free = dispatchesOf(laidOut(strategy).steps);
    expect(dispatchesOf(laidOut(strategy, 225 * MIB).steps)).toEqual(free);
    // What bands need is in no kernel.
    const odd = free.filter(({ kernel }) => /\bg\.(\w*[bB]ase|firstPart|firstRow)\b/.test(kernel.code));
    expect(odd.map(({ kernel }) => kernel.label)).toEqual([]);
    expect(free.every(({ buffers }) => buffers.every((range) => !('offset' in range)))).toBe(true);
    expect(dispatchesOf(laidOut(strategy, 225 * MIB - 1).steps).length).toBeGreaterThan(free.length);
  });
});
