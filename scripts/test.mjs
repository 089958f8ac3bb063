// npm test — static checks, unit tests and browser tests; the last line counts them all.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inModules } from './setup/paths.mjs';
import { runNode } from './setup/run.mjs';
import { runStaticChecks } from './setup/static-checks.mjs';
import { line, sum, tallyChecks, tallyPlaywright, tallyVitest } from './setup/tally.mjs';
import { prepareTests } from './setup/test-environment.mjs';

/** @param {NodeJS.ProcessEnv} env @param {string} folder for the runners' reports */
async function runAll(env, folder) {
  const checks = tallyChecks(await runStaticChecks());

  console.log('\n— unit tests —');
  const vitestReport = path.join(folder, 'vitest.json');
  const vitestCode = await runNode(
    [
      inModules('vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${vitestReport}`,
    ],
    env,
  );
  const units = tallyVitest(vitestReport, vitestCode);

  console.log('\n— browser tests —');
  const playwrightReport = path.join(folder, 'playwright.json');
  const playwrightCode = await runNode([inModules('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport,
  });
  const browser = tallyPlaywright(playwrightReport, playwrightCode);

  console.log('');
  for (const [name, tally] of Object.entries({
    'static checks': checks,
    'unit tests': units,
    'browser tests': browser,
  })) {
    console.log(`${name}: ${line(tally)}`);
  }
  return { total: sum([checks, units, browser]), tested: units.passed + units.failed > 0 };
}

const folder = mkdtempSync(path.join(tmpdir(), 'plein-air-test-'));
try {
  const { total, tested } = await runAll(await prepareTests(), folder);
  if (!tested) console.error('No unit test ran.');
  process.exitCode = total.failed === 0 && tested ? 0 : 1;
  console.log(line(total));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
  console.log('0 passed, 1 failed');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
