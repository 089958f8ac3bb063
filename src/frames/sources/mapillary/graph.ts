import { z } from 'zod';
import { PleinAirError } from '../../../core/errors.ts';
import type { HttpAnswer, HttpClient } from '../../../platform/http-client.ts';
import { ImageryRefusal } from '../../imagery.ts';

/** An answer of the graph: its JSON, or that there is nothing there, or too much. */
type GraphAnswer =
  | { readonly kind: 'found'; readonly json: unknown }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-much' };

export interface Graph {
  /** @throws ImageryRefusal; PleinAirError kind `network` */
  ask(path: string, query: Readonly<Record<string, string>>, what: string, signal?: AbortSignal): Promise<GraphAnswer>;
}

/** Error codes of Meta's graphs: https://developers.facebook.com/docs/graph-api/guides/error-handling */
const CODES = {
  key: new Set([10, 102, 190, 200]),
  quota: new Set([4, 17, 32, 613]),
  missing: new Set([100, 803]),
};

const failure = z.object({
  error: z.object({
    code: z.number().nullish().catch(null),
    message: z.string().nullish().catch(null),
    error_user_msg: z.string().nullish().catch(null),
  }),
});

/** Mapillary's graph; the token goes to its host alone. */
export function createGraph(http: HttpClient, token: string): Graph {
  return {
    ask: async (path, query, what, signal) => {
      if (token.trim() === '') throw refusedKey('There is no token for Mapillary.');
      // In the address, as a header would cost a question in advance for each.
      const search = new URLSearchParams({ access_token: token.trim(), ...query });
      const answer = await http.send({
        url: `https://graph.mapillary.com/${path}?${search}`,
        what,
        // A smaller box helps, trying again does not.
        final: isTooMuch,
        signal,
      });
      if (answer.status === 200) return { kind: 'found', json: answer.json() };
      if (isTooMuch(answer)) return { kind: 'too-much' };
      const code = errorOf(answer)?.code ?? 0;
      // Codes first: a quota comes as 400 or 403 too.
      if (CODES.quota.has(code) || answer.status === 429) throw overQuota();
      if (CODES.key.has(code) || answer.status === 401 || answer.status === 403) {
        throw refusedKey('Mapillary does not accept the token.');
      }
      if (CODES.missing.has(code) || answer.status === 404) return { kind: 'missing' };
      // It may be this one question alone that it cannot answer: no refusal of all that would be asked next.
      throw new PleinAirError(
        'network',
        `Mapillary could not answer when asked for ${what} (HTTP ${answer.status}).`,
        'Try again later; if it stays so, leave it out.',
      );
    },
  };
}

/** Boxes with many pictures are refused, whatever the limit: seen as HTTP 500 with code 1 and these words. */
function isTooMuch(answer: HttpAnswer): boolean {
  const error = errorOf(answer);
  return /reduce the amount of data/i.test(`${error?.message} ${error?.error_user_msg}`);
}

function errorOf(answer: HttpAnswer) {
  if (answer.status === 200) return null;
  try {
    return failure.safeParse(answer.json()).data?.error ?? null;
  } catch (error) {
    if (error instanceof PleinAirError) return null;
    throw error;
  }
}

function refusedKey(message: string): ImageryRefusal {
  return new ImageryRefusal(
    'key',
    message,
    'Get a client token at mapillary.com/dashboard/developers (free) and put it into the settings: it begins with MLY.',
  );
}

export function overQuota(): ImageryRefusal {
  return new ImageryRefusal(
    'quota',
    'Mapillary asks for fewer requests: what your token allows in this time is used up.',
    'Wait some minutes, then go on; what has been fetched is kept.',
  );
}
