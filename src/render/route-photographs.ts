import type { StoredPhotograph } from '../frames/sources/stored/stored-source.ts';
import type { RouteFrame } from '../project/document.ts';
import { isHere, type RouteChoice } from '../project/route-frames.ts';

/** The frames of a route as photographs of a film; those that are not fetched are listed, and fail when they are asked for. */
export function routePhotographs({ source, view, items }: RouteChoice): StoredPhotograph[] {
  return items.map((item, index) => {
    const { id, sha256, position, heading, date, credit, flat } = item;
    return {
      id,
      name: `frame ${index + 1}`,
      sha256: isHere(item) ? sha256 : null,
      source,
      place: { ...position, heading, ...(flat ? lensOf(flat) : { pitch: view.pitch, fov: view.fov }) },
      ...(date !== null && { date }),
      ...(credit && { attribution: credit.text }),
    };
  });
}

/** Without a field of view it has no pose, rather than a wrong one. */
function lensOf({ fov }: NonNullable<RouteFrame['flat']>): { readonly fov?: number } {
  return fov === null ? {} : { fov };
}
