import { useEffect, useMemo, useState } from 'react';
import { useRun } from '../state/run-store.ts';
import { useSession } from '../state/session-store.ts';
import { placeAt } from './playback.ts';
import { useFilmTiming } from './use-film-timing.ts';

/** Painted frames that are decoded ahead of the one on screen. */
const AHEAD = 8;

/** The player of painted frames: what it plays shows as the selected frame. */
export interface Player {
  /** indices of the painted frames, in order */
  readonly painted: readonly number[];
  readonly playing: boolean;
  readonly loop: boolean;
  setPlaying(playing: boolean): void;
  setLoop(loop: boolean): void;
}

export function usePlayer(): Player {
  const urls = useRun((state) => state.painted);
  const painted = useMemo(
    () =>
      Object.keys(urls)
        .map(Number)
        .sort((a, b) => a - b),
    [urls],
  );
  const { fps, hold } = useFilmTiming();
  const [playing, setPlaying] = useState(false);
  const [loop, setLoop] = useState(true);
  const count = painted.length;
  const running = playing && count > 1;

  useEffect(() => {
    if (!running) return;
    const { selectedFrame, selectFrame } = useSession.getState();
    const found = painted.indexOf(selectedFrame);
    // Playing from the last frame begins anew.
    const start = found < 0 || found === count - 1 ? 0 : found;
    const began = performance.now();
    let shown = selectedFrame;
    let request = requestAnimationFrame(function tick(now) {
      // Whoever selects another frame wants to look at that one.
      if (useSession.getState().selectedFrame !== shown) return setPlaying(false);
      const { place, ended } = placeAt(start, Math.max(0, now - began) / 1000, { fps, hold, count, loop });
      shown = painted[place] ?? 0;
      selectFrame(shown);
      if (ended) setPlaying(false);
      else request = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(request);
  }, [running, painted, count, fps, hold, loop]);

  const selected = useSession((state) => state.selectedFrame);
  useEffect(() => {
    if (!running) return;
    const from = painted.indexOf(selected);
    for (let k = 1; k <= Math.min(AHEAD, count - 1); k++) {
      const url = urls[painted[(from + k) % count] ?? -1];
      if (!url) continue;
      const ahead = new Image();
      ahead.src = url;
    }
  }, [running, painted, count, urls, selected]);

  return { painted, playing: running, loop, setPlaying, setLoop };
}
