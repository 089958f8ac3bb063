import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PleinAirError } from '../../core/errors.ts';
import type { LocalWeights, WeightsFile } from '../../engine/network/loader.ts';
import type { ImageFile } from '../../frames/sources/files/image-files.ts';
import { codeOf } from './storage-error.ts';

/**
 * The files of a folder (not of folders in it), of whatever kind and in no order: the source of frames takes the pictures, and names the others
 * where there is none.
 * @throws PleinAirError kind `input` where `dir` is no folder or cannot be read
 */
export async function listFiles(dir: string): Promise<readonly ImageFile[]> {
  return filesOf(dir, 'a folder with pictures');
}

/**
 * What a person gave as weights: the files of a folder, or one file.
 * @throws PleinAirError kind `input` where there is nothing, or no permission
 */
export async function openLocalWeights(path: string): Promise<LocalWeights> {
  const rule = 'a folder in TF.js layers format or a .safetensors file';
  const found = await stat(path).catch((error) => Promise.reject(unreadable(error, path, rule)));
  if (found.isDirectory()) return { label: `the folder ${path}`, files: await filesOf(path, rule) };
  return { label: path, files: [fileAt(path, found.size)] };
}

async function filesOf(dir: string, rule: string): Promise<WeightsFile[]> {
  try {
    const names = await readdir(dir);
    const files: WeightsFile[] = [];
    for (const name of names) {
      const path = join(dir, name);
      // links count as what they point to; one that points nowhere is no file
      const found = await stat(path).catch(() => null);
      if (found?.isFile()) files.push(fileAt(path, found.size));
    }
    return files;
  } catch (error) {
    throw unreadable(error, dir, rule);
  }
}

function fileAt(path: string, size: number): WeightsFile {
  return {
    name: basename(path),
    size,
    read: async (begin = 0, end) => {
      let file: FileHandle | undefined;
      try {
        file = await open(path, 'r');
        const last = end ?? (await file.stat()).size;
        return await readRange(file, begin, last);
      } catch (error) {
        throw unreadable(error, path, 'a file that can be read');
      } finally {
        await file?.close();
      }
    },
  };
}

/** As many bytes as there are between `begin` and `end`. */
async function readRange(file: FileHandle, begin: number, end: number): Promise<Uint8Array> {
  const out = new Uint8Array(Math.max(end - begin, 0));
  let length = 0;
  while (length < out.byteLength) {
    const { bytesRead } = await file.read(out, length, out.byteLength - length, begin + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return out.subarray(0, length);
}

function unreadable(error: unknown, path: string, rule: string): PleinAirError {
  const code = codeOf(error);
  const reason =
    code === 'ENOENT'
      ? 'does not exist'
      : code === 'ENOTDIR'
        ? 'is not a folder'
        : code === 'EACCES' || code === 'EPERM'
          ? 'cannot be read: no permission'
          : `cannot be read (${code ?? String(error)})`;
  return new PleinAirError('input', `${path} ${reason}.`, `Give ${rule}; look at the spelling and the permissions.`, {
    cause: error,
  });
}
