import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { propertyTests, takeSeed } from '../../scripts/setup/property-tests.mjs';

describe('property tests of a folder', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'plein-air-properties-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are those that use fast-check, themselves or by way of helpers', async () => {
    const files = {
      'itself.test.ts': "import fc from 'fast-check';",
      'through.test.mjs': "import { it } from 'vitest';\nimport { real } from './helper.ts';",
      'none.test.ts': "import { it } from 'vitest';\nimport { a } from './ring-a.ts';",
      'helper.ts': "import { more } from './more.ts';",
      'more.ts': "import { helper } from './helper.ts';\nimport fc from 'fast-check';",
      'ring-a.ts': "import { b } from './ring-b.ts';",
      'ring-b.ts': "import { a } from './ring-a.ts';",
    };
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    expect(propertyTests(folder).map((file) => path.basename(file))).toEqual(['itself.test.ts', 'through.test.mjs']);
  });
});

describe('a seed', () => {
  it('is taken out of the arguments, wherever it stands', () => {
    expect(takeSeed(['a', '--seed', '-7', 'b'])).toEqual({ seed: -7, rest: ['a', 'b'] });
    expect(takeSeed(['--seed=12'])).toEqual({ seed: 12, rest: [] });
    expect(takeSeed(['a'])).toEqual({ seed: undefined, rest: ['a'] });
  });

  it.each([['--seed'], ['--seed='], ['--seed', 'x'], ['--seed=1.5'], ['--seed', '4294967296']])(
    'is a 32-bit integer: %s %s',
    (...args) => {
      expect(() => takeSeed(args)).toThrow(/32-bit integer/);
    },
  );

  it('is the same for every property, so that two runs of a suite draw the same values', () => {
    const drawn = () => {
      const values = [];
      fc.assert(fc.property(fc.integer(), (value) => void values.push(value)));
      return values;
    };
    expect(drawn()).toEqual(drawn());
    expect(fc.readConfigureGlobal().seed).toBeTypeOf('number');
  });
});
