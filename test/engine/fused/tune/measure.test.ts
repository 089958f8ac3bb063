import { expect, it } from 'vitest';
import type { MatmulTile } from '../../../../src/engine/fused/kernels/matmul-parts.ts';
import { measure } from '../../../../src/engine/fused/tune/measure.ts';
import { describeGpu, testDevice } from '../../../support/gpu.ts';

describeGpu('measure', () => {
  it('times what compiles, and takes what does not for infinitely slow', async () => {
    const device = await testDevice();
    // More invocations than a workgroup may have.
    const rows = device.limits.maxComputeInvocationsPerWorkgroup;
    const tile: MatmulTile = { staging: true, rows, columns: 16, depth: 16, perRow: 1, perColumn: 4 };
    const conv = { direction: 'forward', inputs: 16, outputs: 16, size: { width: 8, height: 8 } } as const;
    const times = await measure(device, conv, 'f32', [
      { name: 'broken', variant: { kind: 'winograd', tile, bandBytes: 2 ** 20 } },
      { name: 'direct', variant: { kind: 'direct' } },
    ]);
    expect(times).toHaveLength(2);
    expect(times[0]).toBe(Number.POSITIVE_INFINITY);
    expect(times[1]).toBeGreaterThan(0);
    expect(times[1]).toBeLessThan(60_000);
  });
});
