import { describe, expect, it } from 'vitest';
import { convLayers } from '../../../src/engine/network/layers.ts';
import { loadWeights } from '../../../src/engine/network/load-weights.ts';
import { untrainedConv } from '../../../src/engine/network/untrained.ts';
import { fetcher, memoryStore } from './fixtures.ts';

const request = { source: 'untrained', missing: 'error', store: memoryStore(), fetcher } as const;

describe('untrained weights', () => {
  it('have He-normal variance 2 / (9 · inputs), mean 0 and no bias', () => {
    const { kernel, bias } = untrainedConv(convLayers[1]!, 7);
    const mean = kernel.reduce((sum, value) => sum + value, 0) / kernel.length;
    const variance = kernel.reduce((sum, value) => sum + value * value, 0) / kernel.length;
    // 36,864 draws: the standard error of the variance is √(2/n) = 0.7 %, of the mean 0.0003; four of them each
    expect(Math.abs(variance / (2 / (9 * 64)) - 1)).toBeLessThan(0.03);
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(2 / (9 * 64) / kernel.length));
    expect(bias).toEqual(new Float32Array(64));
  });

  it('give a layer the same filters whichever other layers are loaded', async () => {
    const shallow = await loadWeights({ ...request, taps: ['conv1_2'], seed: 3 });
    const deeper = await loadWeights({ ...request, taps: ['relu2_1'], seed: 3 });
    expect(deeper.layers.get('conv1_2')).toEqual(shallow.layers.get('conv1_2'));
    expect([...deeper.layers.keys()]).toEqual(['conv1_1', 'conv1_2', 'conv2_1']);
  });

  it('differ between seeds and between layers of one shape', async () => {
    const [a, b] = await Promise.all([3, 4].map((seed) => loadWeights({ ...request, taps: ['conv3_3'], seed })));
    expect(a!.provenance.sha256).not.toBe(b!.provenance.sha256);
    expect(a!.layers.get('conv3_2')!.kernel[0]).not.toBe(a!.layers.get('conv3_3')!.kernel[0]);
  });

  it('are labelled as what they are, all of them', async () => {
    const { provenance, mean } = await loadWeights({ ...request, taps: ['relu1_2'], seed: 1 });
    expect(provenance.source).toBe('untrained');
    expect(provenance.untrainedLayers).toEqual(['conv1_1', 'conv1_2']);
    expect(provenance.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(mean).toEqual([123.68, 116.779, 103.939]);
  });
});
