import fc from 'fast-check';

/** Seed of all property tests, so that a run of the suite never depends on luck. `npm run test:random` gives another. */
const SEED = 20_240_601;

/** @throws where the environment names a seed that is no 32-bit integer */
function seedOf(given: string | undefined): number {
  if (given === undefined || given === '') return SEED;
  const seed = Number(given);
  if (!Number.isInteger(seed) || seed !== (seed | 0))
    throw new Error(`PROPERTY_SEED is ${given}, not a 32-bit integer`);
  return seed;
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: seedOf(process.env.PROPERTY_SEED) });
