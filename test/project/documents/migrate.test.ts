import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import { type DocumentStep, migrateDocument } from '../../../src/project/documents/migrate.ts';

/** Version 2 calls the name a title, version 3 adds stars. */
const STEPS: readonly DocumentStep[] = [
  ({ name, ...rest }) => ({ ...rest, title: name }),
  (values) => ({ ...values, stars: 0 }),
];

describe('the migration of documents', () => {
  it('goes through every step from the version of a document on, in order', () => {
    expect(migrateDocument({ version: 1, name: 'a' }, 'a', STEPS)).toEqual({ version: 3, title: 'a', stars: 0 });
    expect(migrateDocument({ version: 2, title: 'a' }, 'a', STEPS)).toEqual({ version: 3, title: 'a', stars: 0 });
    expect(migrateDocument({ version: 3, title: 'a', stars: 5 }, 'a', STEPS)).toEqual({
      version: 3,
      title: 'a',
      stars: 5,
    });
  });

  it('leaves what it was given as it was', () => {
    const given = Object.freeze({ version: 1, name: 'a' });
    migrateDocument(given, 'a', STEPS);
    expect(given).toEqual({ version: 1, name: 'a' });
  });

  it.each([undefined, null, 0, -1, 1.5, '2', Number.NaN])('takes the version %s for the first', (version) => {
    expect(migrateDocument({ version, name: 'a' }, 'a', STEPS)).toMatchObject({ version: 3, title: 'a' });
  });

  it('refuses a version that is not known yet, and says what to do', () => {
    const tooNew = () => migrateDocument({ version: 4 }, 'Lund', STEPS);
    expect(tooNew).toThrow(PleinAirError);
    expect(tooNew).toThrow(/project Lund was kept by a newer Plein Air \(form 4; this one reads up to 3\)/);
  });

  it('knows one version today', () => {
    expect(migrateDocument({ version: 1 }, 'a')).toEqual({ version: 1 });
    expect(() => migrateDocument({ version: 2 }, 'a')).toThrow(PleinAirError);
  });
});
