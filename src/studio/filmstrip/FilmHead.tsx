import { filmSeconds } from '../canvas/playback.ts';
import { useFilmTiming } from '../canvas/use-film-timing.ts';
import { useRun } from '../state/run-store.ts';
import classes from './Filmstrip.module.css';
import type { FilmFrame } from './film-frames.ts';

/** The line over the strip: the selected frame, how much is painted, and how long the film is. */
export function FilmHead({ frames, selected }: { frames: readonly FilmFrame[]; selected: number }) {
  const timing = useFilmTiming();
  const painted = useRun((state) => state.frames.filter((frame) => frame === 'painted').length);
  const count = frames.length;
  const frame = frames[selected];
  return (
    <div className={classes.head}>
      <span className={classes.name}>{frame ? `${selected + 1} · ${frame.name}` : 'No frames yet'}</span>
      <span>{count > 0 && `${painted} of ${count} painted`}</span>
      <span className={classes.length}>
        {count > 0 &&
          `${timing.fps} fps${timing.words} · ${count} ${count === 1 ? 'frame' : 'frames'} · ` +
            `${filmSeconds(count, timing).toFixed(1)} s`}
      </span>
    </div>
  );
}
