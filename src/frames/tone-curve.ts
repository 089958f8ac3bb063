import type { FloatImage } from '../core/image.ts';

/** One number each for red, green and blue. */
export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * A change of exposure and white balance, channel by channel: a value v (0–255) becomes `MID · gain · (v / MID)^gamma`. The gain is what happens
 * to mid grey, the gamma to the contrast around it.
 */
export interface ToneCurve {
  readonly gain: Rgb;
  readonly gamma: Rgb;
}

/** Mid grey, of 255: where gain and gamma of a street's pixels depend least on each other. */
export const MID = 128;

const WHITE = 255;
/** From here to white a darkened photograph goes back to what it was, of 255: clipped pixels say nothing of the light behind them. */
const SHOULDER = 217;

/** What a curve makes of a value of one channel. @param value 0–255 @param channel 0–2 @returns 0–255 */
export function toneValue({ gain, gamma }: ToneCurve, value: number, channel: number): number {
  const changed = Math.min(WHITE, MID * gain[channel]! * (value / MID) ** gamma[channel]!);
  if (changed >= value || value <= SHOULDER) return changed;
  const t = (value - SHOULDER) / (WHITE - SHOULDER);
  return changed + t * t * (3 - 2 * t) * (value - changed);
}

/** A photograph in the light that a curve gives it. @param image RGB 0–255 */
export function applyTone(image: FloatImage, tone: ToneCurve): FloatImage {
  // One step more than there are values, for the interpolation at white.
  const tables = [0, 1, 2].map((channel) =>
    Float64Array.from({ length: WHITE + 2 }, (_, value) => toneValue(tone, Math.min(value, WHITE), channel)),
  );
  const data = image.data.map((value, i) => {
    const table = tables[i % 3]!;
    const at = Math.min(WHITE, Math.max(0, value));
    const below = Math.floor(at);
    return table[below]! + (at - below) * (table[below + 1]! - table[below]!);
  });
  return { ...image, data };
}

/** Mid grey after a curve, in linear light (sRGB transfer function, IEC 61966-2-1), 1 = unchanged. */
function linearGains({ gain }: ToneCurve): Rgb {
  const linear = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const grey = linear(MID / WHITE);
  const [red, green, blue] = gain.map((g) => linear((g * MID) / WHITE) / grey);
  return [red!, green!, blue!];
}

/** How much brighter a curve makes a mid-grey surface, in stops: +1 doubles its light. */
export function exposureChange(tone: ToneCurve): number {
  const [red, green, blue] = linearGains(tone);
  return Math.log2(0.2126 * red + 0.7152 * green + 0.0722 * blue);
}

/** How much warmer a curve makes a grey surface, in stops of red against blue; below 0 cooler. */
export function warmthChange(tone: ToneCurve): number {
  const [red, , blue] = linearGains(tone);
  return Math.log2(red / blue);
}

/** How much greener a curve makes a grey surface, in stops of green against red and blue; below 0 more magenta. */
export function tintChange(tone: ToneCurve): number {
  const [red, green, blue] = linearGains(tone);
  return Math.log2(green / Math.sqrt(red * blue));
}
