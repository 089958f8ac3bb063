import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobKeyParts, isBlobKeyPart } from '../blob-key.ts';
import type { BlobStore } from '../blob-store.ts';
import { codeOf, storageError } from './storage-error.ts';

/** The one file operation that tests replace, to write to a disk without room. */
export interface FolderStoreFiles {
  open(path: string, flags: 'wx'): Promise<FileHandle>;
}

/** How a file ends while it is written; a crash may leave one behind, which is no blob. */
const UNFINISHED = '.unfinished';

/**
 * Blobs as files below `dir`, which is made when first needed. A blob is written beside its place, forced to the disk and then renamed into it: after
 * a crash or on a full disk the key holds the old bytes or the new ones.
 */
export function createFolderStore(dir: string, files: FolderStoreFiles = { open }): BlobStore {
  const pathOf = (key: string) => join(dir, ...partsOf(key));
  return {
    get: async (key) => {
      const path = pathOf(key);
      try {
        return new Uint8Array(await readFile(path));
      } catch (error) {
        if (isAbsent(error)) return null;
        throw storageError(error, 'to read', path);
      }
    },
    put: async (key, bytes) => {
      const path = pathOf(key);
      const unfinished = `${path}.${randomUUID()}${UNFINISHED}`;
      try {
        await makeFolder(dirname(path));
        await writeToDisk(await files.open(unfinished, 'wx'), bytes);
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true }).catch(() => undefined);
        throw storageError(error, 'to write', path);
      }
      await syncFolder(dirname(path));
    },
    delete: async (key) => {
      const path = pathOf(key);
      try {
        await rm(path, { force: true });
      } catch (error) {
        throw storageError(error, 'to delete', path);
      }
    },
    list: async (prefix) => {
      const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      const parts = folder === '' ? [] : partsOf(folder.slice(0, -1));
      const keys = await keysBelow(join(dir, ...parts), folder);
      return keys.filter((key) => key.startsWith(prefix)).sort();
    },
  };
}

/** @throws RangeError for a key that the port does not allow, or that looks like an unfinished file */
function partsOf(key: string): string[] {
  if (key.endsWith(UNFINISHED)) throw new RangeError(`folder store: "${key}" is no key; it ends in ${UNFINISHED}`);
  return blobKeyParts(key);
}

/** Like `mkdir -p`. Node's own recursive form reports a read-only disk or a missing permission as "no such file". */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path).catch((again) => {
      // another write may have made it in the meantime
      if (codeOf(again) !== 'EEXIST') throw again;
    });
  }
}

async function writeToDisk(file: FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the rename itself outlive a power cut; some systems (Windows) have no such thing for folders, and need none. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch {
    // the bytes are in place; only the promise against a power cut is weaker
  }
}

async function keysBelow(path: string, prefix: string): Promise<string[]> {
  let entries: Awaited<ReturnType<typeof readFolder>>;
  try {
    entries = await readFolder(path);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw storageError(error, 'to read', path);
  }
  const keys: string[] = [];
  for (const entry of entries) {
    if (!isBlobKeyPart(entry.name)) continue;
    if (entry.isDirectory()) keys.push(...(await keysBelow(join(path, entry.name), `${prefix}${entry.name}/`)));
    else if (entry.isFile() && !entry.name.endsWith(UNFINISHED)) keys.push(prefix + entry.name);
  }
  return keys;
}

function readFolder(path: string) {
  return readdir(path, { withFileTypes: true });
}

/** No such file, or a folder of that name. */
function isAbsent(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'EISDIR';
}
