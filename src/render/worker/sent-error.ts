import { PleinAirError } from '../../core/errors.ts';
import type { SentError } from './protocol.ts';

/** An error in the form in which it crosses threads. */
export function toSentError(error: unknown): SentError {
  if (error instanceof PleinAirError) {
    const { kind, message, remedy } = error;
    return { kind, message, remedy };
  }
  return {
    kind: 'defect',
    message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    remedy: 'Painted frames are kept. Reload the page and go on; if it happens again, report it with these words.',
  };
}

/** The error again, on the page: a `PleinAirError`, or for a defect an `Error`. */
export function fromSentError({ kind, message, remedy }: SentError): Error {
  return kind === 'defect' ? new Error(message) : new PleinAirError(kind, message, remedy);
}
