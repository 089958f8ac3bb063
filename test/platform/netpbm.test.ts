import { describe, expect, it } from 'vitest';
import { isNetpbm, readNetpbm } from '../../src/platform/netpbm.ts';

const bytes = (header: string, ...values: readonly number[]) =>
  Uint8Array.from([...new TextEncoder().encode(header), ...values]);
const red = (data: Uint8ClampedArray) => [...data].filter((_, i) => i % 4 === 0);

describe('netpbm', () => {
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
    ['no brightness', bytes('P5\n1 1\n0\n', 1), 'has values up to 0; 1 to 255 can be read'],
    ['a strip', bytes('P5\n1 40\n255\n'), 'is 1 × 40 px; a picture may be at most 20 times as long as wide'],
    ['a header alone', bytes('P6\n2 1\n255\n'), 'is incomplete: 11 bytes, 17 are needed'],
    ['cut off', bytes('P6\n2 1\n255\n', 1, 2, 3), 'is incomplete: 14 bytes, 17 are needed'],
  ])('refuses %s by name', (_kind, file, what) => {
    expect(() => readNetpbm(file, 'street.ppm')).toThrow(`The picture street.ppm ${what}.`);
  });
});
