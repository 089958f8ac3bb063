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
    'maps_key_2',
    'apiKey2',
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

describe('values that look like secrets', () => {
  const KEY = 'AIzaSyD-0123456789abcdefghijklmnopqrstu';
  const SECRETS = [
    KEY,
    `Bearer ${KEY}`,
    'MLY|1234567890|0123456789abcdef',
    `https://maps.googleapis.com/maps/api/streetview?size=640x640&key=${KEY}`,
    'https://tiles.example.org/{z}/{x}/{y}.png?api_key=0123',
    'https://example.org/a?b=1&access_token=0123',
    'https://example.org/a?maps-token=0123',
    'https://example.org/a.jpg?X-Amz-Signature=0123&b=1',
    'https://example.org/a#signature=0123',
  ];

  test.each(SECRETS)('%s is left out, at whatever depth', (secret) => {
    const extras = { preview: secret, mine: { list: [secret, 'kept', { deep: secret, kept: 1 }], [secret]: 2 } };
    const text = writeParams(createParams(), {}, extras);
    expect(text).not.toContain(secret);
    expect(good(text).extras).toEqual({ mine: { list: ['kept', { kept: 1 }] } });
  });

  test.each([
    'https://www.mapillary.com/app/?pKey=0123',
    'https://example.org/?q=key',
    'the key = C major; signature=4/4',
    'Aizawa street',
    'MLY',
  ])('%s is none', (text) => {
    expect(good(writeParams(createParams(), {}, { text })).extras).toEqual({ text });
  });

  test('are told of when a file with them is read', () => {
    expect(good(`shots: [{at: 1, by: "${KEY}"}]\n`).warnings).toEqual([
      { line: 1, column: 8, key: 'shots', message: expect.stringContaining('looks like a secret') },
    ]);
  });
});
