import type { BlobStore } from '../../platform/blob-store.ts';
import { ASKED, type AskedEntry, readAsked, writeAsked } from './asked-index.ts';

/** What was fetched along routes and no project needs any more. */
interface AskedLeftovers {
  /** hashes of pictures */
  readonly pictures: readonly string[];
  /** Deletes the answers that name them, or that part of the answers; to be called once the pictures are gone. */
  forget(): Promise<void>;
}

/** Another tab may just have fetched what its project is yet to name. */
const SETTLED_MS = 24 * 60 * 60 * 1000;

/**
 * Finds what a deleted project leaves behind: of the answers that it used the pictures and the views that no other project names, those
 * that it had chosen earlier among them; and all that no project has named for a day.
 * @param frames `frames` of the browser's stores
 * @param own hashes that the deleted project named @param named hashes that the remaining projects name @param now ISO date
 */
export async function askedLeftovers(
  frames: BlobStore,
  { own, named, now }: { readonly own: ReadonlySet<string>; readonly named: ReadonlySet<string>; readonly now: string },
): Promise<AskedLeftovers> {
  const pictures: string[] = [];
  const changes: { readonly key: string; readonly rest: AskedEntry | null }[] = [];
  for (const key of await frames.list(ASKED)) {
    const entry = await readAsked(frames, key);
    if (!entry) continue;
    const { sourceSha256, views, fetched } = entry;
    const hashes = [sourceSha256, ...Object.values(views).map(({ sha256 }) => sha256)];
    const isOwn = hashes.some((hash) => own.has(hash));
    const isForgotten = Date.parse(now) - Date.parse(fetched) > SETTLED_MS && !hashes.some((hash) => named.has(hash));
    if (!isOwn && !isForgotten) continue;
    const needed = Object.entries(views).filter(([, { sha256 }]) => named.has(sha256));
    // Projects name a frame together with what it was made of: without a view the answer serves nobody.
    const rest = needed.length > 0 ? { ...entry, views: Object.fromEntries(needed) } : null;
    pictures.push(...hashes.filter((hash) => !named.has(hash) && !(rest && hash === sourceSha256)));
    changes.push({ key, rest });
  }
  return {
    pictures,
    forget: async () => {
      for (const { key, rest } of changes) {
        if (rest) await writeAsked(frames, key, rest);
        else await frames.delete(key);
      }
    },
  };
}
