import type { FlowField } from '../core/field.ts';
import type { RgbaImage } from '../core/image.ts';

/** Motion beyond this counts as unknown, as in Middlebury's files. */
const UNKNOWN = 1e9;

/** Colours on the way from each corner of the wheel to the next, as Baker et al. 2011 share it out: as many as the eye tells apart there. */
const STEPS = [
  { from: [255, 0, 0], to: [255, 255, 0], count: 15 },
  { from: [255, 255, 0], to: [0, 255, 0], count: 6 },
  { from: [0, 255, 0], to: [0, 255, 255], count: 4 },
  { from: [0, 255, 255], to: [0, 0, 255], count: 11 },
  { from: [0, 0, 255], to: [255, 0, 255], count: 13 },
  { from: [255, 0, 255], to: [255, 0, 0], count: 6 },
] as const;

const WHEEL: readonly (readonly number[])[] = STEPS.flatMap(({ from, to, count }) =>
  Array.from({ length: count }, (_, i) => from.map((value, c) => value + ((to[c]! - value) * i) / count)),
);

/** What lies beyond the largest motion shown is darkened by this, so that it stands out. */
const BEYOND = 0.75;

/** Length of the longest known motion of a field, in pixels; 0 where none is known. */
export function largestMotion({ data }: FlowField): number {
  let largest = 0;
  for (let i = 0; i < data.length; i += 2) {
    if (isKnown(data[i]!, data[i + 1]!)) largest = Math.max(largest, Math.hypot(data[i]!, data[i + 1]!));
  }
  return largest;
}

/**
 * A field in the colours of the Middlebury benchmark (Baker et al. 2011): hue is direction (right red, down yellow, left blue-green, up
 * violet), saturation is length. No motion is white, unknown motion black.
 * @param largest length in pixels that has the full colour; longer motion is darker. Default: the longest of the field
 */
export function flowColours(flow: FlowField, largest = largestMotion(flow)): RgbaImage {
  const { width, height, data } = flow;
  const pixels = new Uint8ClampedArray(width * height * 4);
  const scale = largest > 0 ? 1 / largest : 0;
  for (let i = 0, o = 0; o < pixels.length; i += 2, o += 4) {
    if (isKnown(data[i]!, data[i + 1]!)) paint(pixels, o, data[i]! * scale, data[i + 1]! * scale);
    pixels[o + 3] = 255;
  }
  return { width, height, data: pixels };
}

/** The wheel itself as a legend: each place has the colour of the motion from the middle to it; the rim is the largest. */
export function flowWheel(side: number): RgbaImage {
  const pixels = new Uint8ClampedArray(side * side * 4);
  const middle = (side - 1) / 2;
  for (let y = 0, o = 0; y < side; y++) {
    for (let x = 0; x < side; x++, o += 4) {
      const u = (x - middle) / (side / 2);
      const v = (y - middle) / (side / 2);
      if (Math.hypot(u, v) > 1) continue;
      paint(pixels, o, u, v);
      pixels[o + 3] = 255;
    }
  }
  return { width: side, height: side, data: pixels };
}

function isKnown(u: number, v: number): boolean {
  // False for what is no number, too.
  return Math.abs(u) < UNKNOWN && Math.abs(v) < UNKNOWN;
}

/** @param u, v motion as a share of the largest */
function paint(pixels: Uint8ClampedArray, at: number, u: number, v: number): void {
  const length = Math.hypot(u, v);
  // v + 0 is never −0, whose angle would be a whole turn off for motion to the right.
  const turn = (Math.atan2(-(v + 0), -u) / Math.PI + 1) / 2;
  const place = turn * (WHEEL.length - 1);
  const first = Math.floor(place);
  const share = place - first;
  const one = WHEEL[first]!;
  const other = WHEEL[(first + 1) % WHEEL.length]!;
  for (let c = 0; c < 3; c++) {
    const hue = (1 - share) * one[c]! + share * other[c]!;
    pixels[at + c] = length <= 1 ? 255 - length * (255 - hue) : BEYOND * hue;
  }
}
