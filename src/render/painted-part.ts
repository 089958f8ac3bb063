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
 * @param passes of each, which frames are painted
 * @returns null where nothing is painted
 */
export function paintedPart(passes: readonly (readonly boolean[])[]): PaintedPart | null {
  const whole = passes.findLastIndex((painted) => painted.every(Boolean));
  if (whole >= 0) return { pass: whole + 1, from: 0, to: passes[whole]!.length };
  const first = passes[0] ?? [];
  const from = first.indexOf(true);
  if (from < 0) return null;
  const gap = first.indexOf(false, from);
  return { pass: 1, from, to: gap < 0 ? first.length : gap };
}
