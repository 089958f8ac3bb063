import { afterEach, expect, test } from 'vitest';
import { createPatientHttp, type PatienceOptions } from '../../src/platform/patient-http.ts';
import { type StandIn, type StandInAnswer, type StandInServer, startStandIns } from '../servers/stand-in.ts';
import { createFastClock } from '../support/fast-clock.ts';

const PICTURE = Uint8Array.from({ length: 200_000 }, (_, at) => (at * 31) % 251);
const IMAGE = { 'content-type': 'image/jpeg' };
const URL_OF_IT = 'https://pictures.example/7?key=SECRET-KEY';

let server: StandInServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A service that gives one answer after another, the last one for ever. */
async function serving(answers: readonly StandInAnswer[], options: PatienceOptions = {}) {
  let turn = 0;
  const standIn: StandIn = {
    hosts: ['pictures.example'],
    answer: () => answers[Math.min(turn++, answers.length - 1)] ?? {},
  };
  const started = await startStandIns([standIn]);
  server = started;
  const clock = createFastClock();
  return { http: createPatientHttp(started.fetcher, { clock, ...options }), requests: started.requests, clock };
}

test('a transfer that breaks in the middle is made again, and comes whole', async () => {
  const cut = { body: PICTURE, headers: IMAGE, cut: true };
  const { http, requests } = await serving([cut, cut, { body: PICTURE, headers: IMAGE }]);
  const answer = await http.send({ url: URL_OF_IT, what: 'the picture 7' });
  expect(Buffer.from(answer.bytes).equals(Buffer.from(PICTURE))).toBe(true);
  expect(answer.type).toBe('image/jpeg');
  expect(requests).toHaveLength(3);
});

test('a transfer that always breaks is an error that says so, without the address', async () => {
  const { http, requests } = await serving([{ body: PICTURE, headers: IMAGE, cut: true }]);
  const sent = http.send({ url: URL_OF_IT, what: 'the picture 7' });
  await expect(sent).rejects.toThrow(
    expect.objectContaining({
      kind: 'network',
      message: expect.stringMatching(/pictures\.example.*the picture 7.*broke off/),
    }),
  );
  await expect(sent).rejects.not.toThrow(/SECRET/);
  expect(requests).toHaveLength(5);
});

test('a picture shorter than announced is a broken transfer, even where the browser does not mind', async () => {
  // A browser that hands over what came without complaint.
  let turn = 0;
  const fetcher = {
    fetch: async () =>
      new Response(PICTURE.subarray(0, turn++ === 0 ? 1000 : PICTURE.length), {
        headers: { ...IMAGE, 'content-length': String(PICTURE.length) },
      }),
  };
  const answer = await createPatientHttp(fetcher, { clock: createFastClock() }).send({ url: URL_OF_IT, what: 'it' });
  expect([answer.bytes.byteLength, turn]).toEqual([PICTURE.length, 2]);
});

test('an answer that was packed is longer or shorter than announced, and whole', async () => {
  const { gzipSync } = await import('node:zlib');
  const text = JSON.stringify({ some: 'x'.repeat(5000) });
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  const { http, requests } = await serving([{ body: gzipSync(text), headers }]);
  expect((await http.send({ url: URL_OF_IT, what: 'it' })).text()).toBe(text);
  expect(requests).toHaveLength(1);
});

test('a service that is silent for too long is asked again', async () => {
  const { http, requests, clock } = await serving([{ delay: 60_000 }, { body: PICTURE, headers: IMAGE }], {
    stall: 10_000,
  });
  const answer = await http.send({ url: URL_OF_IT, what: 'it' });
  expect(answer.bytes.byteLength).toBe(PICTURE.length);
  expect(requests).toHaveLength(2);
  expect(clock.waits[0]).toBe(10_000);
});

test('a service that is slow is waited for', async () => {
  const { http, requests } = await serving([{ delay: 300, body: PICTURE, headers: IMAGE }]);
  expect((await http.send({ url: URL_OF_IT, what: 'it' })).bytes.byteLength).toBe(PICTURE.length);
  expect(requests).toHaveLength(1);
});

test('429 with Retry-After over real HTTP', async () => {
  const { http, requests, clock } = await serving([
    { status: 429, headers: { 'retry-after': '4' } },
    { body: PICTURE, headers: IMAGE },
  ]);
  expect((await http.send({ url: URL_OF_IT, what: 'it' })).status).toBe(200);
  expect(requests).toHaveLength(2);
  expect(clock.waits).toContain(4000);
});

test('a question with JSON is posted as such', async () => {
  const { http, requests } = await serving([{ body: '{}', headers: { 'content-type': 'application/json' } }]);
  await http.send({ url: URL_OF_IT, json: { mapType: 'streetview' }, what: 'a session' });
  await http.send({ url: URL_OF_IT, what: 'a session' });
  expect(requests.map(({ method, body }) => [method, body])).toEqual([
    ['POST', '{"mapType":"streetview"}'],
    ['GET', ''],
  ]);
  expect(requests[0]?.headers['content-type']).toBe('application/json');
  // A GET that stays simple needs no preflight. https://fetch.spec.whatwg.org/#cors-preflight-fetch
  expect(requests[1]?.headers['content-type']).toBeUndefined();
});

test('every byte is counted as it comes, those of broken transfers too', async () => {
  let bytes = 0;
  const { http } = await serving(
    [
      { body: PICTURE, headers: IMAGE, cut: true },
      { body: PICTURE, headers: IMAGE },
    ],
    {
      onTraffic: (count) => {
        bytes += count;
      },
    },
  );
  await http.send({ url: URL_OF_IT, what: 'it' });
  expect(bytes).toBeGreaterThan(PICTURE.length);
  expect(bytes).toBeLessThanOrEqual(PICTURE.length * 1.5);
});

test('nobody there: the error of a real refused connection names the host alone', async () => {
  const { http } = await serving([{}]);
  await server?.close();
  server = undefined;
  await expect(http.send({ url: URL_OF_IT, what: 'the picture 7' })).rejects.toThrow(
    /^pictures\.example did not answer to this page when asked for the picture 7/,
  );
});
