import { useEffect, useState } from 'react';
import type { PhotographRef } from '../filmstrip/film-frames.ts';
import { useServices } from '../services-context.tsx';
import { createPhotographs, type Photographs } from './photographs.ts';

/** Photographs for one part of the screen, freed with it. Null for the moment before the worker is there. */
export function usePhotographs(side: number, most: number): Photographs | null {
  const { frames } = useServices();
  const [photographs, setPhotographs] = useState<Photographs | null>(null);
  useEffect(() => {
    const worker = new Worker(new URL('./photograph-worker.ts', import.meta.url), { type: 'module' });
    const made = createPhotographs(frames, worker, { side, most });
    setPhotographs(made);
    return () => {
      made.dispose();
      setPhotographs(null);
    };
  }, [frames, side, most]);
  return photographs;
}

/** A photograph on screen. */
export interface ShownPhotograph {
  readonly url: string;
  /** which photograph this is: the one before, until the one that is wanted now is there */
  readonly ref: PhotographRef;
}

/** A photograph once it is there. The one before stays until then, so that nothing flickers. */
export function usePhotograph(photographs: Photographs | null, ref: PhotographRef | null): ShownPhotograph | null {
  const [shown, setShown] = useState<ShownPhotograph | null>(null);
  useEffect(() => {
    if (!photographs || !ref) {
      setShown(null);
      return;
    }
    const abort = new AbortController();
    void photographs.load(ref, abort.signal).then((url) => {
      if (!abort.signal.aborted) setShown(url === null ? null : { url, ref });
    });
    return () => abort.abort();
  }, [photographs, ref]);
  return shown;
}
