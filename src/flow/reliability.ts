import type { FlowField, Mask } from '../core/field.ts';
import { blurCpu } from '../gpu/kernels/blur.cpu.ts';

/** Thresholds and filters of the reliability mask; defaults are in params.ts. */
export interface ReliabilityParams {
  /** occluded where |w + w′|² ≥ rel·(|w|² + |w′|²) + abs */
  readonly flow_consistency_rel: number;
  readonly flow_consistency_abs: number;
  /** motion boundary where |∇u|² + |∇v|² > rel·|w|² + abs */
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
 * Where a flow can be trusted (Ruder, Dosovitskiy and Brox 2016, eqs. 5–7), on its own grid: 1 trusted, 0 not.
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
  const marks = classify(flow, back, params);
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
  const marks = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const above = Math.max(0, y - 1) * width;
    const below = Math.min(height - 1, y + 1) * width;
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
      const left = y * width + Math.max(0, x - 1);
      const right = y * width + Math.min(width - 1, x + 1);
      let slope2 = 0;
      for (let c = 0; c < 2; c++) {
        const dx = 0.5 * (w[2 * right + c]! - w[2 * left + c]!);
        const dy = 0.5 * (w[2 * (below + x) + c]! - w[2 * (above + x) + c]!);
        slope2 += dx * dx + dy * dy;
      }
      const edge = slope2 > params.flow_edge_rel * length2 + params.flow_edge_abs;
      marks[i] = edge ? 255 * params.flow_edge_value : TRUSTED;
    }
  }
  return marks;
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
