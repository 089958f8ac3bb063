import type { ScoutedPlace } from '../../frames/scout/scouted.ts';
import type { FramesChoice } from '../../project/document.ts';
import type { Params } from '../../project/schema.ts';
import type { DrivePlace } from '../../route/drive.ts';
import type { MapMark } from '../../route/maps/map-view.ts';
import type { RoutePlan } from './route-plan.ts';

/** Marks that are drawn where nothing was looked for yet: they only show the spacing. */
const MOST_PLANNED = 1000;

/** The places of a drive: as they came out, and as they are planned where no answer has come. */
export function placeMarks(plan: RoutePlan | null, scouted: readonly ScoutedPlace[] | null): MapMark[] {
  const places = plan?.places ?? [];
  const answered = new Map(scouted?.map((one) => [one.place.along, one]));
  const all = places.map((place, index) => {
    const one = answered.get(place.along);
    return one ? scoutedMark(one, index) : plannedMark(place, index);
  });
  return all.length > MOST_PLANNED ? all.filter(({ state }) => state !== 'planned') : all;
}

function plannedMark({ position }: DrivePlace, index: number): MapMark {
  return { id: `place ${index}`, position, state: 'planned', label: `frame ${index + 1}` };
}

function scoutedMark({ place, state, sighting, distance }: ScoutedPlace, index: number): MapMark {
  // What was found stands where it was taken; a gap where it was looked for.
  const position = state === 'found' && sighting ? sighting.position : place.position;
  const label = placeLabel({ state, sighting, distance });
  return { id: sighting ? `place ${index} ${sighting.id}` : `place ${index}`, position, state, label };
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

/** Own photographs that know where they were taken. */
export function photographMarks(frames: FramesChoice | undefined): MapMark[] {
  if (frames?.kind !== 'files') return [];
  return frames.items.flatMap(({ id, name, place, date }): MapMark[] => {
    const label = [name, date].filter(Boolean).join(', ');
    return place ? [{ id: `photograph ${id}`, position: place, state: 'photograph', label }] : [];
  });
}

interface FilmOf {
  readonly frames: FramesChoice;
  readonly params: Pick<Params, 'video_start_frame' | 'video_end_frame'>;
}

/**
 * The frame of the film that a mark stands for, from 0; null where there is none, or where the film leaves it out.
 * @param mark its id
 */
export function frameOfMark(mark: string, { frames, params }: FilmOf): number | null {
  const [, picture] = /^place \d+ (.+)$/.exec(mark) ?? [];
  const [, photograph] = /^photograph (.+)$/.exec(mark) ?? [];
  let index = -1;
  if (frames.kind === 'route') index = frames.items.findIndex(({ sourceId }) => sourceId === picture);
  if (frames.kind === 'files') index = frames.items.findIndex(({ id }) => id === photograph);
  const { video_start_frame: start, video_end_frame: end } = params;
  return index < start - 1 || (end !== null && index >= end) ? null : index - (start - 1);
}
