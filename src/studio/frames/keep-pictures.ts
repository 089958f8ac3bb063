import { sha256 } from '../../core/digest.ts';
import { isAbort, PleinAirError } from '../../core/errors.ts';
import type { PhotographFacts } from '../../frames/sources/files/placement.ts';
import type { BlobStore } from '../../platform/blob-store.ts';
import type { FrameItem } from '../../project/document.ts';
import type { Refusal } from './sort-files.ts';

/** A picture file that a person gave. */
export interface GivenPicture {
  readonly name: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export interface KeepOptions {
  readonly store: BlobStore;
  /** @throws PleinAirError where the bytes are no picture that can be painted from */
  check(bytes: Uint8Array, name: string): Promise<void>;
  /** what a photograph says of itself; never rejects */
  facts?(bytes: Uint8Array): Promise<PhotographFacts>;
  /** those that are there already: the same name with the same bytes is not taken twice */
  readonly present?: readonly Pick<FrameItem, 'name' | 'sha256'>[];
  /** before each picture, from 0 */
  onProgress?(done: number, name: string): void;
  readonly signal?: AbortSignal;
}

/** What became of the pictures: each is in one of the lists, or comes after `stopped`. */
export interface KeptPictures {
  readonly items: readonly FrameItem[];
  readonly refused: readonly Refusal[];
  /** why the rest was not looked at: no room left, or the person's wish; null where all were */
  readonly stopped: Error | null;
  /** pictures that were not looked at */
  readonly rest: number;
}

/** Longest name that params may hold. */
const MAX_NAME = 255;

/**
 * Checks pictures and keeps them under their hashes, one at a time, so that five hundred need no more memory than one. What cannot be read is
 * refused with its reason; a full store or an abort ends it and leaves what is kept.
 */
export async function keepPictures(files: readonly GivenPicture[], options: KeepOptions): Promise<KeptPictures> {
  const { store, check, facts, present = [], onProgress, signal } = options;
  const seen = new Set(present.map(identity));
  const items: FrameItem[] = [];
  const refused: Refusal[] = [];
  for (const [index, file] of files.entries()) {
    const name = cleanName(file.name);
    onProgress?.(index, name);
    try {
      signal?.throwIfAborted();
      const bytes = await read(file);
      await check(bytes, name);
      const hash = await sha256(bytes);
      const item: FrameItem = { id: crypto.randomUUID(), name, sha256: hash, ...(await facts?.(bytes)) };
      if (seen.has(identity(item))) {
        refused.push({ name, reason: 'it is here already' });
        continue;
      }
      signal?.throwIfAborted();
      await store.put(item.sha256, bytes);
      seen.add(identity(item));
      items.push(item);
    } catch (error) {
      if (isAbort(error) || (error instanceof PleinAirError && error.kind === 'storage')) {
        return { items, refused, stopped: error as Error, rest: files.length - index };
      }
      refused.push({ name, reason: reasonOf(error, name) });
    }
  }
  return { items, refused, stopped: null, rest: 0 };
}

/** A name that params may hold: no folders, no control characters, not too long. */
export function cleanName(name: string): string {
  const clean = name
    .replace(/^.*[/\\]/, '')
    .replace(/\p{Cc}/gu, '')
    .slice(-MAX_NAME);
  return clean === '' ? 'picture' : clean;
}

async function read(file: GivenPicture): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new PleinAirError('input', 'it cannot be read: was it moved, renamed or deleted?', 'Give it again.', {
      cause: error,
    });
  }
}

function identity({ name, sha256: hash }: Pick<FrameItem, 'name' | 'sha256'>): string {
  return `${hash} ${name}`;
}

/** A list of refusals names the file beside the reason. */
function reasonOf(error: unknown, name: string): string {
  return error instanceof PleinAirError ? error.message.replace(`The picture ${name} `, '') : String(error);
}
