import { useMemo } from 'react';
import type { ScoutedPlace } from '../../frames/scout/scouted.ts';
import type { FramesChoice } from '../../project/document.ts';
import type { Params } from '../../project/schema.ts';
import type { DrivePlace } from '../../route/drive.ts';
import { groundRing } from '../../route/frustum.ts';
import type { MapOverlay } from '../../route/maps/map-view.ts';
import { useDocument } from '../state/document-store.ts';
import { photographMarks, placeMarks } from './map-marks.ts';
import type { RoutePlan } from './route-plan.ts';
import { isKeptOffMap } from './source-rules.ts';
import { usePlan, useScouted } from './use-plan.ts';

/** Cameras that are drawn at most: more of them hide the street. */
const MOST_FRUSTUMS = 60;
/** How far a camera's field is drawn, in metres, and in spacings. */
const REACH = { least: 6, spacings: 1.6 };

/** The same of a photograph, in metres; and its field where the file does not say it, in degrees. */
const PHOTOGRAPH_REACH = 10;
const USUAL_FOV = 65;

/** Of a way that the map may not show neither places nor cameras are shown. */
const NOTHING: MapOverlay = { marks: [], frustums: [], pin: null };

/** Everything on the map beside the way. */
export function useOverlay(): MapOverlay {
  const plan = usePlan();
  const scouted = useScouted();
  // Of a route's frames nothing is drawn: the map stays as it is while they come in.
  const frames = useDocument(({ document }) => (document?.frames.kind === 'files' ? document.frames : undefined));
  const fov = useDocument(({ document }) => document?.params.frame_fov ?? 90);
  const spacing = useDocument(({ document }) => document?.params.route_spacing_m ?? 5);
  const mode = useDocument(({ document }) => document?.params.frame_heading_mode);
  const lookat = useDocument(({ document }) => document?.params.frame_lookat);
  const keptOff = useDocument(({ document }) => isKeptOffMap(document?.params));
  const overlay = useMemo(
    () => ({
      marks: [...placeMarks(plan, scouted), ...photographMarks(frames)],
      frustums: [...frustums(plan, scouted, fov, spacing), ...photographFrustums(frames)],
      pin: pinOf(mode, lookat),
    }),
    [plan, scouted, frames, fov, spacing, mode, lookat],
  );
  return keptOff ? NOTHING : overlay;
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

function pinOf(mode: Params['frame_heading_mode'] | undefined, lookat: Params['frame_lookat'] | undefined) {
  return mode === 'lookat' && lookat ? { lat: lookat[0], lng: lookat[1] } : null;
}
