import type { BlobStore } from '../../platform/blob-store.ts';
import type { RouteFrame } from '../../project/document.ts';
import { isHere } from '../../project/route-frames.ts';
import { useDocument } from '../state/document-store.ts';

/**
 * Notes which frames of the open project's route are no longer kept, so that they can be fetched again: those of a session that is over, and
 * what the browser has cleared. No step of undo.
 */
export async function noteMissingFrames(frames: Pick<BlobStore, 'list'>): Promise<void> {
  const { document: before } = useDocument.getState();
  if (before?.frames.kind !== 'route' || !before.frames.items.some(isHere)) return;
  const kept = new Set(await frames.list(''));
  const { document, learnFrames } = useDocument.getState();
  if (document?.id !== before.id) return;
  // Of those fetched since the look began it knows nothing.
  const known = new Set(before.frames.items.map(({ sha256 }) => sha256));
  const isGone = (item: RouteFrame) =>
    isHere(item) && item.sha256 !== null && known.has(item.sha256) && !kept.has(item.sha256);
  learnFrames((choice) =>
    choice.items.some(isGone)
      ? { ...choice, items: choice.items.map((item) => (isGone(item) ? { ...item, gone: true } : item)) }
      : choice,
  );
}
