// npm run check — everything that can be told without running the program.
import { ensureDependencies } from './setup/dependencies.mjs';
import { runStaticChecks } from './setup/static-checks.mjs';

await ensureDependencies();
const results = await runStaticChecks();
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
