import { PleinAirError } from '../../core/errors.ts';
import type { ConvWeights, NetworkWeights } from '../network/weights.ts';
import { toHalves } from './kernels/half.ts';
import { transformFilters } from './kernels/winograd.ts';
import { F2, F4 } from './kernels/winograd-transforms.ts';
import { paddedChannels } from './plan/network-shape.ts';
import { activationScale, filterScale, PLAIN, type Scaling } from './plan/scaling.ts';
import { storageOf, type Tensor, tensorBytes } from './plan/tensor.ts';

/** Filters and biases on the device, in the forms that kernels read; each is made when it is first asked for. */
export interface FilterStore {
  /**
   * @param tensor of kind `filters`, named as the planner names them: `conv1_2 forward winograd4`, `conv1_2 bias`, `zeros`; a number as
   * the fourth word multiplies the filters
   */
  get(tensor: Tensor): GPUBuffer;
  /** held now */
  readonly bytes: number;
  dispose(): void;
}

/** @throws PleinAirError kind `device` where one buffer is larger than the device allows */
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
  const make = (tensor: Tensor): GPUBuffer => {
    const { name } = tensor;
    const [layer] = name.split(' ') as [string];
    const data = valuesOf(tensor);
    const size = Math.max(16, data?.byteLength ?? tensorBytes(tensor));
    if (size > Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize)) {
      throw new PleinAirError(
        'device',
        `The filters of ${layer} take ${(size / 2 ** 20).toFixed(0)} MiB in one piece, more than this GPU allows.`,
        'Set job_engine: tfjs, or job_device: wasm.',
      );
    }
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    const buffer = device.createBuffer({ label: name, size, usage });
    if (data) device.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>);
    bytes += size;
    return buffer;
  };
  return {
    get(tensor) {
      const known = buffers.get(tensor.name);
      if (known && known.size >= tensorBytes(tensor)) return known;
      const made = make(tensor);
      buffers.set(tensor.name, made);
      return made;
    },
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
