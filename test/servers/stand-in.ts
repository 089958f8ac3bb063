import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Fetcher } from '../../src/platform/fetcher.ts';

/** A request as the service would see it. */
export interface StandInRequest {
  readonly method: string;
  /** with the service's own host */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What the service answers. */
export interface StandInAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** `cut`: the connection breaks in the middle of the body; a number: milliseconds before the answer begins */
  readonly cut?: boolean;
  readonly delay?: number;
}

/** A public service, replayed as its documentation says. One file each; state lives in the object that its function makes. */
export interface StandIn {
  readonly hosts: readonly string[];
  /** where several services share a host: how the paths begin that this one answers; the longest that fits is asked */
  readonly path?: string;
  answer(request: StandInRequest): StandInAnswer | Promise<StandInAnswer>;
}

/** A running server for several stand-ins. */
export interface StandInServer {
  readonly port: number;
  /** everything that was asked, in order: what tests count and search for keys */
  readonly requests: readonly StandInRequest[];
  /** HTTP to the services' own addresses that ends here */
  readonly fetcher: Fetcher;
  close(): Promise<void>;
}

/** For servers without TLS, which do not hear the host from the address. */
const HOST_HEADER = 'x-stand-in-host';

export interface StandInOptions {
  /** default: any free one */
  readonly port?: number;
  /** PEM, for browsers: with TLS, dispatched by the Host header */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Serves stand-ins over real HTTP on this machine alone. */
export async function startStandIns(
  standIns: readonly StandIn[],
  { port = 0, tls }: StandInOptions = {},
): Promise<StandInServer> {
  const requests: StandInRequest[] = [];
  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    void serve(standIns, requests, incoming, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`stand-in: ${error}`);
    });
  };
  const server: Server = tls ? createHttpsServer(tls, listener) : createHttpServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    requests,
    fetcher: {
      fetch: (url, init) => {
        const { host, pathname, search } = new URL(url);
        return fetch(`http://127.0.0.1:${bound}${pathname}${search}`, {
          ...init,
          headers: { ...init?.headers, [HOST_HEADER]: host },
        });
      },
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function serve(
  standIns: readonly StandIn[],
  requests: StandInRequest[],
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = incoming.headers as Record<string, string | undefined>;
  const host = (headers[HOST_HEADER] ?? headers.host ?? '').replace(/:\d+$/, '');
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const request: StandInRequest = {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', `https://${host}`),
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
  requests.push(request);
  const standIn = standIns
    .filter(({ hosts, path = '/' }) => hosts.includes(host) && request.url.pathname.startsWith(path))
    .toSorted((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0))[0];
  if (!standIn) {
    response
      .writeHead(502, { 'content-type': 'text/plain' })
      .end(`stand-in: nobody answers for ${host}${request.url.pathname}`);
    return;
  }
  const { status = 200, headers: out = {}, body = '', cut = false, delay = 0 } = await standIn.answer(request);
  if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
  response.writeHead(status, { 'content-length': String(bytes.length), ...out });
  if (!cut) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => incoming.socket.destroy());
}
