import { useEffect, useMemo, useState } from 'react';
import { isAbort } from '../../core/errors.ts';
import { flowParams } from '../../flow/params.ts';
import type { BlobStore } from '../../platform/blob-store.ts';
import type { FilmFrame } from '../filmstrip/film-frames.ts';
import { useServices } from '../services-context.tsx';
import { useDocument } from '../state/document-store.ts';
import { createMotionClient, type MotionClient } from './motion-client.ts';
import type { MotionParams, MotionPictures, MotionQuestion, PhotographSource } from './motion-messages.ts';

/** Pairs whose pictures stay at hand for going back and forth. */
const KEPT = 12;
/** Milliseconds for which a frame must stay selected: who pages through the film wants none of those in between. */
const PAUSE = 150;

/** What there is to see of a pair. */
export type SeenMotion =
  | { readonly status: 'waiting' | 'missing' }
  | { readonly status: 'seen'; readonly pictures: MotionPictures }
  | { readonly status: 'failed'; readonly error: unknown };

/** Looks for the motion between two frames, as the open project's params have it, for as long as it is on screen. */
export function useMotionPictures(earlier: FilmFrame, later: FilmFrame): SeenMotion {
  const { frames } = useServices();
  const params = useMotionParams();
  const [client, setClient] = useState<MotionClient | null>(null);
  const [seen, setSeen] = useState<SeenMotion>({ status: 'waiting' });
  const kept = useMemo(() => new Map<string, MotionPictures>(), []);
  useEffect(() => {
    const made = createMotionClient();
    setClient(made);
    return () => made.dispose();
  }, []);
  const key = JSON.stringify([earlier.photograph, earlier.place, later.photograph, later.place, params]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the frames and the params by what they hold
  useEffect(() => {
    const known = kept.get(key);
    setSeen(known ? { status: 'seen', pictures: known } : { status: 'waiting' });
    if (known || !client || !params) return;
    const abort = new AbortController();
    const look = async () => {
      const question = await questionOf(frames, earlier, later, params);
      if (!question) return setSeen({ status: 'missing' });
      const pictures = await client.look(question, abort.signal);
      kept.set(key, pictures);
      for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
      setSeen({ status: 'seen', pictures });
    };
    const timer = setTimeout(() => {
      look().catch((error: unknown) => {
        if (!abort.signal.aborted && !isAbort(error)) setSeen({ status: 'failed', error });
      });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, key, frames, kept]);
  return seen;
}

function useMotionParams(): MotionParams | null {
  const all = useDocument(({ document }) => document?.params);
  return useMemo(() => {
    if (!all) return null;
    const names = [...Object.keys(flowParams), 'job_device'];
    return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name))) as unknown as MotionParams;
  }, [all]);
}

/** @returns null where a photograph is not there */
async function questionOf(
  frames: Pick<BlobStore, 'get'>,
  earlier: FilmFrame,
  later: FilmFrame,
  params: MotionParams,
): Promise<MotionQuestion | null> {
  const sources = [await sourceOf(frames, earlier), await sourceOf(frames, later)] as const;
  return sources[0] && sources[1] && { earlier: sources[0], later: sources[1], params };
}

async function sourceOf(
  frames: Pick<BlobStore, 'get'>,
  { name, photograph, place }: FilmFrame,
): Promise<PhotographSource | null> {
  if (photograph.kind === 'unfetched') return null;
  if (photograph.kind === 'street') return photograph;
  const bytes = await frames.get(photograph.sha256);
  return bytes && { kind: 'file', name, blob: new Blob([new Uint8Array(bytes)]), ...(place && { place }) };
}
