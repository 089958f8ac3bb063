import { paintedPart } from '../../render/painted-part.ts';
import type { RunState } from '../state/run-store.ts';

/**
 * Frames that an export holds: the newest pass that is whole; in a first pass, what is painted so far without a gap.
 * @returns of the first frame, from 0, and behind the last; null where nothing is painted
 */
export function exportedPart({ frames, pass }: Pick<RunState, 'frames' | 'pass'>): { from: number; to: number } | null {
  if (frames.length === 0) return null;
  if (pass > 1) return { from: 0, to: frames.length };
  return paintedPart([frames.map((frame) => frame === 'painted')]);
}

/** That only a part of the film is painted, for the person; null where nothing is, or all. @param length of a film of so many frames, in words */
export function partWords(run: Pick<RunState, 'frames' | 'pass'>, length: (frames: number) => string): string | null {
  const part = exportedPart(run);
  const total = run.frames.length;
  if (!part || part.to - part.from === total) return null;
  const { from, to } = part;
  const which = from === 0 ? `the first ${to}` : to === total ? `the last ${to - from}` : `${to - from}`;
  return `Only ${which} of ${total} frames are painted: an export holds those, ${length(to - from)}.`;
}
