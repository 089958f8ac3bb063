import { PleinAirError } from '../core/errors.ts';
import type { Size } from '../core/image.ts';
import { convOfTap } from './network/layers.ts';

/**
 * Looks whether a picture survives the poolings before the deepest tap.
 * @throws PleinAirError kind `input` where it does not
 */
export function checkPictureSize({ width, height }: Size, taps: readonly string[]): void {
  const depth = Math.max(...taps.map((tap) => convOfTap(tap).block)) - 1;
  if (Math.min(width, height) >= 2 ** depth) return;
  throw new PleinAirError(
    'input',
    `A picture of ${width}×${height} px is too small for ${taps.join(', ')}: it shrinks ${depth} times by half.`,
    `Use at least ${2 ** depth} px on the shorter side (input_max_size), or layers of earlier blocks.`,
  );
}
