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

interface Waiting {
  readonly key: string;
  readonly ref: PhotographRef;
  readonly signals: AbortSignal[];
  readonly answers: ((url: string | null) => void)[];
}

/**
 * Keeps the photographs that were used last. One is made at a time, in the order asked for; what no one waits for any
 * more is left out.
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
  let busy = false;
  let counter = 0;

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
      worker.onmessage = ({ data }) => {
        if (data.id === id) resolve(data.blob);
      };
      worker.postMessage(request);
    });
  };

  const work = async () => {
    if (busy) return;
    busy = true;
    for (let next = first(waiting); next; next = first(waiting)) {
      const wanted = next.signals.some(({ aborted }) => !aborted);
      const blob = wanted ? await make(next).catch(() => null) : null;
      waiting.delete(next.key);
      const url = blob && URL.createObjectURL(blob);
      if (url) use(next.key, url);
      for (const answer of next.answers) answer(url);
    }
    busy = false;
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
        const entry = waiting.get(key) ?? { key, ref, signals: [], answers: [] };
        entry.signals.push(signal);
        entry.answers.push(resolve);
        waiting.set(key, entry);
        void work();
      });
    },
    dispose() {
      worker.terminate();
      for (const url of urls.values()) URL.revokeObjectURL(url);
      urls.clear();
    },
  };
}

function first<T>(map: ReadonlyMap<string, T>): T | undefined {
  return map.values().next().value;
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
