import { PleinAirError } from '../../../core/errors.ts';

const DENIED = ['REQUEST_DENIED', 'PERMISSION_DENIED', 'UNAUTHENTICATED'];
const QUOTA = ['OVER_QUERY_LIMIT', 'RESOURCE_EXHAUSTED'];
const BAD_QUESTION = ['INVALID_REQUEST', 'INVALID_ARGUMENT', 'OUT_OF_RANGE', 'FAILED_PRECONDITION'];

/** The code of a refusal, as in `ZERO_RESULTS`; null where the error has none. */
export function refusalCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/**
 * What a refusal of a service of the Maps JavaScript API means for a person. Google's own text is left out: it may name the request.
 * https://developers.google.com/maps/documentation/javascript/reference/errors
 * @param service the API's name in the Google Cloud console
 */
export function refusalOf(error: unknown, service: string): PleinAirError {
  const code = refusalCode(error) ?? '';
  if (DENIED.includes(code)) {
    return new PleinAirError(
      'input',
      `Google refuses this key the use of its ${service} (${code}).`,
      `In the Google Cloud console, enable “${service}” and billing for the key’s project, allow it in the key’s API restrictions, and ${location.origin}/* in its website restrictions.`,
    );
  }
  if (QUOTA.includes(code)) {
    return new PleinAirError(
      'network',
      `The quota of Google’s ${service} is used up (${code}).`,
      'Wait a minute and try again; a daily quota returns at midnight Pacific time, and can be raised in the Google Cloud console.',
    );
  }
  if (BAD_QUESTION.includes(code)) {
    return new PleinAirError(
      'input',
      `Google’s ${service} does not take this question (${code}).`,
      'Check the words or the points that were given.',
    );
  }
  return new PleinAirError(
    'network',
    `Google’s ${service} did not answer${code ? ` (${code})` : ''}.`,
    'Check the connection and try again.',
  );
}
