import type { BlobStore } from '../../platform/blob-store.ts';
import { ASKED, readAsked, writeAsked } from './asked-index.ts';

/**
 * Notes that a tab uses frames that may be kept only for a while, which another tab may have fetched: they stay as long as this tab too.
 * @param frames `frames` of the browser's stores @param hashes of the frames @param session name of the tab's session
 * @throws PleinAirError kind `storage`
 */
export async function noteTemporaryUse(frames: BlobStore, hashes: ReadonlySet<string>, session: string): Promise<void> {
  for (const key of await frames.list(ASKED)) {
    const entry = await readAsked(frames, key);
    if (!entry || entry.sessions.includes(session)) continue;
    if (!Object.values(entry.views).some(({ sha256 }) => hashes.has(sha256))) continue;
    await writeAsked(frames, key, { ...entry, sessions: [...entry.sessions, session] });
  }
}
