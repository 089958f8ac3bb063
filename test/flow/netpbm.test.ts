import { describe, expect, it } from 'vitest';
import { isNetpbm, readNetpbm, writePgm } from '../../src/flow/netpbm.ts';

const bytes = (header: string, ...values: readonly number[]) =>
  Uint8Array.from([...new TextEncoder().encode(header), ...values]);
const red = (data: Uint8ClampedArray) => [...data].filter((_, i) => i % 4 === 0);

describe('netpbm', () => {
  it('writes a mask as 256 levels behind the header that every reader knows', () => {
    const file = writePgm({ width: 3, height: 2, data: Float32Array.of(0, 1, 0.5, 2, -1, 0.25) });
    expect(file).toEqual(bytes('P5\n3 2\n255\n', 0, 255, 127, 255, 0, 63));
    const back = readNetpbm(file, 'mask.pgm');
    expect(back).toMatchObject({ width: 3, height: 2 });
    expect(red(back.data)).toEqual([0, 255, 127, 255, 0, 63]);
  });

  it('gives every level back that it was made from', () => {
    const data = Float32Array.from({ length: 256 }, (_, i) => i / 255);
    const back = readNetpbm(writePgm({ width: 256, height: 1, data }), 'mask.pgm');
    expect(red(back.data)).toEqual(Array.from({ length: 256 }, (_, i) => i));
  });

  it('reads colours, comments, and values that do not go up to 255', () => {
    const { data } = readNetpbm(bytes('P6 # made by hand\n1\n# and wide\n2 31\n', 31, 0, 1, 2, 3, 4), 'a.ppm');
    expect([...data]).toEqual([255, 0, 8, 255, 16, 25, 33, 255]);
  });

  it('leaves a value alone that looks like white space after the header', () => {
    expect(red(readNetpbm(bytes('P5\n2 1\n255\n', 10, 32), 'a.pgm').data)).toEqual([10, 32]);
  });

  it('knows its own', () => {
    expect(isNetpbm(bytes('P6\n'))).toBe(true);
    expect(isNetpbm(bytes('P3\n'))).toBe(true);
    expect(isNetpbm(bytes('PNG'))).toBe(false);
    expect(isNetpbm(new Uint8Array())).toBe(false);
  });

  it.each([
    ['text', bytes('P3\n1 1\n255\n1 2 3\n'), 'is no binary PGM or PPM file'],
    ['sixteen bits', bytes('P5\n1 1\n65535\n', 1, 2), 'has values up to 65535; 1 to 255 can be read'],
    ['no size', bytes('P5\n0 4\n255\n'), 'has 0 × 4 px'],
    ['cut off', bytes('P6\n2 1\n255\n', 1, 2, 3), 'is incomplete: 14 bytes, 17 are needed'],
  ])('refuses %s by name', (_kind, file, what) => {
    expect(() => readNetpbm(file, 'street.ppm')).toThrow(`The picture street.ppm ${what}.`);
  });
});
