import { PleinAirError } from '../../core/errors.ts';
import type { ConvWeights, NetworkWeights } from '../network/weights.ts';
import { toHalves } from './kernels/half.ts';
import { transformFilters } from './kernels/winograd.ts';
import { F2, F4 } from './kernels/winograd-transforms.ts';
import { paddedChannels } from './plan/network-shape.ts';
import { activationScale, filterScale, PLAIN, type Scaling } from './plan/scaling.ts';
import { storageOf, type Tensor, tensorBytes } from './plan/tensor.ts';

/** Buffers of filters that the store has not taken yet: the device may not have had the memory. */
interface Allocation {
  /** Writes the values and gives the buffers to the store. */
  fill(): void;
  destroy(): void;
}

/** Filters and biases on the device, in the forms that kernels read. */
export interface FilterStore {
  /**
   * Finds out which filters are missing.
   * @param tensors of kind `filters`, named as the planner names them: `conv1_2 forward winograd4`, `conv1_2 bias`, `zeros`; a number as
   * the fourth word multiplies the filters
   * @returns makes their buffers, in the caller's error scope
   * @throws PleinAirError kind `device` where one buffer would be larger than the device allows
   */
  plan(tensors: readonly Tensor[]): () => Allocation;
  /** @param tensor that was planned, allocated and filled before */
  get(tensor: Tensor): GPUBuffer;
  /** held now */
  readonly bytes: number;
  dispose(): void;
}

export function createFilterStore(device: GPUDevice, weights: NetworkWeights, scaling: Scaling = PLAIN): FilterStore {
  const buffers = new Map<string, GPUBuffer>();
  let bytes = 0;
  const valuesOf = (tensor: Tensor): Float32Array | Uint16Array | undefined => {
    const [layer, what, form, factor = '1'] = tensor.name.split(' ') as [string, string?, string?, string?];
    if (what === undefined) return undefined;
    const scale = what === 'bias' ? activationScale(scaling, layer) : filterScale(scaling, layer) * Number(factor);
    const values = filtersOf(weights.layers.get(layer)!, what, form);
    // A power of two: exact.
    const scaled = scale === 1 ? values : values.map((v) => v * scale);
    return storageOf(tensor) === 'f16' ? toHalves(scaled) : scaled;
  };
  const sizeOf = (tensor: Tensor) => Math.max(16, tensorBytes(tensor));
  const fill = (tensor: Tensor, buffer: GPUBuffer): void => {
    // Another picture's may have come first, and be in use.
    if (buffers.has(tensor.name)) {
      buffer.destroy();
      return;
    }
    const data = valuesOf(tensor);
    if (data) device.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>);
    buffers.set(tensor.name, buffer);
    bytes += buffer.size;
  };
  return {
    plan(tensors) {
      const missing = tensors.filter(({ name }) => !buffers.has(name));
      for (const tensor of missing) {
        const size = sizeOf(tensor);
        if (size <= Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize)) continue;
        throw new PleinAirError(
          'device',
          `The filters of ${tensor.name.split(' ')[0]} take ${(size / 2 ** 20).toFixed(0)} MiB in one piece, more than this GPU allows.`,
          'Set job_engine: tfjs, or job_device: wasm.',
        );
      }
      return () => {
        const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
        const made = missing.map((tensor) => ({
          tensor,
          buffer: device.createBuffer({ label: tensor.name, size: sizeOf(tensor), usage }),
        }));
        return {
          fill() {
            for (const { tensor, buffer } of made) fill(tensor, buffer);
          },
          destroy() {
            for (const { buffer } of made) buffer.destroy();
          },
        };
      };
    },
    get: ({ name }) => buffers.get(name)!,
    get bytes() {
      return bytes;
    },
    dispose() {
      for (const buffer of buffers.values()) buffer.destroy();
      buffers.clear();
      bytes = 0;
    },
  };
}

function filtersOf({ kernel, bias }: ConvWeights, what: string, form: string | undefined): Float32Array {
  if (what === 'bias') return bias;
  const outputs = bias.length;
  const inputs = kernel.length / 9 / outputs;
  const padded = paddedChannels(inputs);
  const [values, from, to] =
    what === 'forward'
      ? [padInputs(kernel, inputs, padded, outputs), padded, outputs]
      : [rotated(kernel, inputs, padded, outputs), outputs, padded];
  const transform = form === 'winograd4' ? F4 : form === 'winograd2' ? F2 : null;
  return transform ? transformFilters(transform, values, from, to) : values;
}

/** [3, 3, inputs, outputs] with inputs of zeros up to `padded`. */
function padInputs(kernel: Float32Array, inputs: number, padded: number, outputs: number): Float32Array {
  if (inputs === padded) return kernel;
  const result = new Float32Array(9 * padded * outputs);
  for (let tap = 0; tap < 9; tap++) {
    result.set(kernel.subarray(tap * inputs * outputs, (tap + 1) * inputs * outputs), tap * padded * outputs);
  }
  return result;
}

/** The kernel of the input gradient: turned by 180°, inputs and outputs swapped, [3, 3, outputs, inputs], padded as above. */
function rotated(kernel: Float32Array, inputs: number, padded: number, outputs: number): Float32Array {
  const result = new Float32Array(9 * outputs * padded);
  for (let tap = 0; tap < 9; tap++) {
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++) {
        result[((8 - tap) * outputs + o) * padded + i] = kernel[(tap * inputs + i) * outputs + o]!;
      }
    }
  }
  return result;
}
