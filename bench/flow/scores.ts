import type { FlowField, Mask } from '../../src/core/field.ts';

/** How far a flow lies from the true one. */
export interface FlowScore {
  /** mean length of the error, pixels */
  readonly epe: number;
  /** share of pixels, 0–1, that are off by more than 3 px and by more than 5 % of the true motion (the KITTI benchmark's rule) */
  readonly outliers: number;
  readonly pixels: number;
}

const OUTLIER_PIXELS = 3;
const OUTLIER_SHARE = 0.05;
/** Middlebury writes what is not known as a motion beyond this. */
const UNKNOWN = 1e9;

/** Errors over the pixels whose motion is known, and that are `seen` in the other picture where that is given. */
export function scoreFlow(flow: FlowField, truth: FlowField, seen?: Mask): FlowScore {
  let sum = 0;
  let outliers = 0;
  let pixels = 0;
  for (let i = 0; i < truth.width * truth.height; i++) {
    const u = truth.data[2 * i]!;
    const v = truth.data[2 * i + 1]!;
    if (Math.abs(u) > UNKNOWN || Math.abs(v) > UNKNOWN || (seen && seen.data[i]! === 0)) continue;
    const error = Math.hypot(flow.data[2 * i]! - u, flow.data[2 * i + 1]! - v);
    sum += error;
    if (error > OUTLIER_PIXELS && error > OUTLIER_SHARE * Math.hypot(u, v)) outliers++;
    pixels++;
  }
  return { epe: sum / pixels, outliers: outliers / pixels, pixels };
}

/** How well what is not trusted meets what is hidden. */
export interface MaskScore {
  /** of the pixels that are not trusted, the share that is hidden */
  readonly precision: number;
  /** of the pixels that are hidden, the share that is not trusted */
  readonly recall: number;
}

/** @param trusted 1 where a flow is trusted @param visible 1 where the pixel is seen in the other picture */
export function scoreOcclusion(trusted: Mask, visible: Mask): MaskScore {
  let both = 0;
  let untrusted = 0;
  let hidden = 0;
  visible.data.forEach((seen, i) => {
    const isHidden = seen < 0.5;
    const isUntrusted = trusted.data[i]! < 0.5;
    if (isHidden) hidden++;
    if (isUntrusted) untrusted++;
    if (isHidden && isUntrusted) both++;
  });
  return { precision: both / untrusted, recall: both / hidden };
}

/** Arithmetic mean. */
export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
