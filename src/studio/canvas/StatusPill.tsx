import { Fragment } from 'react';
import { useFilmFrames } from '../filmstrip/use-film-frames.ts';
import { clockTime } from '../render/durations.ts';
import { useRun } from '../state/run-store.ts';
import classes from './Stage.module.css';
import { statusParts } from './status-parts.ts';

/** In one line: which frame this is, and how its painting goes. */
export function StatusPill({ index }: { index: number }) {
  const frames = useFilmFrames().length;
  const run = useRun();
  const parts = statusParts(run, index, frames, (seconds) => clockTime(new Date(), seconds));
  return (
    <p className={classes.pill}>
      {parts.map(({ before, strong, after }, i) => (
        <Fragment key={before}>
          {i > 0 && ' · '}
          {before}
          {strong && <b>{strong}</b>}
          {after}
        </Fragment>
      ))}
    </p>
  );
}
