import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createNodeFetcher } from '../../../src/platform/node/fetcher.ts';

describe('the Node fetcher', () => {
  it('sends the headers, gives status and body, and stops when aborted', async () => {
    const server = createServer((request, response) => {
      response.writeHead(206);
      response.write(request.headers.range ?? '');
      if (request.url === '/short') response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const fetcher = createNodeFetcher();
    const response = await fetcher.fetch(`${base}/short`, { headers: { range: 'bytes=0-7' } });
    expect([response.status, await response.text()]).toEqual([206, 'bytes=0-7']);
    const controller = new AbortController();
    const endless = await fetcher.fetch(`${base}/endless`, { signal: controller.signal });
    controller.abort();
    await expect(endless.text()).rejects.toMatchObject({ name: 'AbortError' });
    server.closeAllConnections();
    server.close();
  });
});
