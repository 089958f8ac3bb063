import { useMemo } from 'react';
import { useDocument } from '../state/document-store.ts';

/** How the open project's film is shown. */
export interface FilmTiming {
  /** frames of the film a second */
  readonly fps: number;
  /** frames of the film from one painted frame to the next: those in between included, each held */
  readonly hold: number;
  /** in words, where it is not one frame after another */
  readonly words: string;
}

/** What the params say of time; the defaults while no project is open. */
export function useFilmTiming(): FilmTiming {
  const fps = useDocument(({ document }) => document?.params.export_fps ?? 12);
  const hold = useDocument(({ document }) => document?.params.export_hold ?? 1);
  const interpolate = useDocument(({ document }) => document?.params.export_interpolate ?? 1);
  return useMemo(
    () => ({ fps, hold: hold * interpolate, words: timingWords(hold, interpolate) }),
    [fps, hold, interpolate],
  );
}

/** @param hold `export_hold` @param interpolate `export_interpolate` */
export function timingWords(hold: number, interpolate: number): string {
  const between = interpolate > 1 ? `, ${interpolate - 1} between each two` : '';
  return hold > 1 ? `${between}, each held ${hold}` : between;
}
