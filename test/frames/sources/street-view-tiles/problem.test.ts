import { describe, expect, it } from 'vitest';
import type { PleinAirError } from '../../../../src/core/errors.ts';
import { problemOf } from '../../../../src/frames/sources/street-view-tiles/problem.ts';

const service = { name: 'Map Tiles API', key: 'AIza-secret', origin: 'https://p.example' } as const;

function answer(status: number, body: string) {
  return { status, type: 'application/json', bytes: new Uint8Array(), text: () => body, json: () => JSON.parse(body) };
}

function told(code: number, reason: string, message = `About the key ${service.key}.`): ReturnType<typeof answer> {
  return answer(code, JSON.stringify({ error: { code, message, errors: [{ message, domain: 'global', reason }] } }));
}

function newer(code: number, status: string, reason: string): ReturnType<typeof answer> {
  return answer(code, JSON.stringify({ error: { code, message: '', status, details: [{ reason }, {}] } }));
}

describe('what the Map Tiles API complains of', () => {
  it('is for the caller to deal with where a picture is missing or the session over', () => {
    expect(problemOf(service, told(400, 'expired'), 'x')).toBe('expired');
    expect(problemOf(service, told(403, 'expired'), 'x')).toBe('expired');
    expect(problemOf(service, told(404, 'notFound'), 'x')).toBe('missing');
    expect(problemOf(service, answer(404, '<html>'), 'x')).toBe('missing');
  });

  it.each([
    [told(403, 'forbidden'), { reason: 'key' }],
    [told(403, 'forbidden', 'Requests from referer https://p.example/ are blocked.'), { reason: 'referrer' }],
    [newer(400, 'INVALID_ARGUMENT', 'API_KEY_INVALID'), { reason: 'key' }],
    [newer(403, 'PERMISSION_DENIED', 'SERVICE_DISABLED'), { reason: 'key' }],
    [answer(403, ''), { reason: 'key' }],
    [told(403, 'quotaExceeded'), { reason: 'quota' }],
    [told(429, 'rateLimitExceeded'), { reason: 'quota' }],
    [newer(429, 'RESOURCE_EXHAUSTED', 'RATE_LIMIT_EXCEEDED'), { reason: 'quota' }],
    [answer(429, ''), { reason: 'quota' }],
    [told(400, 'required'), { kind: 'input' }],
    [told(400, 'badRequest'), { kind: 'input' }],
    [told(400, 'invalid'), { kind: 'input' }],
    [answer(503, '<html><body>Sorry</body></html>'), { kind: 'network' }],
  ])('%#', (problem, expected) => {
    let error: unknown;
    try {
      problemOf(service, problem, 'the panorama P');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject(expected);
    if ('kind' in expected) expect(error).not.toHaveProperty('reason');
    expect((error as PleinAirError).text).not.toMatch(/AIza|</);
  });
});
