import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PleinAirError } from '../../src/core/errors.ts';
import type { Connection } from '../../src/platform/connection.ts';
import type { Fetcher } from '../../src/platform/fetcher.ts';
import { createPatientHttp, type PatienceOptions } from '../../src/platform/patient-http.ts';

const SECRET = 'SECRET-KEY';
const URL_WITH_KEY = `https://api.example/picture?key=${SECRET}`;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** What a scripted network does with one request. */
type Turn = (init: { signal?: AbortSignal | undefined }) => Promise<Response> | Response;

/** A network that takes one turn after another, the last one for ever. */
function network(...turns: readonly Turn[]) {
  const starts: number[] = [];
  const fetcher: Fetcher = {
    fetch: async (_url, init) => {
      const turn = turns[Math.min(starts.length, turns.length - 1)];
      starts.push(performance.now());
      if (!turn) throw new Error('no turn');
      return turn({ signal: init?.signal });
    },
  };
  return { fetcher, starts };
}

const ok: Turn = () => new Response('{"a":1}', { headers: { 'content-type': 'application/json; charset=utf-8' } });
const status = (code: number, headers: Record<string, string> = {}): Turn => {
  return () => new Response('no', { status: code, headers });
};
/** As fetch fails below HTTP, with words that name the address. */
const nobody: Turn = () => {
  throw new TypeError(`Failed to fetch ${URL_WITH_KEY}`);
};
/** Sends some bytes, then no more until it is aborted. */
const stuck =
  (bytes: number): Turn =>
  ({ signal }) =>
    new Response(
      new ReadableStream({
        start(controller) {
          if (bytes > 0) controller.enqueue(new Uint8Array(bytes));
          signal?.addEventListener('abort', () => controller.error(signal.reason));
        },
      }),
    );
const deaf: Turn = ({ signal }) =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

/** Half of each wait is chance: 1 − ε gives the whole. */
const patient = (fetcher: Fetcher, options: PatienceOptions = {}) =>
  createPatientHttp(fetcher, { random: () => 1, ...options });

/** Lets time pass until the request has ended. */
async function ended<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(600_000);
  return promise;
}

async function failureOf(promise: Promise<unknown>): Promise<PleinAirError> {
  const error = await ended(promise).catch((reason: unknown) => reason);
  if (!(error instanceof PleinAirError)) throw new Error(`no PleinAirError: ${error}`);
  return error;
}

/** Every word of an error that could be shown or logged. */
function allWordsOf(error: Error): string {
  return [error.message, error instanceof PleinAirError ? error.remedy : '', error.stack, String(error.cause)].join();
}

const seconds = (starts: readonly number[]) => starts.map((at) => (at - (starts[0] ?? 0)) / 1000);

describe('an answer', () => {
  test('is handed over whole, with its media type', async () => {
    const { fetcher } = network(ok);
    const answer = await patient(fetcher).send({ url: URL_WITH_KEY, what: 'the picture 7' });
    expect([answer.status, answer.type, answer.text()]).toEqual([200, 'application/json', '{"a":1}']);
    expect(answer.json()).toEqual({ a: 1 });
  });

  test('that is no JSON is named by host and purpose', async () => {
    const { fetcher } = network(() => new Response('<html>sign in'));
    const answer = await patient(fetcher).send({ url: URL_WITH_KEY, what: 'the picture 7' });
    expect(() => answer.json()).toThrow(
      expect.objectContaining({ kind: 'network', message: expect.stringMatching(/api\.example.*the picture 7/) }),
    );
  });

  test.each([400, 401, 403, 404, 501])('%i is final', async (code) => {
    const { fetcher, starts } = network(status(code), ok);
    const answer = await ended(patient(fetcher).send({ url: URL_WITH_KEY, what: 'it' }));
    expect([answer.status, starts.length]).toEqual([code, 1]);
  });

  test.each([429, 500, 502, 503, 504])('%i is asked again', async (code) => {
    const { fetcher, starts } = network(status(code), ok);
    const answer = await ended(patient(fetcher).send({ url: URL_WITH_KEY, what: 'it' }));
    expect([answer.status, starts.length]).toEqual([200, 2]);
  });

  test('that stays bad is asked for five times, later and later, and returned as it stands', async () => {
    const { fetcher, starts } = network(status(503));
    const answer = await ended(patient(fetcher).send({ url: URL_WITH_KEY, what: 'it' }));
    expect(answer.status).toBe(503);
    expect(seconds(starts)).toEqual([0, 1, 3, 7, 15]);
  });

  test('that the caller knows to stay as it is is not asked for again', async () => {
    const { fetcher, starts } = network(status(500), status(503));
    const send = (text: string) =>
      ended(
        patient(fetcher).send({
          url: URL_WITH_KEY,
          what: 'the picture 4711',
          final: (answer) => answer.status === 500 && answer.text() === text,
        }),
      );
    expect((await send('no')).status).toBe(500);
    expect(starts).toHaveLength(1);
    expect((await send('no')).status).toBe(503);
    expect(starts).toHaveLength(6);
  });

  test('chance takes up to half off each wait', async () => {
    const { fetcher, starts } = network(status(503));
    await ended(patient(fetcher, { random: () => 0 }).send({ url: URL_WITH_KEY, what: 'it' }));
    expect(seconds(starts)).toEqual([0, 0.5, 1.5, 3.5, 7.5]);
  });
});

