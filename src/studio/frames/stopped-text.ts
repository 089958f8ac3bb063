import { isAbort, PleinAirError } from '../../core/errors.ts';

/** Why an import ended early, with what is left and what to do. @param left such as `12 files were not looked at.` */
export function stoppedText(error: unknown, left: string): string {
  if (isAbort(error)) return `Stopped: ${left}`;
  return error instanceof PleinAirError ? `${error.message} ${left} ${error.remedy}` : `${String(error)} ${left}`;
}

/** Why a file was not taken, and what to do, in one line. */
export function reasonOf(error: unknown): string {
  return error instanceof PleinAirError ? error.text.replace('\n', ' ') : String(error);
}
