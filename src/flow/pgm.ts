import type { Mask } from '../core/field.ts';

/** A value that single precision brings just under a level counts as that level. */
const ROUNDING = 1e-3;

/**
 * A mask as a binary PGM file of 256 grey levels (P5), as tools for optical flow exchange reliability: 255 is 1. Fractions of a level are cut
 * off, as the consistency checker of Ruder et al. 2016 cuts them.
 */
export function writePgm({ width, height, data }: Mask): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const bytes = new Uint8Array(header.length + data.length);
  bytes.set(header);
  bytes.set(
    Uint8ClampedArray.from(data, (value) => Math.floor(value * 255 + ROUNDING)),
    header.length,
  );
  return bytes;
}
