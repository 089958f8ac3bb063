import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import type { LocalWeights, WeightsFile } from '../../../src/engine/network/loader.ts';
import type { BlobStore } from '../../../src/platform/blob-store.ts';
import type { Fetcher } from '../../../src/platform/fetcher.ts';

/** The original weights of conv1_1 … conv3_4, where they are at hand. */
export const OXFORD_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/data/vgg19-oxford');

/** No test waits longer than it must. */
export const QUICK = { attempts: 3, delayMs: 1, stallMs: 300 };

export const fetcher: Fetcher = { fetch: (url, init) => fetch(url, init) };

export function memoryStore(): BlobStore & { readonly blobs: Map<string, Uint8Array> } {
  const blobs = new Map<string, Uint8Array>();
  return {
    blobs,
    get: async (key) => blobs.get(key) ?? null,
    put: async (key, bytes) => void blobs.set(key, bytes.slice()),
    delete: async (key) => void blobs.delete(key),
    list: async (prefix) => [...blobs.keys()].filter((key) => key.startsWith(prefix)).sort(),
  };
}

export interface TestServer {
  /** `http://127.0.0.1:PORT/` */
  readonly base: string;
  /** paths asked for, in order, with the range header where there was one */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A server on this machine that answers as `answer` says. */
export async function serve(
  answer: (path: string, response: ServerResponse, request: IncomingMessage) => void,
): Promise<TestServer> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? '/').slice(1);
    asked.push(request.headers.range ? `${path} ${request.headers.range}` : path);
    answer(path, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Sends a part of a body whose length was announced as more, then drops the connection. */
export function breakHalfWay(response: ServerResponse, bytes: Uint8Array): void {
  response.writeHead(200, { 'content-length': bytes.byteLength });
  response.write(bytes.subarray(0, bytes.byteLength >> 1), () => response.destroy());
}

/** Files in memory, as a person might have picked them. */
export function localWeights(files: Readonly<Record<string, Uint8Array>>, label = 'the folder mine'): LocalWeights {
  return { label, files: Object.entries(files).map(([name, bytes]) => memoryFile(name, bytes)) };
}

function memoryFile(name: string, bytes: Uint8Array): WeightsFile {
  return { name, size: bytes.byteLength, read: async (begin = 0, end = bytes.byteLength) => bytes.slice(begin, end) };
}

/** A safetensors file of these tensors, in the order given. */
export function safetensors(
  tensors: Readonly<Record<string, { shape: readonly number[]; values: Float32Array; dtype?: string }>>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  for (const [name, { shape, values, dtype = 'F32' }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header).padEnd(1024, ' '));
  const out = new Uint8Array(8 + json.byteLength + offset);
  new DataView(out.buffer).setBigUint64(0, BigInt(json.byteLength), true);
  out.set(json, 8);
  let at = 8 + json.byteLength;
  for (const { values } of Object.values(tensors)) {
    out.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return out;
}

/** The error for people that a promise is rejected with; anything else fails the test. */
export async function failure(promise: Promise<unknown>): Promise<PleinAirError> {
  const error: unknown = await promise.then(
    () => new Error('nothing went wrong'),
    (reason) => reason,
  );
  if (!(error instanceof PleinAirError)) throw error;
  expect(error.remedy).not.toBe('');
  return error;
}
