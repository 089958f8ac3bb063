// npm run test:unit -- [vitest arguments] — unit tests alone, in the environment of `npm test`.
import { inModules } from './setup/paths.mjs';
import { runNode } from './setup/run.mjs';
import { prepareTests } from './setup/test-environment.mjs';

const env = await prepareTests();
process.exitCode = await runNode([inModules('vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)], env);
