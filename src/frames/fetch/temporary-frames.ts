import type { BlobStore } from '../../platform/blob-store.ts';
import { SOURCE_FACTS } from '../source-facts.ts';
import { ASKED, type AskedEntry, hashesIn, readAsked, writeAsked } from './asked-index.ts';

export interface ForgetOptions {
  /** ISO date */
  readonly now: string;
  /** names of the tabs' sessions that are alive */
  readonly liveSessions: ReadonlySet<string>;
  /** how long such frames may stay: until the tabs that used them are closed, or for a week */
  readonly frameCache: 'session' | 'days';
}

const LONGEST = 7 * 24 * 60 * 60 * 1000;
const PREPARED = 'prepared/';

/**
 * Deletes the frames of services that let them be kept only for a while (`SourceFacts.temporary`) once that while is over, with what the
 * service sent, the copies scaled for painting and the entries that name them. No frame stays longer than 7 days, nor any of which nobody
 * can say how long it may: what an entry names that cannot be read goes too. Painted frames stay. Entries go last: what is interrupted is
 * finished the next time.
 * @param frames `frames` of the browser's stores
 * @returns SHA-256 of the frames and pictures that are gone
 * @throws PleinAirError kind `storage`
 */
export async function forgetTemporary(frames: BlobStore, options: ForgetOptions): Promise<ReadonlySet<string>> {
  const gone = new Set<string>();
  const staying = new Set<string>();
  const changes: { readonly key: string; readonly entry: AskedEntry | null }[] = [];
  for (const key of await frames.list(ASKED)) {
    const before = await readAsked(frames, key);
    const entry = before && whatStays(before, options);
    if (!before || entry !== before) changes.push({ key, entry });
    for (const hash of before ? hashesOf(before) : await hashesIn(frames, key)) gone.add(hash);
    for (const hash of entry ? hashesOf(entry) : []) staying.add(hash);
  }
  // Two questions may have had the same answer.
  for (const hash of staying) gone.delete(hash);
  if (gone.size > 0) {
    for (const key of await frames.list(PREPARED)) {
      if (gone.has(key.slice(PREPARED.length).split('-', 1)[0] ?? '')) await frames.delete(key);
    }
  }
  for (const hash of gone) await frames.delete(hash);
  for (const { key, entry } of changes) {
    if (entry) await writeAsked(frames, key, entry);
    else await frames.delete(key);
  }
  return gone;
}

/** The entry itself where all of it stays, a part of it, or null. */
function whatStays(entry: AskedEntry, { now, liveSessions, frameCache }: ForgetOptions): AskedEntry | null {
  if (!isTemporary(entry.source)) return entry;
  if (frameCache === 'session' && !entry.sessions.some((name) => liveSessions.has(name))) return null;
  const isOver = (fetched: string) => !(Date.parse(now) - Date.parse(fetched) <= LONGEST);
  if (isOver(entry.fetched)) return null;
  const views = Object.entries(entry.views);
  const fresh = views.filter(([, { fetched }]) => !isOver(fetched));
  return fresh.length === views.length ? entry : { ...entry, views: Object.fromEntries(fresh) };
}

/** Of a service that this program no longer knows nobody can say, so that it is not kept. */
function isTemporary(source: string): boolean {
  const facts = Object.values(SOURCE_FACTS).find(({ id }) => id === source);
  return facts?.temporary ?? true;
}

function hashesOf({ sourceSha256, views }: AskedEntry): string[] {
  return [sourceSha256, ...Object.values(views).map(({ sha256 }) => sha256)];
}
