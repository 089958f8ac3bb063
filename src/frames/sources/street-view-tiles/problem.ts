import { z } from 'zod';
import { PleinAirError } from '../../../core/errors.ts';
import type { HttpAnswer } from '../../../platform/http-client.ts';
import { deniedRefusal, type GoogleService, quotaRefusal, quoted } from '../../google/refusal.ts';

/** `missing`: there is no such picture or tile; `expired`: the session is over, a new one may do. */
export type Passing = 'missing' | 'expired';

/**
 * `errors` as the Map Tiles API's own pages have them, `status` and `details` as all newer services of Google's.
 * https://developers.google.com/maps/documentation/tile/error_handling, https://google.aip.dev/193
 */
const problemShape = z.object({
  error: z.object({
    message: z.string().default(''),
    status: z.string().optional(),
    errors: z.array(z.object({ reason: z.string().optional() })).default([]),
    details: z.array(z.object({ reason: z.string().optional() })).default([]),
  }),
});

/**
 * What an answer that is no success means.
 * @returns what the caller can do something about
 * @throws ImageryRefusal for keys, referrers and quotas; PleinAirError for a question that was wrong, and for trouble at the service
 */
export function problemOf(service: GoogleService, { status, ...answer }: HttpAnswer, what: string): Passing {
  const { words, reasons } = reasonsOf(answer);
  const is = (...names: readonly string[]) => reasons.some((reason) => names.includes(reason));
  // The session's end comes with a 4xx, which alone would read as a refused key.
  if (is('expired')) return 'expired';
  if (is('quotaExceeded', 'rateLimitExceeded', 'RATE_LIMIT_EXCEEDED', 'RESOURCE_EXHAUSTED') || status === 429) {
    throw quotaRefusal(service, words);
  }
  const aboutKey = reasons.some((reason) => /^API_KEY_|^SERVICE_DISABLED$|^BILLING_DISABLED$/.test(reason));
  if (is('forbidden', 'PERMISSION_DENIED', 'UNAUTHENTICATED') || aboutKey || status === 401 || status === 403) {
    throw deniedRefusal(service, words);
  }
  if (is('notFound', 'NOT_FOUND') || status === 404) return 'missing';
  const wrong = status >= 400 && status < 500;
  throw new PleinAirError(
    wrong ? 'input' : 'network',
    `Google’s ${service.name} did not give ${what} (HTTP ${status})${quoted(service, words)}.`,
    wrong ? 'Look at the frame’s picture id; scout the route again if it is an old one.' : 'Try again later.',
  );
}

function reasonsOf(answer: Pick<HttpAnswer, 'json' | 'text'>): { words: string; reasons: string[] } {
  let body: unknown = null;
  try {
    body = answer.json();
  } catch {
    // Proxies and overloaded servers answer in HTML.
  }
  const shape = problemShape.safeParse(body);
  if (!shape.success) return { words: answer.text(), reasons: [] };
  const { message, status, errors, details } = shape.data.error;
  const reasons = [...errors, ...details].flatMap(({ reason }) => reason ?? []);
  return { words: message, reasons: status === undefined ? reasons : [...reasons, status] };
}
