import type { Placement } from '../frames/placement.ts';
import type { StoredPhotograph } from '../frames/sources/stored/stored-source.ts';
import type { FramesChoice, RouteFrame } from '../project/document.ts';
import { isHere, type RouteChoice } from '../project/route-frames.ts';

/** The frames of a route as photographs of a film; those that are not fetched are listed, and fail when they are asked for. */
export function routePhotographs({ source, view, items }: RouteChoice): StoredPhotograph[] {
  return items.map((item, index) => {
    const { id, sha256, date, credit } = item;
    return {
      id,
      name: `frame ${index + 1}`,
      sha256: isHere(item) ? sha256 : null,
      source,
      place: placementOf(item, view),
      ...(date !== null && { date }),
      ...(credit && { attribution: credit.text }),
    };
  });
}

/** Where the cameras of frames stood and looked, as far as the frames' choice says it; null where their pictures do. */
export function placementsOf(frames: FramesChoice): readonly (Placement | null)[] | null {
  if (frames.kind === 'files') return frames.items.map(({ place }) => place ?? null);
  if (frames.kind === 'route') return frames.items.map((item) => placementOf(item, frames.view));
  return null;
}

/** Where the camera of a frame stood, and how it looked. A flat picture whose field of view is not known has no pose, rather than a wrong one. */
export function placementOf({ position, heading, flat }: RouteFrame, { pitch, fov }: RouteChoice['view']): Placement {
  if (flat) return { ...position, heading, ...(flat.fov !== null && { fov: flat.fov }) };
  return { ...position, heading, pitch, fov };
}
