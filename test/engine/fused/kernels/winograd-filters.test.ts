import { expect, it } from 'vitest';
import { createRandom } from '../../../../src/core/random.ts';
import { transformFilters } from '../../../../src/engine/fused/kernels/winograd.ts';
import { winogradFilters, winogradFiltersDispatch } from '../../../../src/engine/fused/kernels/winograd-filters.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runOnGpu } from '../../../support/gpu-kernel.ts';

describeGpu('filters of Winograd, transformed on the device', () => {
  it('are those that the host makes', async () => {
    const [inputs, outputs] = [12, 20];
    const random = createRandom(3);
    const weights = Float32Array.from({ length: 9 * inputs * outputs }, () => random.normal());
    const components = new Float32Array(36 * inputs * outputs);
    const found = await runOnGpu({ weights, components }, (b) =>
      winogradFiltersDispatch(winogradFilters('f32'), inputs, outputs, [b.weights, b.components]),
    );
    const wanted = transformFilters(weights, inputs, outputs);
    const apart = wanted.reduce((most, v, i) => Math.max(most, Math.abs(v - found.components[i]!)), 0);
    expect(apart).toBeLessThan(1e-6);
  });
});
