import { isAbort, PleinAirError } from '../../core/errors.ts';

/** Why an import ended early, with what is left and what to do. @param left such as `12 files were not looked at.` */
export function stoppedText(error: unknown, left: string): string {
  if (isAbort(error)) return `Stopped: ${left}`;
  return error instanceof PleinAirError ? `${error.message} ${left} ${error.remedy}` : `${String(error)} ${left}`;
}
