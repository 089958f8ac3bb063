import type { FlowField, Mask } from '../core/field.ts';
import type { Size } from '../core/image.ts';
import { blurCpu } from '../gpu/kernels/blur.cpu.ts';

/** Thresholds and filters of the reliability mask; defaults are in params.ts. */
export interface ReliabilityParams {
  /** occluded where |w + w′|² ≥ rel·(|w|² + |w′|²) + abs */
  readonly flow_consistency_rel: number;
  readonly flow_consistency_abs: number;
  /** which motion boundary the two thresholds below judge */
  readonly flow_edge_rule: 'local' | 'ruder2016';
  /** `ruder2016`: boundary where |∇u|² + |∇v|² > rel·|w|² + abs; `local`: the same of what ∇w departs by from the motion on both sides */
  readonly flow_edge_rel: number;
  readonly flow_edge_abs: number;
  /** standard deviation of the Gaussian on the mask in pixels; 0 = off */
  readonly flow_mask_blur: number;
  /** side of a square minimum filter on the mask in pixels; 0 = off. An even side counts as the next odd one. */
  readonly flow_mask_min_filter: number;
  /** weight of a motion boundary, 0–1 */
  readonly flow_edge_value: number;
}

/**
 * Where a flow can be trusted (Ruder, Dosovitskiy and Brox 2016, eqs. 5–7), on its own grid: 1 trusted, 0 not. With `flow_edge_rule: local`
 * the gradient of eq. 7 is replaced by what it departs by from the motion around, for a camera that moves forward magnifies everywhere.
 * Made as the paper's consistency checker makes it: occluded pixels count −255 and boundaries `flow_edge_value`·255
 * before the Gaussian, so that occlusions grow outward; a pixel that leaves the image counts 0.
 * @param flow the field to judge
 * @param back the field of the other direction, on the other image's grid, same size
 */
export function reliability(flow: FlowField, back: FlowField, params: ReliabilityParams): Mask {
  const { width, height } = flow;
  if (back.width !== width || back.height !== height) {
    throw new Error(`Flow fields of ${width}×${height} and ${back.width}×${back.height} px cannot be compared`);
  }
  return toMask(classify(flow, back, params), flow, params);
}

/** The mask of pixels whose motion is known to be right or wrong, softened and shrunk as the parameters say. @param trusted 1 or 0 a pixel */
export function softened(trusted: Uint8Array, size: Size, params: ReliabilityParams): Mask {
  return toMask(
    Float32Array.from(trusted, (right) => (right ? TRUSTED : OCCLUDED)),
    size,
    params,
  );
}

/** @param marks changed in place */
function toMask(marks: Float32Array, { width, height }: Size, params: ReliabilityParams): Mask {
  if (params.flow_mask_blur > 0) {
    const scratch = new Float32Array(marks.length);
    blurCpu({ image: marks, scratch, width, height, channels: 1, batch: 1, sigma: params.flow_mask_blur });
  }
  for (let i = 0; i < marks.length; i++) marks[i] = Math.min(255, Math.max(0, marks[i]!)) / 255;
  const reach = Math.floor(params.flow_mask_min_filter / 2);
  return { width, height, data: reach > 0 ? erode(marks, width, height, reach) : marks };
}

const OCCLUDED = -255;
const OUTSIDE = 0;
const TRUSTED = 255;

function classify(flow: FlowField, back: FlowField, params: ReliabilityParams): Float32Array {
  const { width, height, data: w } = flow;
  const slope = params.flow_edge_rule === 'local' ? departure2 : slope2Along;
  const marks = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const u = w[2 * i]!;
      const v = w[2 * i + 1]!;
      const px = x + u;
      const py = y + v;
      if (!(px >= 0 && py >= 0 && px <= width - 1 && py <= height - 1)) {
        marks[i] = OUTSIDE;
        continue;
      }
      const backU = bilinear(back, px, py, 0);
      const backV = bilinear(back, px, py, 1);
      const length2 = u * u + v * v;
      const apart2 = (u + backU) ** 2 + (v + backV) ** 2;
      const allowed = params.flow_consistency_rel * (length2 + backU * backU + backV * backV);
      if (apart2 >= allowed + params.flow_consistency_abs) {
        marks[i] = OCCLUDED;
        continue;
      }
      const slope2 = slope(w, x, 1, width, y * width) + slope(w, y, width, height, x);
      const edge = slope2 > params.flow_edge_rel * length2 + params.flow_edge_abs;
      marks[i] = edge ? 255 * params.flow_edge_value : TRUSTED;
    }
  }
  return marks;
}

