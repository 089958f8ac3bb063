import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type FloatImage, toFloatImage } from '../../../src/core/image.ts';
import { resizeImage } from '../../../src/core/resize.ts';
import { activationScales } from '../../../src/engine/fused/activation-scales.ts';
import { HALF_MAX } from '../../../src/engine/fused/kernels/half.ts';
import { convNames } from '../../../src/engine/network/layers.ts';
import { loadWeights } from '../../../src/engine/network/load-weights.ts';
import type { NetworkWeights } from '../../../src/engine/network/weights.ts';
import { createNodeFetcher } from '../../../src/platform/node/fetcher.ts';
import { openLocalWeights } from '../../../src/platform/node/files.ts';
import { createNodeImageCodec } from '../../../src/platform/node/image-codec.ts';
import { cpuForward } from '../../support/cpu-network.ts';
import { waves } from '../../support/images.ts';
import { unevenNetwork } from '../../support/uneven-network.ts';

const DATA = '../shared/data';

/** Root mean square and largest value of activations as they would be stored, by layer. */
function stored(image: FloatImage, weights: NetworkWeights, taps: readonly string[]) {
  const scales = activationScales(weights, taps, 'avg');
  return [...cpuForward(image, weights, taps, 'avg')].map(([tap, { data }]) => {
    let squares = 0;
    let most = 0;
    for (const v of data) {
      squares += v * v;
      most = Math.max(most, Math.abs(v));
    }
    const scale = scales.get(tap)!;
    expect(Number.isInteger(Math.log2(scale))).toBe(true);
    return { tap, rms: scale * Math.sqrt(squares / data.length), most: scale * most };
  });
}

describe('scales of activations', () => {
  it('bring every layer near 1, however uneven the filters are', () => {
    for (const { tap, rms, most } of stored(waves(40, 36, 3), unevenNetwork(8), convNames)) {
      expect(rms, tap).toBeGreaterThan(1 / 8);
      expect(rms, tap).toBeLessThan(8);
      expect(most, tap).toBeLessThan(HALF_MAX / 100);
    }
  });

  it('leave room for pictures of the strongest contrast', () => {
    const checks: FloatImage = {
      width: 32,
      height: 32,
      channels: 3,
      data: Float32Array.from(
        { length: 32 * 32 * 3 },
        (_, i) => ((Math.floor(i / 12) + Math.floor(i / 384)) % 2) * 255,
      ),
    };
    const white: FloatImage = { ...checks, data: checks.data.map(() => 255) };
    for (const image of [checks, white]) {
      for (const { tap, most } of stored(image, unevenNetwork(8), convNames))
        expect(most, tap).toBeLessThan(HALF_MAX / 100);
    }
  });
});

if (!existsSync(DATA)) process.stderr.write(`${DATA} is absent: scales are not tried with real weights\n`);
describe.skipIf(!existsSync(DATA))('scales of the original weights', () => {
  it('fit a photograph', async () => {
    const taps = ['conv1_1', 'conv1_2', 'conv2_1', 'conv2_2', 'conv3_1'];
    const none = {
      get: async () => null,
      put: async () => undefined,
      delete: async () => undefined,
      list: async () => [],
    };
    const weights = await loadWeights({
      source: 'file',
      taps,
      missing: 'error',
      seed: 0,
      store: none,
      fetcher: createNodeFetcher(),
      local: await openLocalWeights(`${DATA}/vgg19-oxford`),
    });
    const name = 'photos/tubingen.jpg';
    const photograph = toFloatImage(await createNodeImageCodec().decode(await readFile(`${DATA}/${name}`), name));
    const found = stored(resizeImage(photograph, 48, 36), weights, taps);
    for (const { tap, rms, most } of found) {
      expect(rms, tap).toBeGreaterThan(1 / 16);
      expect(rms, tap).toBeLessThan(16);
      expect(most, tap).toBeLessThan(HALF_MAX / 100);
    }
  });
});
