import * as tf from '@tensorflow/tfjs-core';
import { convOfTap, layersUpTo } from '../network/layers.ts';
import type { NetworkWeights } from '../network/weights.ts';
import type { TfBackend } from './backend.ts';
import { type ConvTensors, conv, convGradient, type Pooling, pool, poolGradient } from './ops.ts';

/** Activations of one run of the network, and the way back. */
interface NetworkRun {
  /** by tap name, each [1, height/2^b, width/2^b, channels] */
  readonly taps: ReadonlyMap<string, tf.Tensor4D>;
  /** Gradient with respect to the image, from gradients at the taps. Call it inside the same `TfBackend.run`. */
  backward(seeds: ReadonlyMap<string, tf.Tensor4D>): tf.Tensor4D;
}

/** VGG-19 as tensors. The way back is written out instead of taped: tfjs' tape keeps three tensors per layer and is slower. */
export interface TfNetwork {
  /** @param x [1, height, width, 3], RGB 0–255 minus the mean */
  forward(x: tf.Tensor4D, taps: readonly string[]): NetworkRun;
  dispose(): void;
}

/** Uploads the weights that the taps need. @throws RangeError where one of those layers is absent */
export async function createTfNetwork(
  backend: TfBackend,
  weights: NetworkWeights,
  allTaps: readonly string[],
  pooling: Pooling,
): Promise<TfNetwork> {
  const tensors = new Map<string, ConvTensors>();
  for (const { name } of layersUpTo(allTaps)) {
    const layer = weights.layers.get(name);
    if (!layer) throw new RangeError(`network: weights of ${name} are needed for [${allTaps.join(', ')}] and absent`);
    // Channel counts come from the weights, so that tests can use a net of the same shape with few channels.
    const outputs = layer.bias.length;
    const inputs = layer.kernel.length / 9 / outputs;
    await backend.run(() => {
      const kernel = tf.keep(tf.tensor4d(layer.kernel, [3, 3, inputs, outputs]));
      const rotated = tf.keep(tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2]));
      tensors.set(name, { kernel, rotated, bias: tf.keep(tf.tensor1d(layer.bias)) });
      return [];
    });
  }

  const forward = (x: tf.Tensor4D, taps: readonly string[]): NetworkRun => {
    const found = new Map<string, tf.Tensor4D>();
    /** Steps of the way back, in the order of the way there. `null` stands for a gradient of zero. */
    const steps: ((dy: tf.Tensor4D | null, seeds: ReadonlyMap<string, tf.Tensor4D>) => tf.Tensor4D | null)[] = [];
    let current = x;
    for (const layer of layersUpTo(taps)) {
      if (layer.poolBefore) {
        const input = current;
        const output = pool(input, pooling);
        steps.push((dy) => dy && poolGradient(dy, input, output, pooling));
        current = output;
      }
      const constants = tensors.get(layer.name)!;
      const reluTap = taps.find((tap) => tap !== layer.name && convOfTap(tap) === layer);
      const convTap = taps.includes(layer.name);
      const before = convTap ? conv(current, constants, 'linear') : undefined;
      const after = before ? tf.relu(before) : conv(current, constants, 'relu');
      if (before) found.set(layer.name, before);
      if (reluTap) found.set(reluTap, after);
      steps.push((dy, seeds) => {
        const atRelu = sum(dy, reluTap ? seeds.get(reluTap) : undefined);
        const masked = atRelu && (tf.mul(atRelu, tf.step(after)) as tf.Tensor4D);
        const atConv = sum(masked, convTap ? seeds.get(layer.name) : undefined);
        return atConv && convGradient(atConv, constants);
      });
      current = after;
    }
    return {
      taps: found,
      backward: (seeds) =>
        steps.reduceRight<tf.Tensor4D | null>((dy, step) => step(dy, seeds), null) ?? tf.zerosLike(x),
    };
  };

  return {
    forward,
    dispose() {
      for (const { kernel, rotated, bias } of tensors.values()) tf.dispose([kernel, rotated, bias]);
      tensors.clear();
    },
  };
}

function sum(a: tf.Tensor4D | null, b: tf.Tensor4D | undefined): tf.Tensor4D | null {
  if (a && b) return tf.add(a, b);
  return a ?? b ?? null;
}
