import { PleinAirError } from '../../core/errors.ts';

/** The operating system's code of a failed file operation (`ENOSPC`), where the error has one. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const NO_ROOM = [
  'There is no room left',
  'Free some space there or choose another folder, then run again: what is finished is kept.',
] as const;
const NO_PERMISSION = [
  'There is no permission',
  'Change the permissions or choose another folder, then run again.',
] as const;

const CASES: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOSPC: NO_ROOM,
  EDQUOT: NO_ROOM,
  EFBIG: NO_ROOM,
  EACCES: NO_PERMISSION,
  EPERM: NO_PERMISSION,
  EROFS: [
    'The disk is read-only, so it is impossible',
    'Choose a folder on a disk that can be written to, then run again.',
  ],
  ENOTDIR: ['A file stands where a folder is needed', 'Move that file away or choose another folder, then run again.'],
  EEXIST: ['A file stands where a folder is needed', 'Move that file away or choose another folder, then run again.'],
  EMFILE: [
    'Too many files are open',
    'Close other programs or raise the limit on open files (ulimit -n), then run again.',
  ],
  ENAMETOOLONG: ['The name is too long', 'Choose a folder with a shorter path, then run again.'],
};

/**
 * A failed file operation in words for a person.
 * @param doing as in `to write`: what was tried
 */
export function storageError(error: unknown, doing: string, path: string): PleinAirError {
  const code = codeOf(error);
  const [what, remedy] = CASES[code ?? ''] ?? [
    'It was not possible',
    'Look at the disk and the path, or choose another folder, then run again.',
  ];
  return new PleinAirError('storage', `${what} ${doing} ${path} (${code ?? String(error)}).`, remedy, { cause: error });
}
