import type { ProjectDocument } from '../../project/document.ts';
import { cannotPaint } from '../render/paint-job.ts';
import type { RunState } from '../state/run-store.ts';

/** Why nothing can be exported now, for the person, or null. */
export function cannotExport(document: ProjectDocument | null, frames: RunState['frames']): string | null {
  const reason = cannotPaint(document);
  if (reason !== null) return reason;
  return frames[0] === 'painted' ? null : 'No frame is painted yet with these parameters: press Paint.';
}
