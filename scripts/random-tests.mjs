// npm run test:random -- [--seed N] [vitest arguments] — the property tests from a seed drawn anew, or from seed N.
import { randomInt } from 'node:crypto';
import { inModules, inRoot } from './setup/paths.mjs';
import { propertyTests, takeSeed } from './setup/property-tests.mjs';
import { runNode } from './setup/run.mjs';
import { prepareTests } from './setup/test-environment.mjs';

try {
  const { seed = randomInt(-(2 ** 31), 2 ** 31), rest } = takeSeed(process.argv.slice(2));
  // Names of files among the arguments narrow the choice; vitest itself would widen it.
  const names = rest.filter((arg) => arg.includes('test/'));
  const options = rest.filter((arg) => !names.includes(arg));
  const files = propertyTests(inRoot('test')).filter(
    (file) => names.length === 0 || names.some((name) => file.includes(name)),
  );
  if (files.length === 0) throw new Error('No property test has such a name.');
  const env = { ...(await prepareTests()), PROPERTY_SEED: `${seed}` };
  console.log(`seed ${seed}`);
  process.exitCode = await runNode([inModules('vitest', 'vitest.mjs'), 'run', ...files, ...options], env);
  if (process.exitCode !== 0) console.log(`Again with: npm run test:random -- --seed ${seed}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
