import type { z } from 'zod';
import { PleinAirError } from '../../core/errors.ts';
import type { HttpAnswer } from '../../platform/http-client.ts';
import type { LatLng } from '../lat-lng.ts';

/** `base` without a slash at its end, so that paths can follow. */
export function root(base: string): string {
  return base.replace(/\/+$/, '');
}

/**
 * Checks an answer that should be good.
 * @param service as in `The search service`; the host is added
 * @throws PleinAirError kind `network` for another status than 200, and for a body of another form
 */
export function goodAnswer<T>(answer: HttpAnswer, schema: z.ZodType<T>, service: string, url: string): T {
  const { host } = new URL(url);
  const { status } = answer;
  if (status === 429 || status === 403) {
    throw new PleinAirError(
      'network',
      `${service} ${host} turns requests away (status ${status}).`,
      'It is shared by many and allows only a few: wait a minute, or set another address in the settings.',
    );
  }
  const parsed = status === 200 ? schema.safeParse(answer.json()) : null;
  if (parsed?.success) return parsed.data;
  throw new PleinAirError(
    'network',
    `${service} ${host} answers ${status === 200 ? 'something else than was asked for' : `with status ${status}`}.`,
    'Try again later. If its address was set by hand, check it in the settings.',
  );
}

/** As in `point 3 (55.70470, 13.19100)`: the number counts from 1. */
export function pointName(points: readonly LatLng[], index: number): string {
  const point = points[index];
  return point ? `point ${index + 1} (${point.lat.toFixed(5)}, ${point.lng.toFixed(5)})` : `point ${index + 1}`;
}
