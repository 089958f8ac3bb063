import { PleinAirError } from '../../core/errors.ts';
import type { ConvLayer } from './layers.ts';
import type { ConvWeights } from './weights.ts';

/** Number of values in a layer's kernel. */
export function kernelLength(layer: ConvLayer): number {
  return 9 * layer.inputs * layer.outputs;
}

/** Little-endian float32 bytes as numbers, in memory of their own (every machine with WebGPU or WebAssembly is little-endian). */
export function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}

/** The bytes of `values`, shared, not copied. */
export function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/**
 * Passes weights that are all numbers.
 * @param where what holds them, for the error: `group1-shard1of1`
 * @throws PleinAirError kind `input` where a value is NaN or infinite
 */
export function checkFinite(values: Float32Array, what: string, where: string): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new PleinAirError(
    'input',
    `The weights of ${what} in ${where} are damaged: value ${at} of ${values.length} is ${values[at]}, not a finite number.`,
    'Get the file again from where it came, or choose other weights (oxford, torchvision, untrained).',
  );
}

/**
 * A Keras/Caffe layer in the engine's form: those networks look at BGR, so conv1_1's input channels are reversed once here.
 * @param bytes kernel [3, 3, inputs, outputs], then bias [outputs], float32
 */
export function kerasConv(layer: ConvLayer, bytes: Uint8Array): ConvWeights {
  const values = floatsOf(bytes);
  const kernel = values.slice(0, kernelLength(layer));
  const bias = values.slice(kernelLength(layer));
  return { kernel: layer.inputs === 3 ? reverseInputs(kernel, layer) : kernel, bias };
}

/** OIHW (PyTorch) to HWIO. */
export function fromOihw(values: Float32Array, { inputs, outputs }: ConvLayer): Float32Array {
  const kernel = new Float32Array(values.length);
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      const from = (o * inputs + i) * 9;
      for (let tap = 0; tap < 9; tap++) kernel[(tap * inputs + i) * outputs + o] = values[from + tap]!;
    }
  }
  return kernel;
}

function reverseInputs(kernel: Float32Array, { inputs, outputs }: ConvLayer): Float32Array {
  const reversed = new Float32Array(kernel.length);
  for (let tap = 0; tap < 9; tap++) {
    for (let i = 0; i < inputs; i++) {
      const from = (tap * inputs + i) * outputs;
      reversed.set(kernel.subarray(from, from + outputs), (tap * inputs + (inputs - 1 - i)) * outputs);
    }
  }
  return reversed;
}
