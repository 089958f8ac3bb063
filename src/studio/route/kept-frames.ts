import { noteTemporaryUse } from '../../frames/fetch/temporary-use.ts';
import { SOURCE_FACTS } from '../../frames/source-facts.ts';
import type { BlobStore } from '../../platform/blob-store.ts';
import type { RouteFrame } from '../../project/document.ts';
import { isHere, type RouteChoice } from '../../project/route-frames.ts';
import { useDocument } from '../state/document-store.ts';

/**
 * Looks after the frames of the open project's route: those that may be kept only for a while are this tab's from now on, and those that
 * are no longer kept are noted, so that they can be fetched again: those of a session that is over, and what the browser has cleared. And
 * which are here after all: fetched again, and the tab closed before the project was saved. No step of undo.
 * @param session name of this tab's
 */
export async function noteKeptFrames(frames: BlobStore, session: string): Promise<void> {
  const { document: before } = useDocument.getState();
  if (before?.frames.kind !== 'route' || before.frames.items.every(({ sha256 }) => sha256 === null)) return;
  await claim(frames, before.frames, session);
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

/** The tab that fetched them may be closed while this one paints them, and each has been paid for. */
async function claim(frames: BlobStore, { source, items }: RouteChoice, session: string): Promise<void> {
  if (!SOURCE_FACTS[source].temporary) return;
  await noteTemporaryUse(frames, new Set(items.flatMap(({ sha256 }) => sha256 ?? [])), session);
}
