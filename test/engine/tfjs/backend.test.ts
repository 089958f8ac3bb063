import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TfBackend } from '../../../src/engine/tfjs/backend.ts';
import { openWebGpuBackend } from '../../../src/engine/tfjs/backend.ts';
import { createTfNetwork } from '../../../src/engine/tfjs/network.ts';
import { createTfjsObjectives } from '../../../src/engine/tfjs/objective.ts';
import { createParams } from '../../../src/project/resolve.ts';
import { describeGpu, openDevice } from '../../support/gpu.ts';
import { waves } from '../../support/images.ts';
import { wasmBackend, webgpuBackend } from '../../support/tf-backends.ts';
import { tinyNetwork } from '../../support/tiny-network.ts';

const params = createParams();

describe('memory of the wasm backend', () => {
  it('is asked for no less than the work takes, and not for much more', async () => {
    const wasm = await wasmBackend();
    const asked: number[] = [];
    const backend: TfBackend = { ...wasm, reserve: (bytes) => asked.push(bytes) };
    const factory = await createTfjsObjectives(backend, tinyNetwork(16), params);
    // Large enough that what does not grow with the picture (Gram matrices, kernels) hardly counts.
    const content = waves(160, 120, 3);
    const peakOf = async <T extends object>(work: () => Promise<T>): Promise<[T, number]> => {
      const before = tf.memory().numBytes;
      let result: T | undefined;
      const { peakBytes } = await tf.profile((async () => {
        result = await work();
        return [];
      }) as unknown as () => tf.TensorContainer);
      return [result!, peakBytes - before];
    };
    const [style, looking] = await peakOf(() => factory.styleTarget([{ image: content, weight: 1 }]));
    const objective = await factory.create({ content, style, temporal: [] });
    const [, painting] = await peakOf(() => objective.evaluate(content.data));
    for (const [i, peak] of [looking, painting].entries()) {
      expect(peak).toBeLessThanOrEqual(asked[i]!);
      expect(peak).toBeGreaterThan(0.4 * asked[i]!);
    }
    objective.dispose();
    style.dispose();
    factory.dispose();
  });

  it('refuses pictures and paintings that cannot fit, with their size and what to do, before any work', async () => {
    const backend = await wasmBackend();
    const factory = await createTfjsObjectives(backend, tinyNetwork(64), {
      ...params,
      nn_style_layers: ['relu1_1'],
      nn_style_layer_weights: [1],
    });
    const huge = { width: 8192, height: 6144, channels: 3, data: new Float32Array(0) };
    const refusal = {
      kind: 'device',
      message: expect.stringMatching(/8192×6144 px.*GiB/),
      remedy: expect.stringMatching(/input_max_size/),
    };
    await expect(factory.styleTarget([{ image: huge, weight: 1 }])).rejects.toMatchObject(refusal);
    const style = await factory.styleTarget([{ image: waves(32, 32, 1), weight: 1 }]);
    await expect(factory.create({ content: huge, style, temporal: [] })).rejects.toMatchObject(refusal);
    style.dispose();
    factory.dispose();
  });

  it('is given back where a layer is absent', async () => {
    const backend = await wasmBackend();
    const { layers, ...rest } = tinyNetwork(4);
    const some = new Map([...layers].filter(([name]) => name !== 'conv2_2'));
    const before = tf.memory().numTensors;
    await expect(createTfNetwork(backend, { ...rest, layers: some }, ['relu3_1'], 'avg')).rejects.toThrow(/conv2_2/);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describeGpu('a WebGPU backend in trouble', () => {
  beforeAll(async () => {
    // tfjs registers WebGPU only where it finds an entry point.
    await webgpuBackend();
  });
  /** On a device of the test's own. */
  const open = async () => {
    const device = await openDevice();
    return { device, backend: await openWebGpuBackend({ device, info: device.adapterInfo, software: true }) };
  };

  it('calls a lost device by its name: its own error would pass for Ctrl-C', async () => {
    const { device, backend } = await open();
    const [sum] = await backend.run(() => [tf.add(tf.tensor1d([1, 2]), tf.tensor1d([3, 4]))]);
    device.destroy();
    await device.lost;
    await expect(backend.read([sum!])).rejects.toMatchObject({ name: 'PleinAirError', kind: 'device' });
  });

  it('gives no result after the device refused something', async () => {
    const { device, backend } = await open();
    const add = () => backend.run(() => [tf.add(tf.tensor1d([1, 2]), tf.tensor1d([3, 4]))]);
    expect((await backend.read(await add())).map((values) => [...values])).toEqual([[4, 6]]);
    // A buffer of no use is refused, as one is for which there is no memory.
    device.createBuffer({ label: 'refused', size: 16, usage: 0 });
    const after = await add();
    await expect(backend.read(after)).rejects.toMatchObject({ kind: 'device' });
    expect(after[0]!.isDisposed).toBe(true);
    device.destroy();
  });
});
