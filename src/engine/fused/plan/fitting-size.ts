import type { Size } from '../../../core/image.ts';

/** Sides are tried in these steps: multiples of what the network's poolings divide by. */
const STEP = 16;

/**
 * The largest picture of the same shape that fits.
 * @param fits asked for smaller and smaller sizes
 * @returns null where none with a longer side of 32 px or more does
 */
export function fittingSize({ width, height }: Size, fits: (size: Size) => boolean): Size | null {
  const longer = Math.max(width, height);
  for (let side = Math.floor((longer - 1) / STEP) * STEP; side >= 32; side -= STEP) {
    const size = {
      width: Math.max(1, Math.round((width * side) / longer)),
      height: Math.max(1, Math.round((height * side) / longer)),
    };
    if (fits(size)) return size;
  }
  return null;
}
