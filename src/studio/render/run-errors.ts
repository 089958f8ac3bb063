import { PleinAirError, StoreFullError } from '../../core/errors.ts';
import type { StorageRoom } from '../services.ts';

/**
 * Any error as one that a person can read.
 * @param what was being done, at the beginning of a sentence
 * @param kept says what is not lost
 */
export function readableError(error: unknown, what = 'Painting', kept = 'Painted frames are kept.'): PleinAirError {
  if (error instanceof PleinAirError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new PleinAirError(
    'unsupported',
    `${what} was stopped by a fault of the program: ${reason}`,
    `${kept} Reload the page and go on; if it stops again, report it with these words.`,
    { cause: error },
  );
}

/** A full store, in words that say what to delete. */
export function storageFull(error: StoreFullError, { used, quota }: StorageRoom): StoreFullError {
  const room =
    used === null || quota === null
      ? ''
      : ` The browser gives Plein Air ${gigabytes(quota)}, and ${gigabytes(used)} of it are taken.`;
  return new StoreFullError(
    `${error.message}${room}`,
    'Painting is paused and painted frames are kept. Delete a project that you no longer need (its photographs and painted frames go ' +
      'with it), or free space on the disk, then press Resume.',
    { cause: error },
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0)} GB`;
}
