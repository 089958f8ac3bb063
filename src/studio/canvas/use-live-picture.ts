import { useEffect } from 'react';
import { useRun } from '../state/run-store.ts';
import { useSession } from '../state/session-store.ts';
import { watchPictures } from './look-loop.ts';

/** Milliseconds between two looks at the frame in work: often enough to see paint move, seldom enough to cost nothing. */
const LOOK_INTERVAL = 200;

/** Brings the picture of the frame in work to the run store while the canvas shows that frame and the page is on screen. */
export function useLivePicture(): void {
  const control = useRun((state) => state.control);
  useEffect(() => {
    if (!control) return;
    const abort = new AbortController();
    const wanted = () => {
      const { frames, index } = useRun.getState();
      const seen = useSession.getState().selectedFrame === index;
      return seen && frames[index] === 'painting' && document.visibilityState === 'visible';
    };
    void watchPictures(control.look, (picture) => useRun.setState({ picture }), {
      wanted,
      interval: LOOK_INTERVAL,
      signal: abort.signal,
    });
    return () => abort.abort();
  }, [control]);
}
