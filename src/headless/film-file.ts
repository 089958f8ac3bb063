import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { FilmSink } from '../export/film-sink.ts';
import { storageError } from '../platform/node/storage-error.ts';

/** A film on its way into a file: under another name until it is whole. */
export interface FilmFile extends FilmSink {
  /** Gives the whole film its name, in place of what stood there. */
  keep(): Promise<void>;
  /** Takes an unfinished film away. */
  discard(): Promise<void>;
}

/** @throws PleinAirError kind `storage` where the file cannot be made */
export async function createFilmFile(path: string): Promise<FilmFile> {
  const unfinished = `${path}.unfinished`;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storageError(error, 'to write', path);
    }
  };
  const file: FileHandle = await guarded(() => open(unfinished, 'w'));
  return {
    async write(position, bytes) {
      for (let written = 0; written < bytes.length; ) {
        const at = written;
        const { bytesWritten } = await guarded(() => file.write(bytes, at, bytes.length - at, position + at));
        written += bytesWritten;
      }
    },
    async keep() {
      await guarded(async () => {
        await file.sync();
        await file.close();
        await rename(unfinished, path);
      });
    },
    async discard() {
      await file.close().catch(() => undefined);
      await rm(unfinished, { force: true });
    },
  };
}

/**
 * Writes a whole file in place of what stood there; a crash or a full disk leaves that as it was.
 * @throws PleinAirError kind `storage`
 */
export async function writeWholeFile(path: string, bytes: Uint8Array): Promise<void> {
  const file = await createFilmFile(path);
  try {
    await file.write(0, bytes);
    await file.keep();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
