import type { BlobStore } from '../../platform/blob-store.ts';
import type { PhotographRef } from '../filmstrip/film-frames.ts';
import type { PhotographReply, PhotographRequest } from './photograph-messages.ts';

/** Shape of the built-in street's frames, as they are painted. */
const STREET_ASPECT = 16 / 9;

/** The part of a `Worker` that is needed. */
export interface PhotographWorker {
  postMessage(request: PhotographRequest): void;
  onmessage: ((message: MessageEvent<PhotographReply>) => void) | null;
  terminate(): void;
}

/** Photographs as object URLs of small copies, made away from the page. */
export interface Photographs {
  /** What `load` has given before, at once. */
  peek(ref: PhotographRef): string | null;
  /** @returns null where the photograph is gone, damaged, or no longer wanted */
  load(ref: PhotographRef, signal: AbortSignal): Promise<string | null>;
  /** frees every picture */
  dispose(): void;
}

/**
 * Files that are on their way at a time: reading one and handing it to the worker and back takes several turns of the page, which may be
 * busy with a map. A street is drawn for a second or more, in which nobody may want the next one any more.
 */
const AT_ONCE = { file: 4, unfetched: 4, street: 1 } as const;

interface Waiting {
  readonly key: string;
  readonly ref: PhotographRef;
  readonly signals: AbortSignal[];
  readonly answers: ((url: string | null) => void)[];
  begun: boolean;
}

/**
 * Keeps the photographs that were used last. They are made in the order asked for; what no one waits for any more is left out.
 * @param side longest side of the copies in pixels
 * @param most copies that are kept
 */
export function createPhotographs(
  frames: Pick<BlobStore, 'get'>,
  worker: PhotographWorker,
  { side, most }: { readonly side: number; readonly most: number },
): Photographs {
  /** in order of use, the oldest first */
  const urls = new Map<string, string>();
  const waiting = new Map<string, Waiting>();
  const replies = new Map<number, (blob: Blob | null) => void>();
  let underWay = 0;
  let counter = 0;
  worker.onmessage = ({ data: { id, blob } }) => {
    replies.get(id)?.(blob);
    replies.delete(id);
  };

  const use = (key: string, url: string) => {
    urls.delete(key);
    urls.set(key, url);
    for (const [old, oldUrl] of urls) {
      if (urls.size <= most) break;
      urls.delete(old);
      URL.revokeObjectURL(oldUrl);
    }
  };

  const make = async ({ ref }: Waiting): Promise<Blob | null> => {
    const id = ++counter;
    const request = await requestFor(frames, ref, id, side);
    if (!request) return null;
    return new Promise((resolve) => {
      replies.set(id, resolve);
      worker.postMessage(request);
    });
  };

  const serve = async (next: Waiting) => {
    const wanted = next.signals.some(({ aborted }) => !aborted);
    const blob = wanted ? await make(next).catch(() => null) : null;
    waiting.delete(next.key);
    const url = blob && URL.createObjectURL(blob);
    if (url) use(next.key, url);
    for (const answer of next.answers) answer(url);
  };

  const work = () => {
    for (const next of waiting.values()) {
      if (next.begun) continue;
      if (underWay >= AT_ONCE[next.ref.kind]) return;
      next.begun = true;
      underWay++;
      void serve(next).then(() => {
        underWay--;
        work();
      });
    }
  };

  return {
    peek: (ref) => urls.get(keyOf(ref)) ?? null,
    load(ref, signal) {
      const key = keyOf(ref);
      const known = urls.get(key);
      if (known) {
        use(key, known);
        return Promise.resolve(known);
      }
      return new Promise((resolve) => {
        const entry = waiting.get(key) ?? { key, ref, signals: [], answers: [], begun: false };
        entry.signals.push(signal);
        entry.answers.push(resolve);
        waiting.set(key, entry);
        work();
      });
    },
    dispose() {
      worker.terminate();
      for (const url of urls.values()) URL.revokeObjectURL(url);
      urls.clear();
    },
  };
}

function keyOf(ref: PhotographRef): string {
  if (ref.kind === 'unfetched') return `unfetched-${ref.id}`;
  return ref.kind === 'file' ? ref.sha256 : `street-${ref.seed}-${ref.frames}-${ref.index}`;
}

async function requestFor(
  frames: Pick<BlobStore, 'get'>,
  ref: PhotographRef,
  id: number,
  side: number,
): Promise<PhotographRequest | null> {
  if (ref.kind === 'unfetched') return null;
  if (ref.kind === 'street') {
    return { ...ref, id, size: { width: side, height: Math.round(side / STREET_ASPECT) } };
  }
  const bytes = await frames.get(ref.sha256);
  return bytes && { kind: 'file', id, side, blob: new Blob([new Uint8Array(bytes)]) };
}
