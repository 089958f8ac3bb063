import { describe, expect, it } from 'vitest';
import { matmul } from '../../../../src/engine/fused/kernels/matmul.ts';
import type { Storage } from '../../../../src/engine/fused/kernels/storage.ts';
import type { ConvCase } from '../../../../src/engine/fused/plan/strategy.ts';
import { candidates } from '../../../../src/engine/fused/tune/candidates.ts';
import { smallestSubgroup } from '../../../../src/gpu/subgroups.ts';
import { describeGpu, testDevice } from '../../../support/gpu.ts';

const limits = {
  maxComputeWorkgroupStorageSize: 16384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxStorageBufferBindingSize: 2 ** 30,
} as GPUSupportedLimits;

/** @param subgroup smallest size; 0: without the feature */
function device(subgroup: number) {
  return {
    limits,
    features: new Set(subgroup ? ['subgroups'] : []) as unknown as GPUSupportedFeatures,
    adapterInfo: { subgroupMinSize: subgroup } as GPUAdapterInfo,
  };
}

const conv = (
  inputs: number,
  outputs: number,
  side: number,
  direction: ConvCase['direction'] = 'forward',
): ConvCase => ({
  direction,
  inputs,
  outputs,
  size: { width: side, height: side },
});
const namesOf = (of: ConvCase, subgroup = 0, storage: Storage = 'f32') =>
  candidates(of, storage, device(subgroup)).map(({ name }) => name);
const lanesOf = (of: ConvCase, subgroup: number) =>
  candidates(of, 'f32', device(subgroup)).flatMap(({ variant }) =>
    variant.kind === 'winograd' && variant.tile.lanes ? [variant.tile.lanes] : [],
  );

describe('candidates', () => {
  it('offers products by subgroups where the device has them, of no more lanes than its smallest has', () => {
    const deep = conv(256, 256, 32);
    expect(lanesOf(deep, 0)).toEqual([]);
    expect(lanesOf(deep, 4)).toEqual([4]);
    expect(lanesOf(deep, 8)).toEqual([4, 8]);
    expect(lanesOf(deep, 32)).toEqual([4, 8, 16, 32]);
    // 32 lanes make 128 columns.
    expect(lanesOf(conv(64, 64, 32), 32)).toEqual([4, 8, 16]);
  });

  it('offers the staged convolution for few channels and for small maps', () => {
    expect(namesOf(conv(4, 64, 1024))).toEqual(['direct', 'staged']);
    expect(namesOf(conv(64, 64, 512))).toContain('staged');
    expect(namesOf(conv(512, 512, 8))).toEqual(expect.arrayContaining(['direct', 'staged']));
    expect(namesOf(conv(256, 256, 256)).every((name) => name.startsWith('winograd'))).toBe(true);
  });

  it('offers the kernel of the image gradient first for the way back to the image, and for nothing else', () => {
    expect(namesOf(conv(64, 4, 512, 'backward'))).toEqual(['image', 'direct', 'staged']);
    expect(namesOf(conv(64, 4, 512, 'forward'))).toEqual(['direct', 'staged']);
    expect(namesOf(conv(64, 64, 512, 'backward'))).not.toContain('image');
  });

  it('offers F(2×2) where values are stored in half precision', () => {
    const small = (names: string[]) => names.filter((name) => name.startsWith('winograd F(2x2)'));
    expect(small(namesOf(conv(128, 128, 64)))).toEqual([]);
    // Four tiles for each of F(4×4): large tiles of the product fit a smaller map.
    expect(small(namesOf(conv(128, 128, 16), 0, 'f16'))).toContain('winograd F(2x2) 128x64x16 by 8x8, 48 MiB');
    expect(namesOf(conv(128, 128, 16), 0, 'f16')).not.toContain('winograd 128x64x16 by 8x8, 48 MiB');
  });

  it('gives each candidate a name of its own', () => {
    for (const side of [8, 64, 512]) {
      const names = namesOf(conv(128, 128, side), 32, 'f16');
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describeGpu('products by subgroups', () => {
  it('are valid WGSL with any number of lanes, those too that this device has not', async ({ skip }) => {
    const gpu = await testDevice();
    skip(smallestSubgroup(gpu) === 0, 'the device has no subgroups');
    for (const { variant } of candidates(conv(128, 128, 16), 'f32', device(32))) {
      if (variant.kind !== 'winograd' || !variant.tile.lanes) continue;
      const { tile } = variant;
      const { code } = matmul({ depth: 128, columns: 128, tile, rows: 'padded', result: 'store' });
      // What is not valid is counted by its messages, not as an uncaptured error.
      gpu.pushErrorScope('validation');
      const { messages } = await gpu.createShaderModule({ code }).getCompilationInfo();
      await gpu.popErrorScope();
      expect(messages.filter(({ type }) => type === 'error')).toEqual([]);
      // What the lanes load together is what they hand each other, and all of them have columns.
      expect((tile.perRow * tile.depth) % (4 * tile.lanes!)).toBe(0);
      expect(tile.columns).toBe(tile.lanes! * tile.perColumn);
    }
  });
});