/** |∂w|² along a row or a column: the central difference, one-sided by half at the border, as the paper's checker has it. */
function slope2Along(w: Float32Array, at: number, stride: number, count: number, first: number): number {
  const [du, dv] = difference(w, first, stride, Math.max(0, at - 1), Math.min(count - 1, at + 1), 2);
  return du * du + dv * dv;
}

/** Pixels from a pixel to the near and the far end of the stretch on either side that tells how motion changes there. */
const NEAR = 2;
const FAR = 6;
/** Share of the change beside a pixel, squared, that its own change may depart by: no flow is that even. */
const UNEVEN = 0.25;
/** Departure in pixels, squared, of a step of 0.3 px: estimated motion is no finer. */
const FINEST = 0.15 ** 2;

/**
 * What ∂w along a row or a column departs by, squared, from how motion changes beside the pixel: its distance to the nearest slope between
 * those of the two sides. Magnification, rotation and planes in perspective change evenly, or from one even change to another, and depart
 * by nothing; at a step of depth both sides are even and the pixel's own slope is not.
 */
function departure2(w: Float32Array, at: number, stride: number, count: number, first: number): number {
  const low = Math.max(0, at - 1);
  const high = Math.min(count - 1, at + 1);
  const [u, v] = difference(w, first, stride, low, high, Math.max(1, high - low));
  const left = Math.max(0, at - FAR);
  const right = Math.min(count - 1, at + FAR);
  // At the border a shorter stretch has to do.
  const nearLeft = at - NEAR > left ? at - NEAR : at - 1;
  const nearRight = at + NEAR < right ? at + NEAR : at + 1;
  const before = nearLeft > left ? difference(w, first, stride, left, nearLeft, nearLeft - left) : undefined;
  const after = right > nearRight ? difference(w, first, stride, nearRight, right, right - nearRight) : undefined;
  const [fromU, fromV] = before ?? after ?? [u, v];
  const [toU, toV] = after ?? before ?? [u, v];
  const [du, dv] = [toU - fromU, toV - fromV];
  const length2 = du * du + dv * dv;
  const along = length2 > 0 ? ((u - fromU) * du + (v - fromV) * dv) / length2 : 0;
  const share = Math.min(1, Math.max(0, along));
  const apart2 = (u - fromU - share * du) ** 2 + (v - fromV - share * dv) ** 2;
  const beside2 = Math.max(fromU * fromU + fromV * fromV, toU * toU + toV * toV);
  return Math.max(0, apart2 - UNEVEN * beside2 - FINEST);
}

/** Change of both components from one place of a line of the field to another, per pixel of `over`. */
function difference(
  w: Float32Array,
  first: number,
  stride: number,
  from: number,
  to: number,
  over: number,
): readonly [number, number] {
  const a = 2 * (first + from * stride);
  const b = 2 * (first + to * stride);
  return [(w[b]! - w[a]!) / over, (w[b + 1]! - w[a + 1]!) / over];
}

/** One component of a field at a place inside the image. */
function bilinear({ width, height, data }: FlowField, px: number, py: number, component: 0 | 1): number {
  const x0 = Math.floor(px);
  const y0 = Math.floor(py);
  const x1 = Math.min(width - 1, x0 + 1);
  const y1 = Math.min(height - 1, y0 + 1);
  const ax = px - x0;
  const ay = py - y0;
  const at = (x: number, y: number) => data[2 * (y * width + x) + component]!;
  return (1 - ay) * ((1 - ax) * at(x0, y0) + ax * at(x1, y0)) + ay * ((1 - ax) * at(x0, y1) + ax * at(x1, y1));
}

/** Minimum over a square of 2·reach + 1 pixels, along rows, then columns. */
function erode(values: Float32Array, width: number, height: number, reach: number): Float32Array {
  const rows = new Float32Array(values.length);
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let least = 1;
      for (let k = Math.max(0, x - reach); k <= Math.min(width - 1, x + reach); k++) {
        least = Math.min(least, values[y * width + k]!);
      }
      rows[y * width + x] = least;
    }
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let least = 1;
      for (let k = Math.max(0, y - reach); k <= Math.min(height - 1, y + reach); k++) {
        least = Math.min(least, rows[k * width + x]!);
      }
      out[y * width + x] = least;
    }
  }
  return out;
}
