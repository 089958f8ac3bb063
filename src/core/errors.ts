/**
 * What kind of thing went wrong, so that a shell can choose an exit code or a dialog.
 * `input`: what a person gave is wrong. `device`: no or lost compute device. `storage`: disk or quota.
 * `network`: a download failed. `unsupported`: this machine cannot do it.
 */
export type ErrorKind = 'input' | 'device' | 'storage' | 'network' | 'unsupported';

/**
 * An error meant for a person: `message` names what is wrong (place, rule, value), `remedy` says what to do.
 * Anything thrown that is not a `PleinAirError` (or an abort) is a defect of the program.
 */
export class PleinAirError extends Error {
  override readonly name = 'PleinAirError';

  constructor(
    readonly kind: ErrorKind,
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Message and remedy in one text, for terminals and dialogs. */
  get text(): string {
    return `${this.message}\n${this.remedy}`;
  }
}

/** The browser's store has no room left: painting can go on once there is some. */
export class StoreFullError extends PleinAirError {
  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super('storage', message, remedy, options);
  }
}

/** True for the error that an aborted `AbortSignal` throws (`signal.throwIfAborted()`). */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
