import type { ToneCurve } from '../../frames/tone-curve.ts';
import { useFilmFrames } from '../filmstrip/use-film-frames.ts';
import { useDocument } from '../state/document-store.ts';
import { useRun } from '../state/run-store.ts';

/** What evens out the light of each frame of the film, as far as the last run or look has measured it; null where it is not known. */
export function useTones(): readonly (ToneCurve | null)[] | null {
  const frames = useFilmFrames().length;
  const wanted = useDocument(({ document }) => document?.params.frame_balance === 'auto');
  const tones = useRun((state) => state.tones);
  // Frames may have been added or taken out since.
  return wanted && tones?.length === frames ? tones : null;
}
