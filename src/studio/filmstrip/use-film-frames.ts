import { useMemo } from 'react';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import { type FilmFrame, filmFrames } from './film-frames.ts';

/** Frames of the open project's film; the same list as long as none of them changes. */
export function useFilmFrames(): readonly FilmFrame[] {
  const frames = useDocument((state) => state.document?.frames);
  const job_seed = useDocument((state) => state.document?.params.job_seed);
  const video_start_frame = useDocument((state) => state.document?.params.video_start_frame);
  const video_end_frame = useDocument((state) => state.document?.params.video_end_frame);
  return useMemo(
    () =>
      frames === undefined || job_seed === undefined || video_start_frame === undefined || video_end_frame === undefined
        ? []
        : filmFrames({ frames, params: { job_seed, video_start_frame, video_end_frame } }),
    [frames, job_seed, video_start_frame, video_end_frame],
  );
}

/** The selected frame, within the film that there is now. @param count frames of the film */
export function useSelectedIndex(count: number): number {
  return useSession((state) => Math.max(0, Math.min(state.selectedFrame, count - 1)));
}
