import { describe, expect, it } from 'vitest';
import { smallestSubgroup } from '../../src/gpu/subgroups.ts';

const device = (features: readonly string[], adapterInfo?: Partial<GPUAdapterInfo>) =>
  ({ features: new Set(features), adapterInfo }) as unknown as GPUDevice;

describe('smallestSubgroup', () => {
  it.each([
    ['what the adapter tells', device(['subgroups'], { subgroupMinSize: 8, subgroupMaxSize: 32 }), 8],
    ['none without the feature', device([], { subgroupMinSize: 8 }), 0],
    ['none where the adapter does not tell', device(['subgroups'], {}), 0],
    ['none where the device does not know its adapter', device(['subgroups']), 0],
  ])('%s', (_, given, wanted) => {
    expect(smallestSubgroup(given)).toBe(wanted);
  });
});
