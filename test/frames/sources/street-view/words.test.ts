import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../../src/core/errors.ts';
import { createStreetView } from '../../../../src/frames/sources/street-view/street-view.ts';
import type { HttpAnswer, HttpClient } from '../../../../src/platform/http-client.ts';
import { createFastClock } from '../../../support/fast-clock.ts';

const KEY = 'AIza+secret/key';
const place = { lat: 55.7, lng: 13.2 };
const view = { heading: 0, pitch: 0, fov: 90, width: 64, height: 64 };

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
}

/** An HTTP client that answers metadata and pictures with given words. */
function answering({ metadata, picture }: { metadata?: Answer; picture?: Answer }): HttpClient {
  const ok: Answer = { body: JSON.stringify({ status: 'OK', pano_id: 'P', location: place, copyright: '© Google' }) };
  return {
    send: async ({ url }) => {
      const asksMetadata = new URL(url).pathname.endsWith('/metadata');
      const { status = 200, type = 'application/json', body } = (asksMetadata ? metadata : picture) ?? ok;
      const answer: HttpAnswer = {
        status,
        type,
        bytes: new TextEncoder().encode(body),
        text: () => body,
        json: () => JSON.parse(body),
      };
      return answer;
    },
  };
}

function provider(answers: Parameters<typeof answering>[0]) {
  return createStreetView({
    http: answering(answers),
    key: KEY,
    origin: 'https://p.example',
    clock: createFastClock(50),
  });
}

async function scoutWith(metadata: Answer) {
  const answers = [];
  for await (const answer of provider({ metadata }).scout([place], { radius: 50 })) answers.push(answer);
  return answers;
}

const said = (status: string, message?: string) => ({ body: JSON.stringify({ status, error_message: message }) });

describe('what Street View’s metadata says', () => {
  it.each(['ZERO_RESULTS', 'NOT_FOUND'])('%s is no picture', async (status) => {
    expect(await scoutWith(said(status))).toEqual([{ index: 0, candidates: [] }]);
  });

  it.each([
    ['REQUEST_DENIED', 'The provided API key is invalid.', 'key', /Compare the key/],
    [
      'REQUEST_DENIED',
      'This API project is not authorized to use this API.',
      'key',
      /Enable the Street View Static API/,
    ],
    ['REQUEST_DENIED', 'You must enable Billing on the Google Cloud Project.', 'key', /Turn billing on/],
    [
      'REQUEST_DENIED',
      'API keys with referer restrictions cannot be used with this API.',
      'referrer',
      /p\.example\/\*/,
    ],
    ['REQUEST_DENIED', undefined, 'key', /Compare the key/],
    ['OVER_QUERY_LIMIT', 'You have exceeded your daily request quota.', 'quota', /quota begins anew/],
    ['INVALID_REQUEST', undefined, 'service', /later/],
    ['SOMETHING_NEW', undefined, 'service', /later/],
  ])('%s (%s) is a refusal for %s', async (status, message, reason, remedy) => {
    await expect(scoutWith(said(status, message))).rejects.toMatchObject({
      reason,
      remedy: expect.stringMatching(remedy),
    });
  });

  it('is read by its HTTP status where it has no body', async () => {
    await expect(scoutWith({ status: 403, type: 'text/html', body: '<p>Forbidden</p>' })).rejects.toMatchObject({
      reason: 'key',
    });
    await expect(scoutWith({ status: 429, body: 'slow down' })).rejects.toMatchObject({ reason: 'quota' });
    await expect(scoutWith({ status: 502, body: '' })).rejects.toMatchObject({ reason: 'service' });
    await expect(scoutWith({ body: '{}' })).rejects.toMatchObject({ reason: 'service' });
    expect(await scoutWith({ body: '{"status":"OK"}' })).toEqual([{ index: 0, candidates: [] }]);
  });

  it('never passes the key on, even where Google repeats it', async () => {
    for (const shown of [KEY, encodeURIComponent(KEY)]) {
      const error = await scoutWith(said('REQUEST_DENIED', `The key ${shown} is bad`)).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(PleinAirError);
      expect(error.text).toContain('The key … is bad');
      expect(error.text).not.toContain(shown);
    }
  });
});

describe('what Street View says instead of a picture', () => {
  const ref = { id: 'P', position: place };
  it.each([
    [
      403,
      'The Google Maps Platform server rejected your request. You have exceeded your daily request quota.',
      { reason: 'quota' },
    ],
    [403, 'The provided API key is invalid.', { reason: 'key' }],
    [403, 'Requests from referer https://p.example/ are blocked.', { reason: 'referrer' }],
    [429, '', { reason: 'quota' }],
    [400, 'Invalid size', { kind: 'input', message: expect.stringContaining('“Invalid size”') }],
    [500, '', { kind: 'network', message: expect.stringContaining('HTTP 500') }],
    [200, 'no picture', { kind: 'network' }],
  ])('%d (%s)', async (status, body, error) => {
    await expect(provider({ picture: { status, type: 'text/plain', body } }).fetch(ref, view)).rejects.toMatchObject(
      error,
    );
  });

  it('a refusal of the picture alone, which the metadata does not share, ends this frame alone', async () => {
    const failed = provider({ picture: { status: 403, type: 'text/plain', body: '' } }).fetch(ref, view);
    await expect(failed).rejects.toSatisfy((error) => error instanceof PleinAirError && !('reason' in error));
  });

  it('an id that the metadata knows and the pictures do not is gone', async () => {
    const failed = provider({ picture: { status: 404, type: 'text/plain', body: '' } }).fetch(ref, view);
    await expect(failed).rejects.toThrow(/no longer has the picture P/);
  });
});
