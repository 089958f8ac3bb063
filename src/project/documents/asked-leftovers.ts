import { ASKED, type AskedEntry, readAsked } from '../../frames/fetch/asked-index.ts';
import type { BlobStore } from '../../platform/blob-store.ts';

/** An answer of a picture service that no project needs any more, or not all of it. */
interface AskedLeftover {
  readonly key: string;
  /** what stays of it; null: nothing */
  readonly rest: AskedEntry | null;
  /** hashes of pictures that only it named */
  readonly pictures: readonly string[];
}

/** Another tab may just have fetched what its project is yet to name. */
const SETTLED_MS = 24 * 60 * 60 * 1000;

/**
 * What was fetched along routes and is needed no longer: answers that the deleted project used, with the views that it had chosen
 * earlier; and answers that no project has named for a day.
 * @param own hashes that the deleted project named @param named hashes that the remaining projects name @param now ISO date
 */
export async function askedLeftovers(
  frames: BlobStore,
  { own, named, now }: { readonly own: ReadonlySet<string>; readonly named: ReadonlySet<string>; readonly now: string },
): Promise<AskedLeftover[]> {
  const leftovers: AskedLeftover[] = [];
  for (const key of await frames.list(ASKED)) {
    const entry = await readAsked(frames, key);
    if (!entry) continue;
    const { sourceSha256, views, fetched } = entry;
    const hashes = [sourceSha256, ...Object.values(views).map(({ sha256 }) => sha256)];
    const isSettled = Date.parse(now) - Date.parse(fetched) > SETTLED_MS;
    if (!hashes.some((hash) => own.has(hash)) && (!isSettled || hashes.some((hash) => named.has(hash)))) continue;
    const needed = Object.entries(views).filter(([, { sha256 }]) => named.has(sha256));
    // Projects name a frame together with what it was made of: without a view the answer serves nobody.
    const rest = needed.length > 0 ? { ...entry, views: Object.fromEntries(needed) } : null;
    const pictures = hashes.filter((hash) => !named.has(hash) && !(rest && hash === sourceSha256));
    if (pictures.length > 0 || !rest) leftovers.push({ key, rest, pictures });
  }
  return leftovers;
}
