import { type ErrorKind, PleinAirError, StoreFullError } from './errors.ts';

/** An error on its way between threads; `full`: of a `StoreFullError`; `defect`: a fault of the program. */
export type SentError =
  | { readonly kind: ErrorKind | 'full'; readonly message: string; readonly remedy: string }
  | { readonly kind: 'defect'; readonly message: string };

/** An error in the form in which it crosses threads. */
export function toSentError(error: unknown): SentError {
  if (error instanceof PleinAirError) {
    const { kind, message, remedy } = error;
    return { kind: error instanceof StoreFullError ? 'full' : kind, message, remedy };
  }
  return { kind: 'defect', message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}

/** The error again, on the other side: a `PleinAirError`, or for a defect an `Error`. */
export function fromSentError(error: SentError): Error {
  if (error.kind === 'defect') return new Error(error.message);
  if (error.kind === 'full') return new StoreFullError(error.message, error.remedy);
  return new PleinAirError(error.kind, error.message, error.remedy);
}
