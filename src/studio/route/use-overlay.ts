import { useMemo } from 'react';
import type { ScoutedPlace } from '../../frames/scout/scouted.ts';
import type { FramesChoice } from '../../project/document.ts';
import type { Params } from '../../project/schema.ts';
import type { DrivePlace } from '../../route/drive.ts';
import { groundRing } from '../../route/frustum.ts';
import type { MapMark, MapOverlay } from '../../route/maps/map-view.ts';
import { useDocument } from '../state/document-store.ts';
import type { RoutePlan } from './route-plan.ts';
import { usePlan, useScouted } from './use-plan.ts';

/** Cameras that are drawn at most: more of them hide the street. */
const MOST_FRUSTUMS = 60;
/** Marks that are drawn before anything was found: they only show the spacing. */
const MOST_PLANNED = 1000;
/** How far a camera's field is drawn, in metres, and in spacings. */
const REACH = { least: 6, spacings: 1.6 };

/** Everything on the map beside the way. */
export function useOverlay(): MapOverlay {
  const plan = usePlan();
  const scouted = useScouted();
  const frames = useDocument(({ document }) => document?.frames);
  const fov = useDocument(({ document }) => document?.params.frame_fov ?? 90);
  const spacing = useDocument(({ document }) => document?.params.route_spacing_m ?? 5);
  const mode = useDocument(({ document }) => document?.params.frame_heading_mode);
  const lookat = useDocument(({ document }) => document?.params.frame_lookat);
  return useMemo(
    () => ({
      marks: [...placeMarks(plan, scouted), ...photographMarks(frames)],
      frustums: frustums(plan, scouted, fov, spacing),
      pin: pinOf(mode, lookat),
    }),
    [plan, scouted, frames, fov, spacing, mode, lookat],
  );
}

function placeMarks(plan: RoutePlan | null, scouted: readonly ScoutedPlace[] | null): MapMark[] {
  if (scouted) return scouted.map(scoutedMark);
  const places = plan?.places ?? [];
  if (places.length > MOST_PLANNED) return [];
  return places.map(({ position }, index) => ({
    id: `place-${index}`,
    position,
    state: 'planned',
    label: `frame ${index + 1}`,
  }));
}

function scoutedMark({ place, state, sighting, distance }: ScoutedPlace, index: number): MapMark {
  // What was found stands where it was taken; a gap where it was looked for.
  const position = state === 'found' && sighting ? sighting.position : place.position;
  return { id: `place-${index}`, position, state, label: placeLabel({ state, sighting, distance }) };
}

/** What a mark says of its place. */
export function placeLabel({
  state,
  sighting,
  distance,
}: Pick<ScoutedPlace, 'state' | 'sighting' | 'distance'>): string {
  if (state === 'gap' || !sighting) return 'no picture here';
  const away = distance === null ? null : `${Math.round(distance)} m away`;
  const why = {
    found: null,
    repeated: 'the picture before once more',
    unfit:
      sighting.kind === 'outdoor' ? 'looks elsewhere' : sighting.kind === 'indoor' ? 'indoors' : 'a user’s picture',
    'other-years': 'outside of the dates chosen',
  }[state];
  return [sighting.date, away, why].filter((part) => part !== null).join(', ');
}

function photographMarks(frames: FramesChoice | undefined): MapMark[] {
  if (frames?.kind !== 'files') return [];
  return frames.items.flatMap(({ id, name, place, date }) =>
    place
      ? [
          {
            id: `photograph-${id}`,
            position: place,
            state: 'photograph' as const,
            label: [name, date].filter(Boolean).join(', '),
          },
        ]
      : [],
  );
}

function frustums(plan: RoutePlan | null, scouted: readonly ScoutedPlace[] | null, fov: number, spacing: number) {
  const places: readonly DrivePlace[] = scouted
    ? scouted.filter(({ state }) => state === 'found').map(({ place }) => place)
    : (plan?.places ?? []);
  const every = Math.ceil(places.length / MOST_FRUSTUMS);
  const reach = Math.max(REACH.least, spacing * REACH.spacings);
  return places
    .filter((_, index) => index % every === 0)
    .map(({ position, heading }) => groundRing({ position, heading, fov }, reach));
}

function pinOf(mode: Params['frame_heading_mode'] | undefined, lookat: Params['frame_lookat'] | undefined) {
  return mode === 'lookat' && lookat ? { lat: lookat[0], lng: lookat[1] } : null;
}
