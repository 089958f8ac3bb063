import type { BlobStore } from '../../platform/blob-store.ts';
import { useDocument } from '../state/document-store.ts';

/**
 * Notes which frames of the open project's route are no longer kept, so that they can be fetched again: those of a session that is over, and
 * what the browser has cleared. No step of undo.
 */
export async function noteMissingFrames(frames: Pick<BlobStore, 'list'>): Promise<void> {
  const { document: before } = useDocument.getState();
  if (before?.frames.kind !== 'route' || before.frames.items.every(({ sha256 }) => sha256 === null)) return;
  const kept = new Set(await frames.list(''));
  const { document, learnFrames } = useDocument.getState();
  if (document?.id !== before.id || document.frames.kind !== 'route') return;
  const { items } = document.frames;
  // Of those fetched since the look began it knows nothing.
  const known = new Set(before.frames.items.map(({ sha256 }) => sha256));
  const gone = (sha256: string | null) => sha256 !== null && known.has(sha256) && !kept.has(sha256);
  if (!items.some(({ sha256 }) => gone(sha256))) return;
  learnFrames({
    ...document.frames,
    items: items.map((item) => (gone(item.sha256) ? { ...item, sha256: null } : item)),
  });
}
