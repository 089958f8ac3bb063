import { expect, it } from 'vitest';
import { createRandom } from '../../../../src/core/random.ts';
import { transformFilters } from '../../../../src/engine/fused/kernels/winograd.ts';
import { winogradFilters, winogradFiltersDispatch } from '../../../../src/engine/fused/kernels/winograd-filters.ts';
import { F2, F4 } from '../../../../src/engine/fused/kernels/winograd-transforms.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runOnGpu } from '../../../support/gpu-kernel.ts';

describeGpu('filters of Winograd, transformed on the device', () => {
  it.each([
    ['F(4×4, 3×3)', F4],
    ['F(2×2, 3×3)', F2],
  ])('are those that the host makes, %s', async (_, transform) => {
    const [inputs, outputs] = [12, 20];
    const random = createRandom(3);
    const weights = Float32Array.from({ length: 9 * inputs * outputs }, () => random.normal());
    const components = new Float32Array(transform.components * inputs * outputs);
    const kernel = winogradFilters(transform, { filters: 'f32', components: 'f32' });
    const found = await runOnGpu({ weights, components }, (b) =>
      winogradFiltersDispatch(kernel, inputs, outputs, [b.weights, b.components]),
    );
    const wanted = transformFilters(transform, weights, inputs, outputs);
    const apart = wanted.reduce((most, v, i) => Math.max(most, Math.abs(v - found.components[i]!)), 0);
    expect(apart).toBeLessThan(1e-6);
  });
});
