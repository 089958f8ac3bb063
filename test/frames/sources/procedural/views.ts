import type { FlowField, Mask } from '../../../../src/core/field.ts';
import type { RgbaImage } from '../../../../src/core/image.ts';

/** Luminance (Rec. 601 weights, 0–255) of an image. */
export function luminance(image: RgbaImage): Float32Array {
  const out = new Float32Array(image.width * image.height);
  for (let k = 0; k < out.length; k++) {
    out[k] = 0.299 * image.data[k * 4]! + 0.587 * image.data[k * 4 + 1]! + 0.114 * image.data[k * 4 + 2]!;
  }
  return out;
}

/** Bilinear sample of one of `channels` interleaved channels at pixel index coordinates (0 is the first centre), clamped. */
export function bilinear(
  data: ArrayLike<number>,
  width: number,
  height: number,
  channels: number,
  c: number,
  x: number,
  y: number,
): number {
  const cx = Math.min(Math.max(x, 0), width - 1);
  const cy = Math.min(Math.max(y, 0), height - 1);
  const i = Math.min(Math.floor(cx), width - 2);
  const j = Math.min(Math.floor(cy), height - 2);
  const at = (p: number, q: number) => data[((j + q) * width + i + p) * channels + c]!;
  const u = cx - i;
  const v = cy - j;
  return (at(0, 0) * (1 - u) + at(1, 0) * u) * (1 - v) + (at(0, 1) * (1 - u) + at(1, 1) * u) * v;
}

/** Mean absolute difference of luminance between a and b warped back by the flow (or b as it is), where the mask is `value`. */
export function difference(a: RgbaImage, b: RgbaImage, flow: FlowField | null, mask: Mask, value: 0 | 1): number {
  const la = luminance(a);
  const lb = luminance(b);
  let sum = 0;
  let count = 0;
  for (let k = 0; k < la.length; k++) {
    if (mask.data[k] !== value) continue;
    const x = (k % a.width) + (flow ? flow.data[k * 2]! : 0);
    const y = Math.floor(k / a.width) + (flow ? flow.data[k * 2 + 1]! : 0);
    sum += Math.abs(la[k]! - bilinear(lb, a.width, a.height, 1, 0, x, y));
    count++;
  }
  return sum / count;
}
