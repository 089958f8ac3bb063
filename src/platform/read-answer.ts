import { concatenate } from '../core/digest.ts';
import type { Clock } from './clock.ts';
import type { Fetcher } from './fetcher.ts';

export interface ReadAnswerPorts {
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  /** milliseconds without a byte after which a transfer counts as broken */
  readonly stall: number;
  readonly onTraffic: (bytes: number) => void;
}

/** An answer as it came, body and all. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/**
 * Why there is no whole answer. `unanswered`: nothing came at all; `broken`: its body ended too early; `silent`: nothing came, or nothing
 * more, for as long as one waits. What fetch said stays out of it: its words may name the address.
 */
export class TransferFailure extends Error {
  override readonly name = 'TransferFailure';

  constructor(
    readonly reason: 'unanswered' | 'broken' | 'silent',
    /** before the first byte of the body */
    readonly early: boolean,
  ) {
    super(reason);
  }
}

/**
 * Sends one request and reads the whole answer.
 * @throws TransferFailure; the reason of `signal`
 */
export async function readAnswer(
  url: string,
  body: string | undefined,
  ports: ReadAnswerPorts,
  signal?: AbortSignal,
): Promise<RawAnswer> {
  signal?.throwIfAborted();
  const watch = watchForSilence(ports, signal);
  let begun = false;
  try {
    const response = await ports.fetcher.fetch(url, {
      signal: watch.signal,
      ...(body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }),
    });
    begun = true;
    watch.touch();
    const bytes = await readBody(response, (count) => {
      watch.touch();
      ports.onTraffic(count);
    });
    if (isShort(response, bytes.byteLength)) throw new TransferFailure('broken', false);
    return { status: response.status, headers: response.headers, bytes };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof TransferFailure) throw error;
    if (watch.silent()) throw new TransferFailure('silent', !begun);
    throw new TransferFailure(begun ? 'broken' : 'unanswered', !begun);
  } finally {
    watch.stop();
  }
}

async function readBody(response: Response, onBytes: (count: number) => void): Promise<Uint8Array> {
  if (!response.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks.length === 1 && chunks[0] ? chunks[0] : concatenate(chunks);
    chunks.push(value);
    onBytes(value.byteLength);
  }
}

/**
 * Whether less came than was announced. Browsers do not all complain themselves. The length is that of the packed body, and a page is not
 * told of the packing by other origins: only pictures, which nobody packs, can be judged.
 * https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
 */
function isShort({ headers }: Response, received: number): boolean {
  const announced = Number(headers.get('content-length') ?? Number.NaN);
  if (headers.has('content-encoding')) return false;
  const type = mediaType(headers);
  return (type.startsWith('image/') || type === 'application/octet-stream') && received < announced;
}

/** Without parameters, in small letters; empty where none is said. */
export function mediaType(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** A signal that follows the caller's, and ends a transfer in which nothing moves. */
function watchForSilence({ clock, stall }: ReadAnswerPorts, outer: AbortSignal | undefined) {
  const transfer = new AbortController();
  const ended = new AbortController();
  const follow = () => transfer.abort(outer?.reason);
  outer?.addEventListener('abort', follow, { once: true });
  let touched = clock.now();
  let silent = false;
  // One wait after another instead of one for each piece of a body.
  const guard = async () => {
    for (let left = stall; left > 0; left = touched + stall - clock.now()) await clock.wait(left, ended.signal);
    silent = true;
    transfer.abort();
  };
  guard().catch(() => undefined);
  return {
    signal: transfer.signal,
    silent: () => silent,
    touch: () => {
      touched = clock.now();
    },
    stop: () => {
      ended.abort();
      outer?.removeEventListener('abort', follow);
    },
  };
}
