import type { ImageryId } from '../../frames/imagery.ts';
import type { ScoutedPlace } from '../../frames/scout/scouted.ts';
import { termsConflict } from '../../frames/source-terms.ts';
import type { FramesChoice, RouteFrame } from '../../project/document.ts';
import { keepFetched, type RouteChoice } from '../../project/route-frames.ts';
import type { Params } from '../../project/schema.ts';

type ViewParams = Pick<Params, 'frame_width' | 'frame_height' | 'frame_fov' | 'frame_pitch' | 'route_drawn_on'>;

/** The frames of the places where a picture was found; those that were fetched before stay so. */
export function chooseFrames(
  source: ImageryId,
  scouted: readonly ScoutedPlace[],
  params: ViewParams,
  before: FramesChoice,
): RouteChoice {
  const items = scouted.flatMap(({ state, place, sighting }): RouteFrame[] => {
    if (state !== 'found' || !sighting) return [];
    // A flat picture looks where it looks.
    const heading = sighting.projection === 'flat' ? (sighting.heading ?? place.heading) : place.heading;
    return [
      {
        id: crypto.randomUUID(),
        sourceId: sighting.id,
        position: sighting.position,
        heading: Math.round(heading * 100) / 100,
        date: sighting.date,
        credit: sighting.credit,
        sha256: null,
        sourceSha256: null,
      },
    ];
  });
  const { frame_width: width, frame_height: height, frame_fov: fov, frame_pitch: pitch } = params;
  const view = { width, height, fov, pitch };
  return keepFetched({ kind: 'route', source, view, drawnOn: params.route_drawn_on, items }, before);
}

/**
 * Whether these are the frames that the project has already, fetched or not, and found along a way that goes with them.
 * @param wanted as `chooseFrames` gives it for `now`
 */
export function isChosen(wanted: RouteChoice, now: FramesChoice): boolean {
  if (now.kind !== 'route' || now.items.length !== wanted.items.length) return false;
  if (termsConflict(now.source, now.drawnOn ?? 'typed') !== null) return false;
  return wanted.items.every((item, i) => item === now.items[i]);
}
