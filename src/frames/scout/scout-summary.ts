import type { DrivePlace } from '../../route/drive.ts';
import type { Sighting } from '../imagery.ts';
import type { SourceFacts } from '../source-facts.ts';
import type { ChoiceRules, PlaceState, ScoutedPlace } from './scouted.ts';
import { longStretches, type Stretch } from './stretches.ts';
import { countYears, suggestYears, type YearCount, type YearRange, yearsOfPlaces } from './year-range.ts';

/** What the frames of a drive cost by the provider's list, in US dollars. */
export interface FramesPrice {
  /** of the provider's billing, at most */
  readonly units: number;
  readonly freePerMonth: number;
  /** whether all of it is free to somebody who has used nothing this month */
  readonly withinFree: boolean;
  /** to somebody who has used nothing this month, and to somebody who has used up what is free */
  readonly least: number;
  readonly most: number;
  /** since when the list is as stated, and where it is */
  readonly listed: string;
  readonly link: string;
}

/** What a person should know before frames are fetched. */
export interface ScoutSummary {
  /** answered ones */
  readonly places: number;
  readonly counts: Readonly<Record<PlaceState, number>>;
  /** of the film: one for each place found */
  readonly frames: number;
  /** places that could have a fit picture of each year, whatever years are chosen; ascending */
  readonly years: readonly YearCount[];
  /** places with a frame whose picture has no date */
  readonly undated: number;
  readonly suggestion: YearRange | null;
  /** long ones, in the order of the way */
  readonly gaps: readonly Stretch[];
  /** null where it is free */
  readonly price: FramesPrice | null;
  /** to download; null where nothing is known */
  readonly bytes: number | null;
}

export interface ScoutedRoute {
  readonly places: readonly DrivePlace[];
  readonly candidates: readonly (readonly Sighting[] | null)[];
  readonly rules: ChoiceRules;
  /** what `chooseSightings` made of these */
  readonly scouted: readonly ScoutedPlace[];
}

/**
 * Sums up what was scouted.
 * @param bytesPerFrame as measured; without it, as published
 */
export function summariseScout(
  { places, candidates, rules, scouted }: ScoutedRoute,
  facts: SourceFacts,
  bytesPerFrame: number | null = facts.bytesPerFrame,
): ScoutSummary {
  const counts: Record<PlaceState, number> = { found: 0, repeated: 0, gap: 0, unfit: 0, 'other-years': 0 };
  for (const { state } of scouted) counts[state]++;
  const found = scouted.flatMap(({ state, sighting }) => (state === 'found' && sighting ? [sighting] : []));
  const years = yearsOfPlaces(places, candidates, rules);
  return {
    places: scouted.length,
    counts,
    frames: counts.found,
    years: countYears(years),
    undated: found.filter(({ date }) => date === null).length,
    suggestion: suggestYears(years),
    gaps: longStretches(scouted),
    price: priceOf(counts.found, facts),
    bytes: bytesPerFrame === null ? null : downloads(found) * bytesPerFrame,
  };
}

/** The price of this many frames by the provider's list; null where the source is free. */
function priceOf(frames: number, { price }: Pick<SourceFacts, 'price'>): FramesPrice | null {
  if (!price) return null;
  const { perThousand, freePerMonth, unitsPerFrame, listed, link } = price;
  const units = frames * unitsPerFrame;
  const dollars = (billed: number) => (billed / 1000) * perThousand;
  return {
    units,
    freePerMonth,
    withinFree: units <= freePerMonth,
    least: dollars(Math.max(0, units - freePerMonth)),
    most: dollars(units),
    listed,
    link,
  };
}

/** A whole picture is downloaded once, however many frames show a part of it. */
function downloads(sightings: readonly Sighting[]): number {
  const whole = sightings.filter(({ projection }) => projection !== 'view');
  return new Set(whole.map(({ id }) => id)).size + sightings.length - whole.length;
}
