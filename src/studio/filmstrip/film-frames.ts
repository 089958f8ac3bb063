import type { Placement } from '../../frames/placement.ts';
import { isGoogles } from '../../frames/source-facts.ts';
import type { FramesChoice, RouteFrame } from '../../project/document.ts';
import { isHere, type RouteChoice } from '../../project/route-frames.ts';
import type { Params } from '../../project/schema.ts';
import { placementOf } from '../../render/route-photographs.ts';

/** Where the photograph of a frame comes from. */
export type PhotographRef =
  | { readonly kind: 'file'; readonly sha256: string }
  /** of a route, not there yet */
  | { readonly kind: 'unfetched'; readonly id: string }
  | { readonly kind: 'street'; readonly seed: number; readonly frames: number; readonly index: number };

/** A frame of the film. */
export interface FilmFrame {
  /** unique in the film */
  readonly id: string;
  /** shown to people */
  readonly name: string;
  readonly photograph: PhotographRef;
  /** where the camera stood, as far as it is known; the built-in street knows its own */
  readonly place?: Placement;
  /** what its source asks to be shown with it */
  readonly credit?: string;
  /** Google's: its logo and copyright stand along the lower edge of the photograph, and nothing may cover them or cut them off */
  readonly signed?: true;
}

/** The part of a project that its film's frames follow from. */
interface FilmSource {
  readonly frames: FramesChoice;
  readonly params: Pick<Params, 'job_seed' | 'video_start_frame' | 'video_end_frame'>;
}

/** Frames of the film in order: those chosen, less what `video_start_frame` and `video_end_frame` leave out. */
export function filmFrames({ frames, params }: FilmSource): FilmFrame[] {
  return chosenFrames(frames, params.job_seed).slice(
    params.video_start_frame - 1,
    params.video_end_frame ?? Number.POSITIVE_INFINITY,
  );
}

/** Number of frames that `filmFrames` lists. */
export function countFilmFrames({ frames, params }: FilmSource): number {
  const { video_start_frame: start, video_end_frame: end } = params;
  return Math.max(0, Math.min(countChosen(frames), end ?? Number.POSITIVE_INFINITY) - start + 1);
}

function countChosen(frames: FramesChoice): number {
  if (frames.kind === 'none') return 0;
  return frames.kind === 'demo' ? frames.frames : frames.items.length;
}

function routeFrame(frame: RouteFrame, view: RouteChoice['view'], signed: boolean): FilmFrame {
  const { id, sha256, date, credit } = frame;
  return {
    id,
    name: date ?? 'undated',
    photograph: sha256 === null || !isHere(frame) ? { kind: 'unfetched', id } : { kind: 'file', sha256 },
    place: placementOf(frame, view),
    ...(credit && { credit: credit.text }),
    ...(signed && { signed }),
  };
}

function chosenFrames(frames: FramesChoice, seed: number): FilmFrame[] {
  if (frames.kind === 'none') return [];
  if (frames.kind === 'route') {
    const signed = isGoogles(frames.source);
    return frames.items.map((frame) => routeFrame(frame, frames.view, signed));
  }
  if (frames.kind === 'files') {
    return frames.items.map(({ id, name, sha256, place }) => ({
      id,
      name,
      photograph: { kind: 'file', sha256 },
      ...(place && { place }),
    }));
  }
  const count = frames.frames;
  const digits = String(count - 1).length;
  return Array.from({ length: count }, (_, index) => {
    const name = `street-${seed}-${String(index).padStart(digits, '0')}`;
    return { id: name, name, photograph: { kind: 'street', seed, frames: count, index } };
  });
}
