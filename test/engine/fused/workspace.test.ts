import { expect, it } from 'vitest';
import { createFilterStore } from '../../../src/engine/fused/filters.ts';
import type { Tensor } from '../../../src/engine/fused/plan/tensor.ts';
import { createWorkspace } from '../../../src/engine/fused/workspace.ts';
import { pipelinesOf } from '../../../src/gpu/pipeline-cache.ts';
import { describeGpu, testDevice } from '../../support/gpu.ts';
import { shortOfMemory } from '../../support/short-of-memory.ts';
import { tinyNetwork } from '../../support/tiny-network.ts';

/** A layout of buffers with that many floats each. */
const layoutOf = (floats: readonly number[], filters: readonly Tensor[] = []) => ({
  slots: { floats, slotOf: new Map() },
  filters,
  largestBinding: 0,
});

async function open(budget: number) {
  const short = shortOfMemory(await testDevice(), budget);
  const filters = createFilterStore(short.device, tinyNetwork(16));
  return { short, filters, workspace: createWorkspace(short.device, pipelinesOf(short.device), filters) };
}

describeGpu('a workspace', () => {
  const bias: Tensor = { name: 'conv1_2 bias', floats: 16, kind: 'filters' };
  const kept: Tensor = { name: 'conv1_2 forward winograd4', floats: 36 * 16 * 16, kind: 'filters' };

  it('gives up what other layouts made it grow to, where a layout has no room beside that', async () => {
    const { short, workspace } = await open(10_000);
    // Rank by rank both together need 1500 + 1500 floats.
    expect(await workspace.reserve(layoutOf([1500, 100]))).toBeNull();
    expect(await workspace.reserve(layoutOf([1200, 1200]))).toBeNull();
    expect(workspace.bytes).toBe(9600);
    expect(await workspace.reserve(layoutOf([2600]))).toMatchObject({ what: 'memory', bytes: 10_400 });
    expect(workspace.bytes).toBe(0);
    expect(await workspace.reserve(layoutOf([1500, 100]))).toBeNull();
    expect(short.live).toBe(6400);
    workspace.dispose();
    expect(short.live).toBe(0);
  });

  it('counts filters, and keeps none that the device had no memory for', async () => {
    const { short, filters, workspace } = await open(30_000);
    expect(await workspace.reserve(layoutOf([100], [bias, kept]))).toMatchObject({
      what: 'memory',
      bytes: 400 + 64 + 36_864,
    });
    expect(short.live).toBe(0);
    expect(filters.bytes).toBe(0);
    expect(await workspace.reserve(layoutOf([100], [bias]))).toBeNull();
    expect(await workspace.reserve(layoutOf([200], [bias]))).toBeNull();
    expect(filters.get(bias).size).toBe(64);
    expect(short.live).toBe(864);
    expect(short.unheard).toBe(0);
  });
});
