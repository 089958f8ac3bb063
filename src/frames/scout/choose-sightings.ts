import type { DrivePlace } from '../../route/drive.ts';
import { distance, smallestTurn } from '../../route/geodesy.ts';
import type { Sighting } from '../imagery.ts';
import { isWithin } from './dates.ts';
import type { ChoiceRules, ScoutedPlace } from './scouted.ts';
import { type Candidate, steadyDrive } from './steady-drive.ts';

/**
 * Chooses a picture for each place: near it, within the rules, and as long as it costs little, of the same drive as its neighbours'. Then
 * marks places whose picture repeats that of the last place found.
 * @param candidates for each place, nearest first; null where the service has not answered yet
 * @returns the places that were answered, in their order
 */
export function chooseSightings(
  places: readonly DrivePlace[],
  candidates: readonly (readonly Sighting[] | null)[],
  rules: ChoiceRules,
): ScoutedPlace[] {
  const judged = places.flatMap((place, at) => {
    const found = candidates[at];
    return found ? [judge(place, found, rules)] : [];
  });
  const drive = steadyDrive(judged.flatMap(({ fit }) => (fit.length > 0 ? [fit] : [])));
  let next = 0;
  let last: Sighting | null = null;
  return judged.map(({ place, fit, refused }) => {
    const chosen = fit.length > 0 ? drive[next++] : undefined;
    if (!chosen) return refused;
    if (last && isRepeat(chosen.sighting, last, rules)) return { place, state: 'repeated', ...chosen };
    last = chosen.sighting;
    return { place, state: 'found', ...chosen };
  });
}

/** Whether a picture serves a place as far as dates do not matter: out of doors, and looking the camera's way. */
export function isFit(
  sighting: Sighting,
  place: DrivePlace,
  { outdoorOnly, fov }: Pick<ChoiceRules, 'outdoorOnly' | 'fov'>,
): boolean {
  if (outdoorOnly && sighting.kind !== 'outdoor') return false;
  if (sighting.projection !== 'flat') return true;
  return sighting.heading !== null && Math.abs(smallestTurn(sighting.heading, place.heading)) <= fov / 2;
}

interface Judged {
  readonly place: DrivePlace;
  readonly fit: readonly Candidate[];
  /** what becomes of the place where none is fit */
  readonly refused: ScoutedPlace;
}

function judge(place: DrivePlace, candidates: readonly Sighting[], rules: ChoiceRules): Judged {
  const fit: Candidate[] = [];
  let unfit: Sighting | null = null;
  let otherYears: Sighting | null = null;
  for (const sighting of candidates) {
    if (!isFit(sighting, place, rules)) unfit ??= sighting;
    else if (!isWithin(sighting.date, rules.from, rules.to)) otherYears ??= sighting;
    else fit.push({ sighting, distance: distance(place.position, sighting.position) });
  }
  // Other dates are the better news: a person can choose them.
  const sighting = otherYears ?? unfit;
  const state = otherYears ? 'other-years' : unfit ? 'unfit' : 'gap';
  const away = sighting && distance(place.position, sighting.position);
  return { place, fit, refused: { place, state, sighting, distance: away } };
}

function isRepeat(sighting: Sighting, last: Sighting, { dedupe, minMove }: ChoiceRules): boolean {
  if (sighting.id === last.id) return dedupe;
  return distance(sighting.position, last.position) < minMove;
}
