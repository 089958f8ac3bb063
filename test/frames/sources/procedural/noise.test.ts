import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { band, fractal, hash, noise2, noise3, stripes } from '../../../../src/frames/sources/procedural/noise.ts';
import { real } from '../../../support/reals.ts';

describe('noise', () => {
  it('hashes evenly and differently by seed and coordinate', () => {
    const values = Array.from({ length: 4000 }, (_, k) => hash(5, k % 50, Math.floor(k / 50), 3));
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    // standard error of the mean of 4000 uniform values is 0.0046
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
    expect(Math.min(...values)).toBeLessThan(0.01);
    expect(Math.max(...values)).toBeGreaterThan(0.99);
    expect(new Set(values).size).toBeGreaterThan(3995);
    expect(hash(5, 1, 2)).not.toBe(hash(6, 1, 2));
    expect(hash(5, 1, 2)).not.toBe(hash(5, 2, 1));
  });

  it('is continuous and bounded', () => {
    fc.assert(
      fc.property(real(-5000, 5000), real(-5000, 5000), (x, y) => {
        for (const noise of [(p: number) => noise2(3, p, y), (p: number) => noise3(3, y, 7, p)]) {
          expect(Math.abs(noise(x))).toBeLessThanOrEqual(1);
          // the steepest slope of value noise is 1.5 · 2 a unit
          expect(Math.abs(noise(x + 1e-4) - noise(x))).toBeLessThan(3.1e-4);
        }
      }),
    );
  });

  it('fades to its mean where a pixel covers more than its pattern', () => {
    expect(fractal(1, 0.3, 0.7, 5, 50)).toBe(0);
    expect(fractal(1, 0.3, 0.7, 5, 0)).not.toBe(0);
  });
});

describe('filtered lines', () => {
  const average = (inside: (x: number) => boolean, x: number, width: number) => {
    let sum = 0;
    for (let k = 0; k < 2000; k++) if (inside(x - width / 2 + ((k + 0.5) / 2000) * width)) sum++;
    return sum / 2000;
  };

  it('equal the mean of the sharp pattern over the pixel', () => {
    fc.assert(
      fc.property(real(-20, 20), real(0.05, 0.95), real(0.01, 4), (x, part, width) => {
        // a step of the average, at each of up to five edges
        const tolerance = (2 * (width + 2)) / 2000;
        expect(Math.abs(stripes(x, part, width) - average((p) => p - Math.floor(p) < part, x, width))).toBeLessThan(
          tolerance,
        );
        expect(Math.abs(band(x, -part, part, width) - average((p) => Math.abs(p) < part, x, width))).toBeLessThan(
          tolerance,
        );
      }),
    );
  });
});
