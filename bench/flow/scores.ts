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

/** Whether the truth knows the motion of pixel i. */
export function isKnown({ data }: FlowField, i: number): boolean {
  return Math.abs(data[2 * i]!) <= UNKNOWN && Math.abs(data[2 * i + 1]!) <= UNKNOWN;
}

/** Length of the error of pixel i, pixels. */
export function errorAt(flow: FlowField, truth: FlowField, i: number): number {
  return Math.hypot(flow.data[2 * i]! - truth.data[2 * i]!, flow.data[2 * i + 1]! - truth.data[2 * i + 1]!);
}

/** Within 3 px or 5 % of the true motion (the KITTI benchmark's rule). */
export function isRight(flow: FlowField, truth: FlowField, i: number): boolean {
  const error = errorAt(flow, truth, i);
  return error <= OUTLIER_PIXELS || error <= OUTLIER_SHARE * Math.hypot(truth.data[2 * i]!, truth.data[2 * i + 1]!);
}

/** Errors over the pixels whose motion is known, and that are `seen` in the other picture where that is given. */
export function scoreFlow(flow: FlowField, truth: FlowField, seen?: Mask): FlowScore {
  let sum = 0;
  let outliers = 0;
  let pixels = 0;
  for (let i = 0; i < truth.width * truth.height; i++) {
    if (!isKnown(truth, i) || (seen && seen.data[i]! === 0)) continue;
    sum += errorAt(flow, truth, i);
    if (!isRight(flow, truth, i)) outliers++;
    pixels++;
  }
  return { epe: sum / pixels, outliers: outliers / pixels, pixels };
}

/** What a reliability mask says, against the true motion. */
export interface TrustScore {
  /** share of all pixels that are trusted */
  readonly trusted: number;
  /** of the trusted pixels with known motion, the share that is right */
  readonly right: number;
}

/** @param trust 0–1, trusted from 0.5 */
export function scoreTrust(flow: FlowField, trust: Mask, truth: FlowField): TrustScore {
  let [trusted, known, right] = [0, 0, 0];
  for (let i = 0; i < trust.data.length; i++) {
    if (!isTrusted(trust, i)) continue;
    trusted++;
    if (!isKnown(truth, i)) continue;
    known++;
    if (isRight(flow, truth, i)) right++;
  }
  return { trusted: trusted / trust.data.length, right: right / known };
}

/** From a reliability of 0.5. */
export function isTrusted({ data }: Mask, i: number): boolean {
  return data[i]! >= 0.5;
}

/** How well the pixels that a mask picks out meet those that it should. */
export interface MaskScore {
  /** of the pixels that it picks, the share that it should pick */
  readonly precision: number;
  /** of the pixels that it should pick, the share that it does */
  readonly recall: number;
}

/** How well what is not trusted meets what is hidden. @param trusted 1 where a flow is trusted @param visible 1 where the pixel is seen in the other picture */
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

/** How well what is trusted meets what both pictures show: precision of the trusted pixels, recall of the visible ones. */
export function scoreVisible(trusted: Mask, visible: Mask): MaskScore {
  let [both, chosen, shown] = [0, 0, 0];
  for (let i = 0; i < visible.data.length; i++) {
    const isVisible = visible.data[i]! >= 0.5;
    const isChosen = isTrusted(trusted, i);
    if (isVisible) shown++;
    if (isChosen) chosen++;
    if (isVisible && isChosen) both++;
  }
  return { precision: both / chosen, recall: both / shown };
}

/** Arithmetic mean. */
export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
