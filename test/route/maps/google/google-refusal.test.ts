import { expect, test, vi } from 'vitest';
import { refusalOf } from '../../../../src/route/maps/google/google-refusal.ts';

vi.stubGlobal('location', { origin: 'https://paints.example' });

/** As Google's own errors are; their text may hold the request. */
const error = (code: string) => Object.assign(new Error(`GEOCODER_GEOCODE: ${code}: key=SECRET`), { code });

test.each([
  ['REQUEST_DENIED', 'input', 'enable “Routes API”'],
  ['PERMISSION_DENIED', 'input', 'https://paints.example/*'],
  ['OVER_QUERY_LIMIT', 'network', 'quota'],
  ['RESOURCE_EXHAUSTED', 'network', 'quota'],
  ['INVALID_ARGUMENT', 'input', 'points'],
  ['UNKNOWN_ERROR', 'network', 'try again'],
  ['UNAVAILABLE', 'network', 'connection'],
])('%s is of kind %s and says what to do', (code, kind, words) => {
  const refusal = refusalOf(error(code), 'Routes API');
  expect(refusal.kind).toBe(kind);
  expect(refusal.message).toContain(`(${code})`);
  expect(refusal.remedy).toContain(words);
  expect(refusal.text).not.toContain('SECRET');
  expect(refusal.cause).toBeUndefined();
});

test('an error without a code is a service that did not answer', () => {
  expect(refusalOf(new TypeError('fetch SECRET'), 'Geocoding API')).toMatchObject({
    kind: 'network',
    message: 'Google’s Geocoding API did not answer.',
  });
});
