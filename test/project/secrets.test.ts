import { describe, expect, test } from 'vitest';
import { createParams } from '../../src/project/resolve.ts';
import { writeParams } from '../../src/project/write.ts';
import { good } from './outcome.ts';

describe('keys that are named like secrets', () => {
  const SECRET = 'AIzaSy-not-to-travel';
  const NAMES = [
    'google_key',
    'GOOGLE_API_KEY',
    'key',
    'apikey',
    'apiKey',
    'mapillary_token',
    'accessToken',
    'client-secret',
    'url_signature',
    'signature',
    'password',
  ];

  test.each(NAMES)('%s is left out, at whatever depth', (name) => {
    const extras = { [name]: SECRET, mine: { list: [{ [name]: SECRET, kept: 1 }], [name]: { deep: SECRET } } };
    const text = writeParams(createParams(), {}, extras);
    expect(text).not.toContain(SECRET);
    expect(good(text).extras).toEqual({ mine: { list: [{ kept: 1 }] } });
  });

  test.each(['monkey', 'keyframe', 'tokens_used', 'secretary', 'key_light', 'turkey', 'my note'])(
    '%s is no secret',
    (name) => {
      expect(good(writeParams(createParams(), {}, { [name]: 'kept' })).extras).toEqual({ [name]: 'kept' });
    },
  );

  test('are told of when a file with them is read', () => {
    expect(good(`google_key: ${SECRET}\n`).warnings).toEqual([
      { line: 1, column: 13, key: 'google_key', message: expect.stringContaining('named like a secret') },
    ]);
  });
});
