import { PleinAirError } from '../core/errors.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Connection } from './connection.ts';
import type { Fetcher } from './fetcher.ts';
import { HostGate } from './host-gate.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './http-client.ts';
import { mediaType, type RawAnswer, readAnswer, TransferFailure } from './read-answer.ts';

export interface PatienceOptions {
  /** default: always online, as on a server */
  readonly connection?: Connection;
  readonly clock?: Clock;
  /** 0 ≤ value < 1 */
  readonly random?: () => number;
  /** tries of one request, default 5; time spent offline does not count */
  readonly attempts?: number;
  /** of these, tries to which there was no answer at all, default 3: it mostly means that there will be none */
  readonly unanswered?: number;
  /** requests at a time to one host, default 6, which is what browsers allow without HTTP/2 */
  readonly parallel?: number;
  /** least milliseconds between two requests to a host, for those that ask for it; default 0 */
  readonly interval?: (host: string) => number;
  /** longest Retry-After that is waited for, in milliseconds, default 60 s */
  readonly longestWait?: number;
  /** milliseconds without a byte after which a transfer counts as broken, default 30 s */
  readonly stall?: number;
  /** told the bytes of each piece of a body as it comes */
  readonly onTraffic?: (bytes: number) => void;
}

/** The first wait is half a second to one; each further one is twice as long. */
const FIRST_WAIT = 1000;
/** After the machine says that it is online again: names are often not resolved at once. */
const SETTLING = 1000;
const ALWAYS_ONLINE: Connection = { online: () => true, whenOnline: async () => undefined };

/** HTTP that waits while offline, and tries again after 429, 5xx, broken transfers and silence, within the bounds of `options`. */
export function createPatientHttp(fetcher: Fetcher, options: PatienceOptions = {}): HttpClient {
  const {
    connection = ALWAYS_ONLINE,
    clock = systemClock,
    random = Math.random,
    attempts = 5,
    unanswered = 3,
    parallel = 6,
    interval = () => 0,
    longestWait = 60_000,
    stall = 30_000,
    onTraffic = () => undefined,
  } = options;
  const ports = { fetcher, clock, stall, onTraffic };
  const gates = new Map<string, HostGate>();

  const gateOf = (host: string): HostGate => {
    const gate = gates.get(host) ?? new HostGate(clock, { parallel, interval: interval(host) });
    gates.set(host, gate);
    return gate;
  };

  /** Half of it is left to chance, so that what was refused together does not come back together. */
  const backOff = (tries: number) => FIRST_WAIT * 2 ** (tries - 1) * (0.5 + random() / 2);

  const send = async (request: HttpRequest): Promise<HttpAnswer> => {
    const { url, json, what, final = () => false, signal } = request;
    const host = hostOf(url, what);
    const gate = gateOf(host);
    const body = json === undefined ? undefined : JSON.stringify(json);
    let tries = 0;
    let withoutAnswer = 0;
    for (;;) {
      const outcome = await attempt(gate, url, body, signal);
      tries++;
      if (outcome instanceof TransferFailure) {
        if (!connection.online()) {
          await connection.whenOnline(signal);
          await clock.wait(SETTLING, signal);
          tries = 0;
          withoutAnswer = 0;
          continue;
        }
        if (outcome.early) withoutAnswer++;
        if (tries >= attempts || withoutAnswer >= unanswered) throw failure(outcome, host, what, stall);
        await clock.wait(backOff(tries), signal);
        continue;
      }
      const answer = answerOf(outcome, host, what);
      const asked = isTemporary(outcome.status) ? retryAfter(outcome.headers, clock.now()) : null;
      if (!isTemporary(outcome.status) || tries >= attempts || (asked ?? 0) > longestWait || final(answer))
        return answer;
      const wait = Math.max(asked ?? 0, backOff(tries));
      // What the host says to one request holds for the others.
      if (outcome.status === 429 || asked !== null) gate.quiet(asked ?? wait);
      await clock.wait(wait, signal);
    }
  };

  const attempt = async (gate: HostGate, url: string, body: string | undefined, signal: AbortSignal | undefined) => {
    const leave = await gate.enter(signal);
    try {
      return await readAnswer(url, body, ports, signal);
    } catch (error) {
      if (error instanceof TransferFailure) return error;
      throw error;
    } finally {
      leave();
    }
  };

  return { send };
}

/** Too many requests, or trouble that often passes. */
function isTemporary(status: number): boolean {
  return status === 429 || status === 500 || (status >= 502 && status <= 504);
}

/**
 * Milliseconds, from seconds or a date; null where there is none. A page sees it only of services that expose it.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
function retryAfter(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function hostOf(url: string, what: string): string {
  // Own words instead of the error of `URL`, which repeats the address.
  if (URL.canParse(url)) return new URL(url).host;
  throw new PleinAirError(
    'input',
    `The address of the service that was to be asked for ${what} is no web address.`,
    'Look at the addresses in the settings: each begins with https:// and a host.',
  );
}

function failure({ reason }: TransferFailure, host: string, what: string, stall: number): PleinAirError {
  if (reason === 'broken') {
    return new PleinAirError(
      'network',
      `The answer of ${host} with ${what} broke off, again and again.`,
      'Look at your connection, then try again.',
    );
  }
  if (reason === 'silent') {
    return new PleinAirError(
      'network',
      `${host} sent nothing for ${stall / 1000} seconds when asked for ${what}.`,
      'The service may be overloaded or your connection stuck: wait a little, then try again.',
    );
  }
  return new PleinAirError(
    'network',
    `${host} did not answer to this page when asked for ${what}: it may be down, blocked by an ad blocker or by this page’s Content-Security-Policy, or it may refuse pages of other origins (CORS).`,
    `Look whether ${host} works in another tab, let it through in ad blockers and firewalls, and allow it in the settings if it is a server of your own; then try again.`,
  );
}

function answerOf({ status, headers, bytes }: RawAnswer, host: string, what: string): HttpAnswer {
  const text = () => new TextDecoder().decode(bytes);
  return {
    status,
    type: mediaType(headers),
    bytes,
    text,
    json: () => {
      try {
        return JSON.parse(text());
      } catch {
        throw new PleinAirError(
          'network',
          `${host} answered ${what} with something that is no JSON (HTTP ${status}).`,
          'The service may have trouble, or a network that wants a sign-in stands in between: try again later.',
        );
      }
    },
  };
}
