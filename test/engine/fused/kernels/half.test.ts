import { describe, expect, it } from 'vitest';
import { fromHalf, HALF_MAX, toHalf, toHalves } from '../../../../src/engine/fused/kernels/half.ts';

describe('half precision', () => {
  it('every half-precision value is its own rounding', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = fromHalf(bits);
      if (Number.isNaN(value)) expect(fromHalf(toHalf(value))).toBeNaN();
      else if (toHalf(value) !== bits) expect(toHalf(value).toString(16)).toBe(bits.toString(16));
    }
  });

  it('takes the nearer of two neighbours, and the even one of two equally near', () => {
    for (let bits = 0; bits < 0x7bff; bits++) {
      const [low, high] = [fromHalf(bits), fromHalf(bits + 1)];
      const middle = (low + high) / 2;
      const found = [toHalf(low + (high - low) * 0.4375), toHalf(middle), toHalf(low + (high - low) * 0.5625)];
      if (found.join() !== [bits, bits + (bits & 1), bits + 1].join())
        expect(found).toEqual([bits, bits + (bits & 1), bits + 1]);
    }
  });

  it('leaves its range for infinity, and rounds what is too small to nothing', () => {
    expect(fromHalf(toHalf(HALF_MAX))).toBe(HALF_MAX);
    expect(fromHalf(toHalf(65519))).toBe(HALF_MAX);
    expect(fromHalf(toHalf(65520))).toBe(Number.POSITIVE_INFINITY);
    expect(fromHalf(toHalf(-1e9))).toBe(Number.NEGATIVE_INFINITY);
    expect(toHalf(2 ** -25)).toBe(0);
    expect(toHalf(2 ** -24)).toBe(1);
  });

  it('packs two to a word', () => {
    expect([...toHalves(Float32Array.of(1, -2, 0.5))]).toEqual([0x3c00, 0xc000, 0x3800, 0]);
  });
});
