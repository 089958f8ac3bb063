import fc from 'fast-check';

const STEPS = 2 ** 31 - 1;

/**
 * Any number of a range. Most are spread evenly over it: `fc.double` alone spreads them over the bit patterns, so that nine of ten
 * numbers from −80 to 80 lie within 1e-5 of 0. Ends and numbers next to 0 still come often.
 */
export const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.integer({ min: 0, max: STEPS }).map((step) => Math.min(max, min + (max - min) * (step / STEPS))),
    },
    { weight: 1, arbitrary: fc.double({ min, max, noNaN: true }) },
  );
