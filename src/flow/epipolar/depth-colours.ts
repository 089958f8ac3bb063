import type { FlowField, Mask, RelativeCamera } from '../../core/field.ts';
import type { RgbaImage, Size } from '../../core/image.ts';
import { inverseDepths } from './relative-camera.ts';

/** Reliability above which a depth counts as known. */
const KNOWN = 0.5;
/** Share of the known depths that are farther than what has the nearest colour: a few wrong ones do not darken the rest. */
const NEAREST = 0.98;
/** Colours from the far end of the scale to the near one, evenly spaced. */
const COLOURS = [
  [12, 16, 56],
  [38, 66, 148],
  [130, 70, 150],
  [224, 98, 78],
  [252, 178, 76],
  [255, 244, 176],
] as const;

/** Inverse depths of the pixels that follow their epipolar lines and are trusted; NaN elsewhere. Units: per way between the cameras. */
export function knownDepths(camera: RelativeCamera, flow: FlowField, epipolar: Mask, reliability: Mask): Float32Array {
  const depths = inverseDepths(camera, flow);
  return depths.map((rho, i) =>
    epipolar.data[i]! > KNOWN && reliability.data[i]! > KNOWN && Number.isFinite(rho) ? Math.max(0, rho) : Number.NaN,
  );
}

/** Inverse depth at the near end of the scale: 98 % of what is known is farther. @returns 0 where nothing is known, or all is infinitely far */
export function nearestShown(depths: Float32Array): number {
  const known = depths.filter(Number.isFinite).sort();
  return known[Math.floor(NEAREST * (known.length - 1))] ?? 0;
}

/**
 * Inverse depth as colours: near is bright and warm, far dark and blue; clear where it is not a number. The scale goes with its square
 * root, so that what is far away differs too.
 * @param depths inverse depths, one per pixel, ≥ 0 @param nearest the one that has the brightest colour
 */
export function depthColours(depths: Float32Array, { width, height }: Size, nearest = nearestShown(depths)): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  depths.forEach((rho, i) => {
    if (!Number.isFinite(rho)) return;
    paint(data, 4 * i, nearest > 0 ? Math.sqrt(Math.min(1, Math.max(0, rho) / nearest)) : 0);
  });
  return { width, height, data };
}

/** The scale itself as a legend: infinitely far at the left, `nearest` at the right. */
export function depthBar(width: number, height: number): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) paint(data, 4 * i, (i % width) / Math.max(1, width - 1));
  return { width, height, data };
}

/** @param share of the scale, 0 far – 1 near */
function paint(data: Uint8ClampedArray, at: number, share: number): void {
  const place = share * (COLOURS.length - 1);
  const first = Math.min(COLOURS.length - 2, Math.floor(place));
  for (let c = 0; c < 3; c++) {
    data[at + c] = COLOURS[first]![c]! + (place - first) * (COLOURS[first + 1]![c]! - COLOURS[first]![c]!);
  }
  data[at + 3] = 255;
}
