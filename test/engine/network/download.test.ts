import { afterEach, describe, expect, it } from 'vitest';
import { DownloadFailure, download } from '../../../src/engine/network/download.ts';
import { breakHalfWay, fetcher, QUICK, serve, type TestServer } from './fixtures.ts';

const bytes = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
const options = { fetcher, retry: QUICK };
const servers: TestServer[] = [];

async function started(...args: Parameters<typeof serve>): Promise<TestServer> {
  const server = await serve(...args);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('download', () => {
  it('goes on trying through 503, 429 and a transfer that breaks half-way', async () => {
    const troubles = [503, 429] as const;
    let n = 0;
    const server = await started((_, response) => {
      const trouble = troubles[n++];
      if (trouble) response.writeHead(trouble).end('not now');
      else if (n === 3) breakHalfWay(response, bytes);
      else response.end(bytes);
    });
    const got = await download(
      { url: `${server.base}f`, bytes: 5000 },
      { ...options, retry: { ...QUICK, attempts: 4 } },
    );
    expect(got).toEqual(bytes);
    expect(server.asked).toHaveLength(4);
  });

  it('waits as long as the server asks', async () => {
    const times: number[] = [];
    const server = await started((_, response) => {
      times.push(performance.now());
      if (times.length === 1) response.writeHead(429, { 'retry-after': '1' }).end();
      else response.end(bytes);
    });
    await download({ url: server.base, bytes: 5000 }, options);
    // timers may fire a few milliseconds early
    expect(times[1]! - times[0]!).toBeGreaterThan(980);
  });

  it('does not wait where the server asks for an hour', async () => {
    const server = await started((_, response) => response.writeHead(503, { 'retry-after': '3600' }).end());
    await expect(download({ url: server.base, bytes: 5000 }, options)).rejects.toThrow(/HTTP 503/);
    expect(server.asked).toHaveLength(1);
  });

  it('gives up after the tries it has, and says what happened', async () => {
    const server = await started((_, response) => breakHalfWay(response, bytes));
    const error = await download({ url: `${server.base}f`, bytes: 5000 }, options).catch((reason) => reason);
    expect(error).toBeInstanceOf(DownloadFailure);
    expect(error.text).toMatch(/^127\.0\.0\.1:\d+: .+\(after 3 tries\)$/);
    expect(server.asked).toHaveLength(3);
  });

  it('takes a body that ends early, though in good form, as broken off', async () => {
    const server = await started((_, response) => response.end(bytes.subarray(0, 4999)));
    await expect(download({ url: server.base, bytes: 5000 }, options)).rejects.toThrow(
      /broke off after 4999 of 5000 bytes/,
    );
  });

  it('refuses a body that is too long, at once', async () => {
    const server = await started((_, response) => response.end(bytes));
    await expect(download({ url: server.base, bytes: 4999 }, options)).rejects.toThrow(/more than the 4999 bytes/);
    expect(server.asked).toHaveLength(1);
  });

  it('does not ask again for what is not there', async () => {
    const server = await started((_, response) => response.writeHead(404).end());
    await expect(download({ url: server.base, bytes: 5 }, options)).rejects.toThrow('HTTP 404');
    expect(server.asked).toHaveLength(1);
  });

  it('counts a transfer in which nothing moves as broken', async () => {
    const server = await started((_, response) => {
      response.writeHead(200, { 'content-length': 5000 });
      response.write(bytes.subarray(0, 10));
    });
    const retry = { ...QUICK, attempts: 1, stallMs: 50 };
    await expect(download({ url: server.base, bytes: 5000 }, { ...options, retry })).rejects.toThrow(
      'no byte for 0.05 s',
    );
  });

  it('names a host that cannot be reached', async () => {
    const server = await serve(() => undefined);
    await server.close();
    const error = await download({ url: server.base, bytes: 5 }, options).catch((reason) => reason);
    expect(error.text).toContain(new URL(server.base).host);
    expect(error.text).toMatch(/ECONNREFUSED/);
  });

  it('stops at once when aborted, in a transfer and in a pause', async () => {
    const transfer = new AbortController();
    const stalled = await started((_, response) => {
      response.writeHead(200, { 'content-length': 5000 }).write(bytes.subarray(0, 10), () => transfer.abort());
    });
    await expect(
      download({ url: stalled.base, bytes: 5000 }, { ...options, signal: transfer.signal }),
    ).rejects.toMatchObject({
      name: 'AbortError',
    });
    const pause = new AbortController();
    const busy = await started((_, response) => {
      response.writeHead(503, { 'retry-after': '10' }).end(() => setTimeout(() => pause.abort(), 20));
    });
    await expect(download({ url: busy.base, bytes: 5000 }, { ...options, signal: pause.signal })).rejects.toMatchObject(
      {
        name: 'AbortError',
      },
    );
    // Had the pause run its ten seconds, the server would have been asked again.
    expect(busy.asked).toHaveLength(1);
  });

  it('gets a part, and refuses another part than it asked for', async () => {
    const server = await started((path, response) => {
      const range = path === 'right' ? 'bytes 100-199/5000' : 'bytes 0-99/5000';
      response.writeHead(206, { 'content-range': range }).end(bytes.subarray(100, 200));
    });
    const part = { bytes: 100, from: 100 };
    expect(await download({ url: `${server.base}right`, ...part }, options)).toEqual(bytes.subarray(100, 200));
    await expect(download({ url: `${server.base}wrong`, ...part }, options)).rejects.toThrow(
      'asked for bytes 100-199, got "bytes 0-99/5000"',
    );
    expect(server.asked[0]).toBe('right bytes=100-199');
  });

  it('ends the transfer of a server that sends the whole file where a part was asked for', async () => {
    let closed: () => void;
    const ended = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const server = await started((_, response) => {
      response.on('close', () => closed());
      response.writeHead(200, { 'content-length': 500_000_000 });
      response.write(bytes);
    });
    await expect(download({ url: server.base, bytes: 100, from: 0 }, options)).rejects.toThrow(
      /answered 200 with the whole file/,
    );
    await ended;
    expect(server.asked).toHaveLength(1);
  });
});
