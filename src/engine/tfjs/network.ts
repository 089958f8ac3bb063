import * as tf from '@tensorflow/tfjs-core';
import { convOfTap, layersUpTo } from '../network/layers.ts';
import type { NetworkWeights } from '../network/weights.ts';
import type { Pooling } from '../objective-params.ts';
import type { TfBackend } from './backend.ts';
import { type ConvTensors, conv, convGradient, pool, poolGradient } from './ops.ts';

/** Activations of one run of the network, and the way back. */
interface NetworkRun {
  /** by tap name, each [1, height/2^b, width/2^b, channels] */
  readonly taps: ReadonlyMap<string, tf.Tensor4D>;
  /**
   * Gradient with respect to the image, from gradients at the taps. Call it once, inside the same `TfBackend.run`: each layer's
   * activations, those of the taps too, are freed on the way, or memory would hold four times as much at the end.
   */
  backward(seeds: ReadonlyMap<string, tf.Tensor4D>): tf.Tensor4D;
}

/** One step of the way back; `null` stands for a gradient of zero. */
interface BackStep {
  /** gives a tensor of its own, never `dy` itself */
  readonly gradient: (dy: tf.Tensor4D | null, seeds: ReadonlyMap<string, tf.Tensor4D>) => tf.Tensor4D | null;
  /** activations that no later step needs */
  readonly spent: tf.Tensor4D[];
}

/** VGG-19 as tensors. The way back is written out instead of taped: tfjs' tape keeps three tensors per layer and is slower. */
export interface TfNetwork {
  /** @param x [1, height, width, 3], RGB 0–255 minus the mean */
  forward(x: tf.Tensor4D, taps: readonly string[]): NetworkRun;
  /** The activations alone: all but those of the taps are freed on the way. */
  features(x: tf.Tensor4D, taps: readonly string[]): ReadonlyMap<string, tf.Tensor4D>;
  /** Bytes for each pixel of the input that its tensors take at the peak, an upper bound: there alone, or there and back. */
  bytesPerPixel(taps: readonly string[], way: 'there' | 'back'): number;
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
  const dispose = () => {
    for (const { kernel, rotated, bias } of tensors.values()) tf.dispose([kernel, rotated, bias]);
    tensors.clear();
  };
  try {
    for (const { name } of layersUpTo(allTaps)) {
      const layer = weights.layers.get(name);
      if (!layer) throw new RangeError(`network: weights of ${name} are needed for [${allTaps.join(', ')}] and absent`);
      // Channel counts come from the weights, so that tests can use a net of the same shape with few channels.
      const outputs = layer.bias.length;
      const inputs = layer.kernel.length / 9 / outputs;
      const [kernel, rotated, bias] = await backend.run(() => {
        const hwio = tf.tensor4d(layer.kernel, [3, 3, inputs, outputs]);
        const turned = tf.transpose(tf.reverse(hwio, [0, 1]), [0, 1, 3, 2]);
        return [hwio, turned, tf.tensor1d(layer.bias)] as [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D];
      });
      tensors.set(name, { kernel, rotated, bias });
    }
  } catch (error) {
    dispose();
    throw error;
  }

  const features = (x: tf.Tensor4D, taps: readonly string[]): ReadonlyMap<string, tf.Tensor4D> => {
    const found = new Map<string, tf.Tensor4D>();
    let current = x;
    for (const layer of layersUpTo(taps)) {
      const here = taps.filter((tap) => convOfTap(tap) === layer);
      const constants = tensors.get(layer.name)!;
      const [after, ...tapped] = tf.tidy(() => {
        const input = layer.poolBefore ? pool(current, pooling) : current;
        const before = here.includes(layer.name) ? conv(input, constants, 'linear') : undefined;
        const activated = before ? tf.relu(before) : conv(input, constants, 'relu');
        return [activated, ...here.map((tap) => (tap === layer.name ? before! : activated))];
      });
      here.forEach((tap, i) => {
        found.set(tap, tapped[i]!);
      });
      if (current !== x && ![...found.values()].includes(current)) current.dispose();
      current = after!;
    }
    return found;
  };

  const forward = (x: tf.Tensor4D, taps: readonly string[]): NetworkRun => {
    const found = new Map<string, tf.Tensor4D>();
    /** Steps of the way back, in the order of the way there. */
    const steps: BackStep[] = [];
    let current = x;
    for (const layer of layersUpTo(taps)) {
      if (layer.poolBefore) {
        const input = current;
        const output = pool(input, pooling);
        steps.push({ gradient: (dy) => dy && poolGradient(dy, input, output, pooling), spent: [output] });
        current = output;
      }
      const constants = tensors.get(layer.name)!;
      const reluTap = taps.find((tap) => tap !== layer.name && convOfTap(tap) === layer);
      const convTap = taps.includes(layer.name);
      const before = convTap ? conv(current, constants, 'linear') : undefined;
      const after = before ? tf.relu(before) : conv(current, constants, 'relu');
      if (before) found.set(layer.name, before);
      if (reluTap) found.set(reluTap, after);
      steps.push({
        gradient: (dy, seeds) => {
          const atRelu = sum(dy, reluTap ? seeds.get(reluTap) : undefined);
          const masked = atRelu && (tf.mul(atRelu, tf.step(after)) as tf.Tensor4D);
          const atConv = sum(masked, convTap ? seeds.get(layer.name) : undefined);
          return atConv && convGradient(atConv, constants);
        },
        spent: before ? [before, after] : [after],
      });
      current = after;
    }
    return {
      taps: found,
      backward(seeds) {
        let dy: tf.Tensor4D | null = null;
        for (const { gradient, spent } of steps.reverse()) {
          const from: tf.Tensor4D | null = dy;
          [dy = null] = tf.tidy(() => listOf(gradient(from, seeds)));
          if (from) tf.dispose(from);
          tf.dispose(spent);
        }
        return dy ?? tf.zerosLike(x);
      },
    };
  };

  return {
    forward,
    features,
    bytesPerPixel(taps, way) {
      const floats = (conv: string) => tensors.get(conv)!.bias.size / 4 ** (convBlock(conv) - 1);
      const run = layersUpTo(taps).map(({ name }) => name);
      const tapped = taps.map((tap) => floats(convOfTap(tap).name));
      // The widest layer's input, output and two more of its size in work; on the way back every layer's activations wait, pooled
      // ones (a quarter of the layer before) too, and gradients at the taps.
      const widest = Math.max(3, ...run.map(floats));
      const waiting = way === 'back' ? total(run.map(floats)) * 1.25 : 0;
      return 4 * (4 * widest + total(tapped) + waiting);
    },
    dispose,
  };
}

function convBlock(conv: string): number {
  return convOfTap(conv).block;
}

function total(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function listOf(x: tf.Tensor4D | null): tf.Tensor4D[] {
  return x ? [x] : [];
}

function sum(a: tf.Tensor4D | null, b: tf.Tensor4D | undefined): tf.Tensor4D | null {
  if (a && b) return tf.add(a, b);
  return a ?? b ?? null;
}
