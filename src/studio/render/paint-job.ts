import type { ProjectDocument } from '../../project/document.ts';
import { isHere, withRouteFrames } from '../../project/route-frames.ts';
import { usesCameras } from '../../render/camera-pair.ts';
import { placementsOf } from '../../render/route-photographs.ts';
import type { WorkerJob } from '../../render/worker/protocol.ts';
import { countFilmFrames } from '../filmstrip/film-frames.ts';

/** What the worker needs to paint, look at or export a project. */
export function jobOf(
  { params, extras, frames, styles }: ProjectDocument,
  localWeights?: readonly File[] | undefined,
): WorkerJob {
  return { params: withRouteFrames(params, frames), extras, frames, styles, ...(localWeights && { localWeights }) };
}

/** Where a route's frames were looked for, and what of them the camera sees, is in their pictures; a film is exported as one likes. */
const UNPAINTED = /^(export_|route_|frame_(?!balance$))/;

/**
 * Tells two documents apart that give different paintings: everything but names, dates, ways, and how the film is exported. Where a route's
 * cameras stood counts only where motion is looked for by them.
 */
export function paintKey({ id, params, frames, styles }: ProjectDocument): string {
  const painted = Object.entries(params).filter(([name]) => !UNPAINTED.test(name));
  const cameras = usesCameras(params) && placementsOf(frames);
  const pictures = frames.kind === 'route' ? ['route', frames.items.map(({ sha256 }) => sha256), cameras] : frames;
  return JSON.stringify([id, painted, pictures, styles]);
}

/** Why a project cannot be painted, for the person, or null. */
export function cannotPaint(document: ProjectDocument | null): string | null {
  if (document?.frames.kind === 'route') {
    const missing = document.frames.items.filter((item) => !isHere(item)).length;
    if (missing > 0)
      return `${missing} of ${document.frames.items.length} frames are not fetched yet: fetch them, or leave them out, under Route.`;
  }
  return cannotBePainted(document);
}

/** Why nothing of a project can have been painted either, for the person, or null. */
export function cannotBePainted(document: ProjectDocument | null): string | null {
  if (!document) return 'No project is open.';
  if (document.frames.kind === 'none' || (document.frames.kind === 'files' && document.frames.items.length === 0)) {
    return 'There are no frames yet: draw a route, or add photographs, a video or the demo street.';
  }
  if (countFilmFrames(document) === 0) {
    const { video_start_frame: start, video_end_frame: end } = document.params;
    return `No frame lies between video_start_frame ${start} and video_end_frame ${end ?? 'null'}: change them under Tune.`;
  }
  if (document.styles.length === 0) return 'There are no paintings yet: add one under Styles.';
  return null;
}
