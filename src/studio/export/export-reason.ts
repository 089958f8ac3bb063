import type { ProjectDocument } from '../../project/document.ts';
import { cannotBePainted, cannotPaint } from '../render/paint-job.ts';
import type { RunState } from '../state/run-store.ts';
import { exportedPart } from './exported-part.ts';

/** Why nothing can be exported now, for the person, or null. */
export function cannotExport(document: ProjectDocument | null, run: Pick<RunState, 'frames' | 'pass'>): string | null {
  // What is painted can be exported, also where the pictures that it was painted from are no longer kept.
  const isPainted = exportedPart(run) !== null;
  const reason = isPainted ? cannotBePainted(document) : cannotPaint(document);
  if (reason !== null) return reason;
  return isPainted ? null : 'No frame is painted yet with these parameters: press Paint.';
}
