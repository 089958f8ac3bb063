import { PleinAirError, StoreFullError } from '../../core/errors.ts';

const GO_ON = 'then go on: what is finished is kept.';

const CASES: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  QuotaExceededError: [
    'There is no room left in this browser',
    `Delete projects that are no longer needed (their photographs, paintings and painted frames go with them), or free space on the disk, ${GO_ON}`,
  ],
  VersionError: [
    'A newer Plein Air has changed the form of the stored data, so it is impossible',
    'Reload this page to get the newer program; nothing is lost.',
  ],
  AbortError: ['The browser broke off', `Look whether the disk has room, ${GO_ON}`],
  InvalidStateError: ['The browser has closed its database, so it is impossible', 'Reload the page; nothing is lost.'],
  SecurityError: [
    'This browser does not let the page keep data, so it is impossible',
    'Allow this site to store data (cookies and site data in the browser’s settings), then reload the page.',
  ],
  NotFoundError: [
    'Data that the browser should hold is gone, so it is impossible',
    'Reload the page; if that does not help, add the picture again.',
  ],
};

/**
 * A failed operation of the browser's database in words for a person.
 * @param doing as in `to write`: what was tried
 * @param what as in `painted/0003.png`
 */
export function storageError(error: unknown, doing: string, what: string): PleinAirError {
  if (error instanceof PleinAirError) return error;
  const name = nameOf(error);
  const [reason, remedy] = CASES[name] ?? [
    'It was not possible',
    'Reload the page; if that does not help, look whether the disk has room.',
  ];
  const message = `${reason} ${doing} ${what} (${name}).`;
  if (name === 'QuotaExceededError') return new StoreFullError(message, remedy, { cause: error });
  return new PleinAirError('storage', message, remedy, { cause: error });
}

/** The name of a DOMException, or what else was thrown. */
export function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : String(error);
}
