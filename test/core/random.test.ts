import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, seedFrom } from '../../src/core/random.ts';

const COUNT = 100_000;

/** sfc32 over splitmix32 as their authors state them, in whole numbers modulo 2³²: nothing is lost to doubles. */
function exactStream(seed: number, length: number): number[] {
  const word = (value: bigint) => value & 0xffffffffn;
  let mixer = BigInt(seed);
  const split = () => {
    mixer = word(mixer + 0x9e3779b9n);
    let z = word((mixer ^ (mixer >> 16n)) * 0x21f0aaadn);
    z = word((z ^ (z >> 15n)) * 0x735a2d97n);
    return z ^ (z >> 15n);
  };
  let [a, b, c, counter] = [split(), split(), split(), 1n];
  const next = () => {
    const t = word(a + b + counter);
    counter = word(counter + 1n);
    a = b ^ (b >> 9n);
    b = word(c + (c << 3n));
    c = word(((c << 21n) | (c >> 11n)) + t);
    return Number(t) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next();
  return Array.from({ length }, next);
}

describe('createRandom', () => {
  it('is sfc32 for any seed, bit for bit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (seed) => {
        const random = createRandom(seed);
        expect(Array.from({ length: 50 }, () => random.next())).toEqual(exactStream(seed, 50));
      }),
      { numRuns: 50 },
    );
  });

  it('gives neighbouring seeds unrelated streams', () => {
    const [a, b] = [createRandom(1), createRandom(2)];
    let product = 0;
    for (let i = 0; i < COUNT; i++) product += (a.next() - 0.5) * (b.next() - 0.5);
    // The mean of the products has deviation 1/12/√COUNT; five of them never happen by chance.
    expect(Math.abs(product / COUNT)).toBeLessThan((5 * (1 / 12)) / Math.sqrt(COUNT));
  });

  it('is uniform with the mean and variance of [low, high)', () => {
    const random = createRandom(3);
    const values = Array.from({ length: COUNT }, () => random.uniform(-20, 20));
    const mean = values.reduce((a, b) => a + b, 0) / COUNT;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / COUNT;
    expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(-20);
    expect(values.every((v) => v >= -20 && v < 20)).toBe(true);
    // Five standard errors: 40/√12/√COUNT = 0.0365 for the mean; for the variance 133·√(0.8/COUNT) = 0.377.
    expect(Math.abs(mean)).toBeLessThan(5 * 0.0365);
    expect(Math.abs(variance - 1600 / 12)).toBeLessThan(5 * 0.377);
  });

  it('draws every whole number below n equally often, and n never', () => {
    const random = createRandom(4);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) counts[random.below(6)]!++;
    expect(counts).toHaveLength(6);
    // Five standard errors of a binomial count: √(60000·1/6·5/6) = 91.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * 91);
    expect(random.below(1)).toBe(0);
  });

  it('draws standard normals: moments, tails, and pairs that do not depend on each other', () => {
    const random = createRandom(5);
    const values = Array.from({ length: COUNT }, () => random.normal());
    const moment = (k: number) => values.reduce((a, b) => a + b ** k, 0) / COUNT;
    const error = (variance: number) => 5 * Math.sqrt(variance / COUNT);
    // E x, x², x³, x⁴ = 0, 1, 0, 3, with variances 1, 2, 15, 96; five standard errors each.
    expect(Math.abs(moment(1))).toBeLessThan(error(1));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(error(2));
    expect(Math.abs(moment(3))).toBeLessThan(error(15));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(error(96));
    let pairs = 0;
    for (let i = 0; i < COUNT; i += 2) pairs += (values[i]! * values[i + 1]!) / (COUNT / 2);
    expect(Math.abs(pairs)).toBeLessThan(error(2));
    expect(values.every(Number.isFinite)).toBe(true);
  });
});

describe('seedFrom', () => {
  it('is FNV-1a of the names, each closed by a zero', () => {
    // 0xe40c292c is the published FNV-1a of "a"; one more round over a zero byte multiplies by the prime.
    expect(seedFrom(0, 'a')).toBe(Math.imul(0xe40c292c, 0x01000193) >>> 0);
  });

  it('tells seeds, names and their borders apart', () => {
    const seeds = [
      seedFrom(0),
      seedFrom(1),
      seedFrom(0, 'ab', 'c'),
      seedFrom(0, 'a', 'bc'),
      seedFrom(0, 'abc'),
      seedFrom(1, 'abc'),
      seedFrom(0, 1, 2),
      seedFrom(0, 12),
      seedFrom(0xffffffff, 'ß☃𝄞'),
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
    for (const seed of seeds) expect(seed).toBe(seed >>> 0);
  });
});
