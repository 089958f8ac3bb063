import type { BlobStore } from '../../platform/blob-store.ts';

/** Where pictures lie that projects name by hash. */
export interface PictureStores {
  /** photographs, by SHA-256; below `prepared/` scaled copies, whose keys start with the photograph's hash */
  readonly frames: BlobStore;
  /** paintings, by SHA-256 */
  readonly styles: BlobStore;
  /** `painted/KEY.json`, which names the photograph, with `painted/KEY.png` */
  readonly painted: BlobStore;
}

/** What may go once a project is deleted. */
interface Leftovers {
  /** hashes that the deleted project named */
  readonly own: ReadonlySet<string>;
  /** hashes that the remaining projects name */
  readonly named: ReadonlySet<string>;
  /** whether it was the last project on the built-in street, whose frames no document names */
  readonly demo: boolean;
}

/** What was fetched for the deleted project and no other one needs. */
export interface FetchedLeftovers {
  readonly pictures: readonly string[];
  /** forgets where they came from; called once they are gone */
  forget(): Promise<void>;
}

const HASH = /\b[0-9a-f]{64}\b/g;
/** Names of the built-in street's frames: `street-1-00`. */
const DEMO_FRAME = /^street-\d+-\d+$/;

/** Every SHA-256 in a stored document, whatever its form: a project of a newer program keeps its pictures too. */
export function hashesIn(document: Uint8Array): ReadonlySet<string> {
  return new Set(new TextDecoder().decode(document).match(HASH) ?? []);
}

/**
 * Deletes photographs and paintings that only the deleted project named, scaled copies and painted frames made of them, and what was
 * fetched for it. What names others goes after them: what is interrupted leaves nothing that names nothing.
 */
export async function deleteUnnamed(
  { frames, styles, painted }: PictureStores,
  { own, named, demo }: Leftovers,
  fetched: FetchedLeftovers,
): Promise<void> {
  const gone = new Set([...[...own].filter((hash) => !named.has(hash)), ...fetched.pictures]);
  for (const store of [frames, styles]) {
    const kept = new Set(await store.list(''));
    for (const hash of gone) if (kept.has(hash)) await store.delete(hash);
  }
  await fetched.forget();
  if (gone.size === 0 && !demo) return;
  for (const key of await painted.list('painted/')) {
    if (!key.endsWith('.json')) continue;
    const record = await readRecord(painted, key);
    const made =
      record && (gone.has(record.sha256) || (demo && !named.has(record.sha256) && DEMO_FRAME.test(record.name)));
    if (!made) continue;
    gone.add(record.sha256);
    // The record first: a picture without its record is no painted frame, a record without its picture would be a damaged one.
    await painted.delete(key);
    await painted.delete(key.replace(/\.json$/, '.png'));
  }
  for (const key of await frames.list('prepared/')) {
    if (gone.has(key.slice('prepared/'.length).split('-', 1)[0] ?? '')) await frames.delete(key);
  }
}

async function readRecord(painted: BlobStore, key: string): Promise<{ name: string; sha256: string } | null> {
  const bytes = await painted.get(key);
  if (!bytes) return null;
  try {
    const record: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof record !== 'object' || record === null || !('sha256' in record) || !('name' in record)) return null;
    const { name, sha256 } = record;
    return typeof name === 'string' && typeof sha256 === 'string' ? { name, sha256 } : null;
  } catch {
    return null;
  }
}
