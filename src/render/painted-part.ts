import type { FinishedFilm } from './finished.ts';

/** Frames of a film that can be shown before it is done. */
export interface PaintedPart {
  readonly pass: number;
  /** of the first frame, from 0 */
  readonly from: number;
  /** behind the last one */
  readonly to: number;
}

/**
 * The newest pass that has every frame; where none has, the first unbroken run of frames of the first pass (at the end of the film where it is
 * painted backwards).
 * @returns null where nothing is painted
 */
export async function paintedPart(finished: FinishedFilm): Promise<PaintedPart | null> {
  for (let pass = finished.passes; pass >= 1; pass--) {
    const painted = await finished.painted(pass);
    if (painted.every(Boolean)) return { pass, from: 0, to: painted.length };
    const from = painted.indexOf(true);
    if (pass > 1 || from < 0) continue;
    const gap = painted.indexOf(false, from);
    return { pass, from, to: gap < 0 ? painted.length : gap };
  }
  return null;
}