describe('Retry-After', () => {
  test('in seconds is waited for', async () => {
    const { fetcher, starts } = network(status(429, { 'retry-after': '20' }), ok);
    await ended(patient(fetcher).send({ url: URL_WITH_KEY, what: 'it' }));
    expect(seconds(starts)).toEqual([0, 20]);
  });

  test('as a date is waited for', async () => {
    const date: Turn = () => {
      const now = performance.timeOrigin + performance.now();
      return new Response('', { status: 503, headers: { 'retry-after': new Date(now + 30_000).toUTCString() } });
    };
    const { fetcher, starts } = network(date, ok);
    await ended(patient(fetcher).send({ url: URL_WITH_KEY, what: 'it' }));
    // dates have whole seconds
    expect(seconds(starts)[1]).toBeGreaterThanOrEqual(28.9);
    expect(seconds(starts)[1]).toBeLessThanOrEqual(30);
  });

  test('that is too long is not waited for: the caller says so', async () => {
    const { fetcher, starts } = network(status(429, { 'retry-after': '3600' }), ok);
    const answer = await ended(patient(fetcher).send({ url: URL_WITH_KEY, what: 'it' }));
    expect([answer.status, starts.length]).toEqual([429, 1]);
  });

  test('that makes no sense leaves the usual wait', async () => {
    const { fetcher, starts } = network(status(429, { 'retry-after': 'soon' }), ok);
    await ended(patient(fetcher).send({ url: URL_WITH_KEY, what: 'it' }));
    expect(seconds(starts)).toEqual([0, 1]);
  });

  test('holds for all other requests to the host, and for no other host', async () => {
    const asked: [string, number][] = [];
    const fetcher: Fetcher = {
      fetch: async (url) => {
        asked.push([url, performance.now() / 1000]);
        const refuse = asked.length === 1;
        return new Response('', refuse ? { status: 429, headers: { 'retry-after': '10' } } : {});
      },
    };
    const http = patient(fetcher);
    const first = http.send({ url: 'https://a.example/1', what: 'it' });
    await vi.advanceTimersByTimeAsync(1000);
    const others = [
      http.send({ url: 'https://a.example/2', what: 'it' }),
      http.send({ url: 'https://b.example/3', what: 'it' }),
    ];
    await ended(Promise.all([first, ...others]));
    const start = asked[0]?.[1] ?? 0;
    const at = (url: string) => asked.filter(([other]) => other === url).map(([, second]) => second - start);
    expect(at('https://b.example/3')).toEqual([1]);
    expect(at('https://a.example/2')).toEqual([10]);
    expect(at('https://a.example/1')).toEqual([0, 10]);
  });
});

describe('no answer', () => {
  test('is tried three times; the error names host, purpose and causes, never the address', async () => {
    const { fetcher, starts } = network(nobody);
    const error = await failureOf(patient(fetcher).send({ url: URL_WITH_KEY, what: 'the picture 7' }));
    expect(seconds(starts)).toEqual([0, 1, 3]);
    expect(error.kind).toBe('network');
    expect(error.message).toMatch(/api\.example did not answer to this page.*the picture 7/);
    expect(error.message).toMatch(/down.*ad blocker.*Content-Security-Policy.*CORS/);
    expect(allWordsOf(error)).not.toContain(SECRET);
    expect(allWordsOf(error)).not.toContain('/picture');
  });

  test('an address that is none is told without it', async () => {
    const { fetcher, starts } = network(ok);
    const error = await failureOf(patient(fetcher).send({ url: `htps//x?key=${SECRET}`, what: 'the picture 7' }));
    expect(error.kind).toBe('input');
    expect(allWordsOf(error)).not.toContain(SECRET);
    expect(starts).toEqual([]);
  });

  test('nothing for 30 seconds is no answer either', async () => {
    const { fetcher, starts } = network(deaf);
    const error = await failureOf(patient(fetcher).send({ url: URL_WITH_KEY, what: 'the picture 7' }));
    expect(error.message).toMatch(/api\.example sent nothing for 30 seconds.*the picture 7/);
    expect(seconds(starts)).toEqual([0, 31, 63]);
  });

  test('a body that stops for 30 seconds is given up and asked for again', async () => {
    const { fetcher, starts } = network(stuck(100), ok);
    const answer = await ended(patient(fetcher).send({ url: URL_WITH_KEY, what: 'it' }));
    expect(answer.text()).toBe('{"a":1}');
    expect(seconds(starts)).toEqual([0, 31]);
  });

  test('a slow body that keeps coming is waited for', async () => {
    const slow: Turn = () => {
      let left = 5;
      return new Response(
        new ReadableStream({
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, 25_000));
            controller.enqueue(new Uint8Array(10));
            if (--left === 0) controller.close();
          },
        }),
      );
    };
    const { fetcher, starts } = network(slow);
    const answer = await ended(patient(fetcher).send({ url: URL_WITH_KEY, what: 'it' }));
    expect([answer.bytes.byteLength, starts.length]).toEqual([50, 1]);
  });
});

