import { z } from 'zod';
import type { HttpClient } from '../../../platform/http-client.ts';
import { deniedRefusal, type GoogleService, serviceRefusal } from '../../google/refusal.ts';
import { problemOf } from './problem.ts';

export interface TilesService extends GoogleService {
  readonly http: HttpClient;
  /** milliseconds since 1970 */
  readonly now: () => number;
}

/** The token with which panoramas and tiles are asked for; one for all. */
export interface TilesSession {
  /** @throws ImageryRefusal; PleinAirError; the reason of `signal` */
  token(signal?: AbortSignal): Promise<string>;
  /** to be called when the service no longer takes it: the next `token` is a new one */
  drop(token: string): void;
}

/** `expiry` is in seconds since 1970, as a string. https://developers.google.com/maps/documentation/tile/session_tokens */
const sessionShape = z.object({ session: z.string().min(1), expiry: z.coerce.number() });

/** Milliseconds before its end from which a session is no longer taken: tiles that are asked for now must still come. */
const MARGIN = 60_000;

/** Opens a session when one is needed first, and again when it is near its end (two weeks, says Google, and that this may change). */
export function createSession(service: TilesService): TilesSession {
  let current: { token: string; ends: number } | null = null;
  let flight: Promise<string> | null = null;

  const open = async (): Promise<string> => {
    const what = 'a session';
    const answer = await service.http.send({
      url: `https://tile.googleapis.com/v1/createSession?${new URLSearchParams({ key: service.key })}`,
      json: { mapType: 'streetview', language: 'en-US', region: 'US' },
      what,
    });
    if (answer.status !== 200) {
      problemOf(service, answer, what);
      // Neither an end nor a lack can be meant here: it is the whole service that this key does not get.
      throw deniedRefusal(service, answer.text());
    }
    const shape = sessionShape.safeParse(answer.json());
    if (!shape.success) throw serviceRefusal(service, what, 'the answer names no session');
    current = { token: shape.data.session, ends: shape.data.expiry * 1000 };
    return current.token;
  };

  return {
    token: async (signal) => {
      signal?.throwIfAborted();
      if (current && current.ends - MARGIN > service.now()) return current.token;
      // All wait for the same one; it is not theirs to abort.
      flight ??= open().finally(() => {
        flight = null;
      });
      return await untilAborted(flight, signal);
    },
    drop: (token) => {
      if (current?.token === token) current = null;
    },
  };
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
