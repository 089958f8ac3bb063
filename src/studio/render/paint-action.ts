import type { ProjectDocument } from '../../project/document.ts';
import type { FrameState, RunState } from '../state/run-store.ts';
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
  complete,
}: Pick<RunState, 'status' | 'frames' | 'complete'> & { readonly document: ProjectDocument | null }): PaintAction {
  if (status === 'painting') return { does: 'pause', label: 'Pause painting', reason: null };
  if (status === 'paused') return { does: 'resume', label: 'Resume painting', reason: null };
  if (status === 'starting') return { does: 'paint', label: 'Starting', reason: null };
  const reason = cannotPaint(document);
  if (reason !== null || !frames.includes('painted')) return { does: 'paint', label: 'Paint', reason };
  if (complete) {
    return {
      does: 'paint',
      label: 'Painted',
      reason: 'Every frame is painted. Change the mix or a parameter to paint the film anew.',
    };
  }
  const open = (frame: FrameState) => frame !== 'painted';
  const backward = document?.params.video_direction === 'backward';
  const next = backward ? frames.findLastIndex(open) : frames.findIndex(open);
  // Every frame is painted in a pass that is not the last.
  return { does: 'paint', label: next < 0 ? 'Go on painting' : `Go on from frame ${next + 1}`, reason };
}
