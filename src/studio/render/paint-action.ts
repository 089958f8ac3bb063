import type { ProjectDocument } from '../../project/document.ts';
import type { RunState } from '../state/run-store.ts';
import { cannotPaint } from './paint-job.ts';

/** What the paint button does now, and what it says. */
interface PaintAction {
  readonly does: 'paint' | 'pause' | 'resume';
  readonly label: string;
  /** why it cannot be pressed, or null */
  readonly reason: string | null;
}

export function paintAction({
  document,
  status,
  frames,
}: Pick<RunState, 'status' | 'frames'> & { readonly document: ProjectDocument | null }): PaintAction {
  if (status === 'painting') return { does: 'pause', label: 'Pause painting', reason: null };
  if (status === 'paused') return { does: 'resume', label: 'Resume painting', reason: null };
  if (status === 'starting') return { does: 'paint', label: 'Starting', reason: null };
  const reason = cannotPaint(document);
  const next = frames.findIndex((frame) => frame !== 'painted');
  if (reason !== null || next === 0 || frames.length === 0) return { does: 'paint', label: 'Paint', reason };
  if (next > 0) return { does: 'paint', label: `Go on from frame ${next + 1}`, reason };
  return {
    does: 'paint',
    label: 'Painted',
    reason: 'Every frame is painted. Change the mix or a parameter to paint the film anew.',
  };
}
