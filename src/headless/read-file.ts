import { readFile } from 'node:fs/promises';
import { PleinAirError } from '../core/errors.ts';

/**
 * The bytes of a file that a person named.
 * @param what it is to them: `The painting`
 * @throws PleinAirError kind `input` naming the file and why it cannot be read
 */
export async function readBytes(path: string, what: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const said = reason === 'ENOENT' ? 'there is no such file' : reason === 'EISDIR' ? 'it is a folder' : reason;
    throw new PleinAirError('input', `${what} ${path} cannot be read: ${said}.`, 'Check the name and its folder.', {
      cause: error,
    });
  }
}
