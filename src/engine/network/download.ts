import type { Fetcher } from '../../platform/fetcher.ts';

/** When to try again, and how long to wait. */
export interface RetryPolicy {
  /** tries of one address */
  readonly attempts: number;
  /** before the second try, in milliseconds; doubled for each further one, unless the server names a time */
  readonly delayMs: number;
  /** a transfer without a byte for so long counts as broken */
  readonly stallMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 4, delayMs: 500, stallMs: 30_000 };

/** A server that asks for a longer pause is taken for one that is down. */
const MAX_DELAY_MS = 20_000;

/** One address did not give what was asked for; `message` says how. Loaders turn it into an error for people. */
export class DownloadFailure extends Error {
  override readonly name = 'DownloadFailure';

  constructor(
    readonly url: string,
    reason: string,
    /** whether the same address may do better in a moment */
    readonly temporary: boolean,
    /** milliseconds the server asks for */
    readonly retryAfterMs?: number,
  ) {
    super(reason);
  }

  /** `cdn.jsdelivr.net: HTTP 503`: the host, because that is what a person can look up, unblock or replace. */
  get text(): string {
    return `${new URL(this.url).host}: ${this.message}`;
  }
}

/** What to get: a whole file, or a part of it. */
export interface DownloadRequest {
  readonly url: string;
  /** bytes expected */
  readonly bytes: number;
  /** first byte of a part; absent for the whole file */
  readonly from?: number;
}

export interface DownloadOptions {
  readonly fetcher: Fetcher;
  readonly retry: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
  /** bytes of this request that are here; falls back to 0 when a try breaks off */
  readonly onBytes?: ((received: number) => void) | undefined;
}

/**
 * Gets exactly `bytes` bytes, trying again with growing pauses on 408, 425, 429, 5xx, and transfers that break off or stall.
 * @throws DownloadFailure when no try succeeds; the reason of `signal` when it is aborted
 */
export async function download(request: DownloadRequest, options: DownloadOptions): Promise<Uint8Array> {
  const { retry, signal } = options;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await transfer(request, options);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof DownloadFailure)) throw error;
      const delay = error.retryAfterMs ?? retry.delayMs * 2 ** (attempt - 1);
      const again = error.temporary && attempt < retry.attempts && delay <= MAX_DELAY_MS;
      if (!again) {
        if (attempt === 1) throw error;
        throw new DownloadFailure(request.url, `${error.message} (after ${attempt} tries)`, error.temporary);
      }
      await pause(delay, signal);
    }
  }
}

/** One try. */
async function transfer(request: DownloadRequest, options: DownloadOptions): Promise<Uint8Array> {
  const { url, bytes, from } = request;
  const watch = watchForStall(options.retry.stallMs, options.signal);
  try {
    const headers = from === undefined ? {} : { range: `bytes=${from}-${from + bytes - 1}` };
    const response = await options.fetcher.fetch(url, { headers, signal: watch.signal });
    const refusal = refusalOf(response, request);
    if (refusal) {
      await response.body?.cancel().catch(() => undefined);
      throw refusal;
    }
    return await readBody(response, request, (received) => {
      watch.touch();
      options.onBytes?.(received);
    });
  } catch (error) {
    options.onBytes?.(0);
    if (error instanceof DownloadFailure) throw error;
    if (watch.stalled()) throw new DownloadFailure(url, `no byte for ${options.retry.stallMs / 1000} s`, true);
    // fetch reports every trouble below HTTP (no address, refused, reset, half a body) as an error of its own
    throw new DownloadFailure(url, networkReason(error), true);
  } finally {
    watch.stop();
  }
}

/** Why this answer cannot be used, if so. */
function refusalOf(response: Response, { url, bytes, from }: DownloadRequest): DownloadFailure | null {
  const { status } = response;
  if (from === undefined && status === 200) return null;
  if (from !== undefined && status === 206) {
    const range = response.headers.get('content-range');
    // a browser may not be shown this header; where it is, it must say what was asked for
    if (range === null || range.startsWith(`bytes ${from}-${from + bytes - 1}/`)) return null;
    return new DownloadFailure(url, `asked for bytes ${from}-${from + bytes - 1}, got "${range}"`, false);
  }
  if (from !== undefined && status === 200) {
    return new DownloadFailure(
      url,
      'answered 200 with the whole file where 206 with a part of it was asked for',
      false,
    );
  }
  const temporary = status === 408 || status === 425 || status === 429 || status >= 500;
  return new DownloadFailure(url, `HTTP ${status}`, temporary, retryAfter(response));
}

async function readBody(
  response: Response,
  { url, bytes }: DownloadRequest,
  onBytes: (received: number) => void,
): Promise<Uint8Array> {
  if (!response.body) throw new DownloadFailure(url, 'an answer without a body', true);
  const out = new Uint8Array(bytes);
  const reader = response.body.getReader();
  let received = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (received + value.byteLength > bytes) {
      await reader.cancel().catch(() => undefined);
      throw new DownloadFailure(url, `more than the ${bytes} bytes expected`, false);
    }
    out.set(value, received);
    received += value.byteLength;
    onBytes(received);
  }
  if (received < bytes) throw new DownloadFailure(url, `broke off after ${received} of ${bytes} bytes`, true);
  return out;
}

/** A signal that follows the caller's, and ends a transfer in which nothing moves. */
function watchForStall(stallMs: number, outer: AbortSignal | undefined) {
  const controller = new AbortController();
  const arm = () => setTimeout(() => controller.abort(), stallMs);
  let timer = arm();
  return {
    signal: outer ? AbortSignal.any([outer, controller.signal]) : controller.signal,
    stalled: () => controller.signal.aborted,
    touch: () => {
      clearTimeout(timer);
      timer = arm();
    },
    stop: () => clearTimeout(timer),
  };
}

/** Seconds or a date, as HTTP has it, in milliseconds from now. */
function retryAfter(response: Response): number | undefined {
  const value = response.headers.get('retry-after');
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : undefined;
  return cause?.message ? `${error.message} (${cause.message})` : error.message;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
