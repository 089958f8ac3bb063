import type { ScoutedPlace } from '../../frames/scout/scouted.ts';
import type { FramesChoice } from '../../project/document.ts';
import type { Params } from '../../project/schema.ts';
import type { DrivePlace } from '../../route/drive.ts';
import { groundRing } from '../../route/frustum.ts';
import type { MapOverlay } from '../../route/maps/map-view.ts';
import { photographMarks, placeMarks } from './map-marks.ts';
import type { RoutePlan } from './route-plan.ts';

/** Cameras that are drawn at most: more of them hide the street. */
const MOST_FRUSTUMS = 60;
/** How far a camera's field is drawn, in metres, and in spacings. */
const REACH = { least: 6, spacings: 1.6 };

/** The same of a photograph, in metres; and its field where the file does not say it, in degrees. */
const PHOTOGRAPH_REACH = 10;
const USUAL_FOV = 65;

interface Shown {
  readonly plan: RoutePlan | null;
  readonly scouted: readonly ScoutedPlace[] | null;
  readonly frames: FramesChoice | undefined;
  readonly params: Pick<Params, 'frame_fov' | 'route_spacing_m' | 'frame_heading_mode' | 'frame_lookat'>;
  /** whether the map may not show the way */
  readonly keptOff: boolean;
}

/**
 * Everything on the map beside the way. Of a way that the map may not show neither places nor cameras are shown, nor the pin, which may have been
 * set on the same map; own photographs are no map's.
 */
export function overlayOf({ plan, scouted, frames, params, keptOff }: Shown): MapOverlay {
  const own = { marks: photographMarks(frames), frustums: photographFrustums(frames) };
  if (keptOff) return { ...own, pin: null };
  return {
    marks: [...placeMarks(plan, scouted), ...own.marks],
    frustums: [...frustums(plan, scouted, params.frame_fov, params.route_spacing_m), ...own.frustums],
    pin: pinOf(params),
  };
}

function frustums(plan: RoutePlan | null, scouted: readonly ScoutedPlace[] | null, fov: number, spacing: number) {
  const places: readonly DrivePlace[] = scouted?.length
    ? scouted.filter(({ state }) => state === 'found').map(({ place }) => place)
    : (plan?.places ?? []);
  const every = Math.ceil(places.length / MOST_FRUSTUMS);
  const reach = Math.max(REACH.least, spacing * REACH.spacings);
  return places
    .filter((_, index) => index % every === 0)
    .map(({ position, heading }) => groundRing({ position, heading, fov }, reach));
}

function photographFrustums(frames: FramesChoice | undefined) {
  if (frames?.kind !== 'files') return [];
  const cameras = frames.items.flatMap(({ place }) =>
    place?.heading === undefined ? [] : [{ position: place, heading: place.heading, fov: place.fov ?? USUAL_FOV }],
  );
  const every = Math.ceil(cameras.length / MOST_FRUSTUMS);
  return cameras.filter((_, index) => index % every === 0).map((camera) => groundRing(camera, PHOTOGRAPH_REACH));
}

function pinOf({ frame_heading_mode: mode, frame_lookat: lookat }: Shown['params']) {
  return mode === 'lookat' && lookat ? { lat: lookat[0], lng: lookat[1] } : null;
}
