import type { BlobStore } from '../../platform/blob-store.ts';
import type { RouteFrame } from '../../project/document.ts';
import { isHere } from '../../project/route-frames.ts';
import { useDocument } from '../state/document-store.ts';

/**
 * Notes which frames of the open project's route are no longer kept, so that they can be fetched again: those of a session that is over, and
 * what the browser has cleared. And which are here after all: fetched again, and the tab closed before the project was saved. No step of undo.
 */
export async function noteMissingFrames(frames: Pick<BlobStore, 'list'>): Promise<void> {
  const { document: before } = useDocument.getState();
  if (before?.frames.kind !== 'route' || before.frames.items.every(({ sha256 }) => sha256 === null)) return;
  const kept = new Set(await frames.list(''));
  const { document, learnFrames } = useDocument.getState();
  if (document?.id !== before.id) return;
  // Of those fetched since the look began it knows nothing.
  const known = new Set(before.frames.items.map(({ sha256 }) => sha256));
  const isOther = (item: RouteFrame) =>
    item.sha256 !== null && known.has(item.sha256) && isHere(item) !== kept.has(item.sha256);
  learnFrames((choice) =>
    choice.items.some(isOther)
      ? { ...choice, items: choice.items.map((item) => (isOther(item) ? { ...item, gone: isHere(item) } : item)) }
      : choice,
  );
}
