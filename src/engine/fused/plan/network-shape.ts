import type { Size } from '../../../core/image.ts';
import { convOfTap, layersUpTo } from '../../network/layers.ts';
import type { NetworkWeights } from '../../network/weights.ts';
import { pooledSize } from '../kernels/geometry.ts';

/** One convolution of the network at one picture size. */
export interface LayerShape {
  readonly name: string;
  /** channels, rounded up to multiples of 4 */
  readonly inputs: number;
  readonly outputs: number;
  /** channels before rounding, for counting work */
  readonly trueInputs: number;
  readonly size: Size;
  readonly poolBefore: boolean;
}

/** Channels as the kernels hold them: four to a vector. */
export function paddedChannels(channels: number): number {
  return Math.ceil(channels / 4) * 4;
}

/** The layers that the taps need, with their maps. @throws RangeError where weights of a needed layer are absent */
export function layerShapes(weights: NetworkWeights, taps: readonly string[], picture: Size): LayerShape[] {
  let size = picture;
  return layersUpTo(taps).map(({ name, poolBefore }) => {
    const layer = weights.layers.get(name);
    if (!layer) throw new RangeError(`network: weights of ${name} are needed for [${taps.join(', ')}] and absent`);
    if (poolBefore) size = pooledSize(size);
    const outputs = layer.bias.length;
    if (outputs % 4 !== 0) throw new RangeError(`network: ${name} has ${outputs} channels, not a multiple of 4`);
    const trueInputs = layer.kernel.length / 9 / outputs;
    return { name, inputs: paddedChannels(trueInputs), outputs, trueInputs, size, poolBefore };
  });
}

/** Whether a tap is read behind its layer's ReLU or before it. */
export function tapKind(tap: string): 'relu' | 'conv' {
  return convOfTap(tap).name === tap ? 'conv' : 'relu';
}
