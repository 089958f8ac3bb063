import { describe, expect, it } from 'vitest';
import { writePgm } from '../../src/flow/pgm.ts';
import { readNetpbm } from '../../src/platform/netpbm.ts';

const bytes = (header: string, ...values: readonly number[]) =>
  Uint8Array.from([...new TextEncoder().encode(header), ...values]);
const red = (data: Uint8ClampedArray) => [...data].filter((_, i) => i % 4 === 0);

describe('a mask as PGM', () => {
  it('writes a mask as 256 levels behind the header that every reader knows', () => {
    const file = writePgm({ width: 3, height: 2, data: Float32Array.of(0, 1, 0.5, 2, -1, 0.25) });
    expect(file).toEqual(bytes('P5\n3 2\n255\n', 0, 255, 127, 255, 0, 63));
    const back = readNetpbm(file, 'mask.pgm');
    expect(back).toMatchObject({ width: 3, height: 2 });
    expect(red(back.data)).toEqual([0, 255, 127, 255, 0, 63]);
  });

  it('gives every level back that it was made from', () => {
    const data = Float32Array.from({ length: 256 }, (_, i) => i / 255);
    const back = readNetpbm(writePgm({ width: 16, height: 16, data }), 'mask.pgm');
    expect(red(back.data)).toEqual(Array.from({ length: 256 }, (_, i) => i));
  });
});
