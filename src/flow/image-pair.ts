import { PleinAirError } from '../core/errors.ts';
import type { FlowField, FlowPair } from '../core/field.ts';
import type { FloatImage, Size } from '../core/image.ts';
import type { FlowStart } from './estimator.ts';
import { UNKNOWN_MOTION } from './kernels/mismatch.ts';
import { type ReliabilityParams, reliability } from './reliability.ts';

const SMALLEST_SIDE = 16;

/**
 * Both images, one after the other, as R, G, B, grey in 0–1: what the solver works on.
 * @throws PleinAirError kind `input` where the sizes differ, a side is under 16 px or an image is not RGB
 */
export function packPair(a: FloatImage, b: FloatImage): Float32Array {
  const sizes = `${a.width}×${a.height} and ${b.width}×${b.height} px`;
  if (a.width !== b.width || a.height !== b.height) {
    throw new PleinAirError(
      'input',
      `Optical flow needs two images of one size, got ${sizes}`,
      'Resize the frames to one size.',
    );
  }
  if (Math.min(a.width, a.height) < SMALLEST_SIDE) {
    const rule = `at least ${SMALLEST_SIDE} px on each side`;
    throw new PleinAirError('input', `Optical flow needs images of ${rule}, got ${sizes}`, 'Use larger frames.');
  }
  if (a.channels !== 3 || b.channels !== 3) {
    throw new Error(`Optical flow takes RGB images, got ${a.channels} and ${b.channels} channels`);
  }
  const pixels = a.width * a.height;
  const packed = new Float32Array(8 * pixels);
  [a.data, b.data].forEach((data, image) => {
    for (let i = 0; i < pixels; i++) {
      const o = 4 * (image * pixels + i);
      const red = data[3 * i]! / 255;
      const green = data[3 * i + 1]! / 255;
      const blue = data[3 * i + 2]! / 255;
      packed[o] = red;
      packed[o + 1] = green;
      packed[o + 2] = blue;
      packed[o + 3] = (red + green + blue) / 3;
    }
  });
  return packed;
}

/**
 * Both fields of a start, one after the other, UNKNOWN_MOTION where they say nothing.
 * @throws Error where they differ in size
 */
export function packStart({ forward, backward }: FlowStart): Float32Array {
  if (forward.width !== backward.width || forward.height !== backward.height) {
    throw new Error(
      `A start of ${forward.width}×${forward.height} and ${backward.width}×${backward.height} px is no start`,
    );
  }
  const packed = new Float32Array(2 * forward.data.length);
  packed.set(forward.data);
  packed.set(backward.data, forward.data.length);
  for (let i = 0; i < packed.length; i += 2) {
    if (Number.isFinite(packed[i]) && Number.isFinite(packed[i + 1])) continue;
    packed[i] = UNKNOWN_MOTION;
    packed[i + 1] = UNKNOWN_MOTION;
  }
  return packed;
}

/** Splits the solver's result (a → b, then b → a) into fields and adds their reliability. */
export function toFlowPair(flows: Float32Array, { width, height }: Size, params: ReliabilityParams): FlowPair {
  const floats = 2 * width * height;
  const forward: FlowField = { width, height, data: flows.slice(0, floats) };
  const backward: FlowField = { width, height, data: flows.slice(floats, 2 * floats) };
  return {
    forward,
    backward,
    reliability: {
      forward: reliability(forward, backward, params),
      backward: reliability(backward, forward, params),
    },
  };
}
