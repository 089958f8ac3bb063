/** How a film plays. */
export interface Playback {
  /** frames of the film a second */
  readonly fps: number;
  /** frames of the film from one painted frame to the next */
  readonly hold: number;
  /** painted frames */
  readonly count: number;
  readonly loop: boolean;
}

/**
 * Which painted frame is on screen.
 * @param start place, from 0, at which playing began
 * @param elapsed seconds since then
 */
export function placeAt(
  start: number,
  elapsed: number,
  { fps, hold, count, loop }: Playback,
): { readonly place: number; readonly ended: boolean } {
  const place = start + Math.floor((elapsed * fps) / hold);
  if (place < count) return { place, ended: false };
  return loop ? { place: place % count, ended: false } : { place: count - 1, ended: true };
}

/** Seconds for which a film of so many painted frames lasts. */
export function filmSeconds(frames: number, { fps, hold }: Pick<Playback, 'fps' | 'hold'>): number {
  return (frames * hold) / fps;
}
