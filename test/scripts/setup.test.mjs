import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyOutdated } from '../../scripts/setup/dependencies.mjs';
import { line, sum, tallyChecks, tallyPlaywright, tallyVitest } from '../../scripts/setup/tally.mjs';

describe('installed packages', () => {
  const wanted = {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0' },
    'node_modules/for-another-system': { version: '1.0.0', optional: true },
  };

  it('are taken as they are when they are those of the lock file', () => {
    expect(
      whyOutdated(wanted, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } }),
    ).toBe(undefined);
  });

  it.each([
    ['nothing is installed yet', undefined],
    ['node_modules/b is missing', { 'node_modules/a': { version: '1.0.0' } }],
    [
      'node_modules/a is 0.9.0, wanted 1.0.0',
      { 'node_modules/a': { version: '0.9.0' }, 'node_modules/b': { version: '2.0.0' } },
    ],
  ])('are installed again when %s', (reason, installed) => {
    expect(whyOutdated(wanted, installed)).toBe(reason);
  });
});

describe('the count of a test run', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'plein-air-tally-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** @param {unknown} report */
  async function reportFile(report) {
    const file = path.join(folder, 'report.json');
    await writeFile(file, JSON.stringify(report));
    return file;
  }

  const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, numTodoTests: 0 };
  const playwright = { stats: { expected: 3, unexpected: 1, flaky: 0, skipped: 0 } };

  it('adds the parts up, each static check as one', async () => {
    const total = sum([
      tallyChecks([{ ok: true }, { ok: false }]),
      tallyVitest(await reportFile(vitest), 0),
      tallyPlaywright(await reportFile(playwright), 1),
    ]);
    expect(line(total)).toBe('9 passed, 2 failed, 2 skipped');
  });

  it('counts a runner that fails without a failed test as one failure', async () => {
    expect(tallyVitest(await reportFile(vitest), 1).failed).toBe(1);
  });

  it('counts a runner without a report as one failure, whatever its exit code', () => {
    expect(tallyVitest(path.join(folder, 'nowhere.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(tallyPlaywright(path.join(folder, 'nowhere.json'), 0).failed).toBe(1);
  });

  it('names skipped tests only where there are some', () => {
    expect(line({ passed: 4, failed: 0, skipped: 0 })).toBe('4 passed, 0 failed');
  });
});