describe('offline', () => {
  /** A machine that comes back after some time. */
  function machine(backAt: number): Connection {
    return {
      online: () => performance.now() >= backAt,
      whenOnline: (signal) =>
        new Promise((resolve, reject) => {
          setTimeout(resolve, backAt - performance.now());
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    };
  }

  test('is waited out, however long, without counting tries', async () => {
    const back = performance.now() + 300_000;
    const dead: Turn = () => (performance.now() < back ? nobody({}) : ok({}));
    const { fetcher, starts } = network(dead);
    const answer = await ended(patient(fetcher, { connection: machine(back) }).send({ url: URL_WITH_KEY, what: 'it' }));
    expect(answer.status).toBe(200);
    // a second for the network to settle
    expect(seconds(starts)).toEqual([0, 301]);
  });

  test('a browser that says offline for ever is tried again for ever', async () => {
    const connection: Connection = {
      online: () => false,
      whenOnline: () => new Promise((resolve) => setTimeout(resolve, 15_000)),
    };
    const { fetcher, starts } = network(...Array.from({ length: 9 }, () => nobody), ok);
    const answer = await ended(patient(fetcher, { connection }).send({ url: URL_WITH_KEY, what: 'it' }));
    expect([answer.status, starts.length]).toEqual([200, 10]);
  });

  test('can be given up', async () => {
    const abort = new AbortController();
    const connection = machine(performance.now() + 300_000);
    const { fetcher } = network(nobody);
    const sent = patient(fetcher, { connection }).send({ url: URL_WITH_KEY, what: 'it', signal: abort.signal });
    sent.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(1000);
    abort.abort();
    await expect(sent).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});

describe('giving up', () => {
  test.each([
    ['while nothing comes', deaf, 1000],
    ['in the middle of a body', stuck(10), 1000],
    ['between two tries', status(503), 500],
  ])('%s throws the abort error at once', async (_name, turn, after) => {
    const abort = new AbortController();
    const { fetcher, starts } = network(turn);
    const sent = patient(fetcher).send({ url: URL_WITH_KEY, what: 'it', signal: abort.signal });
    sent.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(after);
    abort.abort();
    await expect(sent).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(starts).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('before the start asks nothing', async () => {
    const { fetcher, starts } = network(ok);
    const signal = AbortSignal.abort();
    await expect(patient(fetcher).send({ url: URL_WITH_KEY, what: 'it', signal })).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
    expect(starts).toEqual([]);
  });

  test('while waiting for a turn lets the others through', async () => {
    const { fetcher, starts } = network(deaf, ok);
    const http = patient(fetcher, { parallel: 1, stall: 5000 });
    const abort = new AbortController();
    const first = http.send({ url: URL_WITH_KEY, what: 'it' });
    const second = http.send({ url: URL_WITH_KEY, what: 'it', signal: abort.signal });
    const third = http.send({ url: URL_WITH_KEY, what: 'it' });
    second.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(1000);
    abort.abort();
    await expect(second).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    const answers = await ended(Promise.all([first, third]));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(starts).toHaveLength(3);
  });
});

describe('restraint', () => {
  test('six requests at a time go to one host, bodies included', async () => {
    let inside = 0;
    let most = 0;
    const busy: Turn = () => {
      most = Math.max(most, ++inside);
      return new Response(
        new ReadableStream({
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, 100));
            inside--;
            controller.enqueue(new Uint8Array(1));
            controller.close();
          },
        }),
      );
    };
    const { fetcher, starts } = network(busy);
    const http = patient(fetcher);
    await ended(Promise.all(Array.from({ length: 40 }, () => http.send({ url: URL_WITH_KEY, what: 'it' }))));
    expect([most, starts.length]).toEqual([6, 40]);
  });

  test('a host that asks for it gets one request a second', async () => {
    const { fetcher, starts } = network(ok);
    const http = patient(fetcher, { interval: (host) => (host === 'api.example' ? 1000 : 0) });
    await ended(Promise.all(Array.from({ length: 4 }, () => http.send({ url: URL_WITH_KEY, what: 'it' }))));
    expect(seconds(starts)).toEqual([0, 1, 2, 3]);
    const later = http.send({ url: URL_WITH_KEY, what: 'it' });
    await ended(later);
    expect(starts).toHaveLength(5);
  });

  test('after a host has asked for quiet too', async () => {
    const { fetcher, starts } = network(status(429, { 'retry-after': '5' }), ok);
    const http = patient(fetcher, { interval: () => 1000 });
    await ended(Promise.all(Array.from({ length: 4 }, () => http.send({ url: URL_WITH_KEY, what: 'it' }))));
    expect(seconds(starts)).toEqual([0, 5, 6, 7, 8]);
  });
});
