import type { DrivePlace } from '../../route/drive.ts';
import type { Sighting } from '../imagery.ts';
import { isFit } from './choose-sightings.ts';
import { yearOf } from './dates.ts';
import type { ChoiceRules } from './scouted.ts';

/** How many places could have a picture of a year. */
export interface YearCount {
  readonly year: number;
  readonly places: number;
}

/** A range of years, both included, and how many places could have a picture of it. */
export interface YearRange {
  readonly from: number;
  readonly to: number;
  readonly places: number;
}

/** A further year must bring this share of all places: a film of one year looks better than one with a few more frames. */
const WORTH_A_YEAR = 0.05;

/** For each place the years of its fit pictures, each once, ascending; whatever the bounds of the rules, which are to be chosen by this. */
export function yearsOfPlaces(
  places: readonly DrivePlace[],
  candidates: readonly (readonly Sighting[] | null)[],
  rules: ChoiceRules,
): number[][] {
  return places.map((place, at) => {
    const years = (candidates[at] ?? []).flatMap((sighting) => {
      const year = isFit(sighting, place, rules) ? yearOf(sighting.date) : null;
      return year === null ? [] : [year];
    });
    return [...new Set(years)].sort((a, b) => a - b);
  });
}

/** Ascending. A place counts once for each of its years. */
export function countYears(yearsByPlace: readonly (readonly number[])[]): YearCount[] {
  const counts = new Map<number, number>();
  for (const year of yearsByPlace.flat()) counts.set(year, (counts.get(year) ?? 0) + 1);
  return [...counts].map(([year, places]) => ({ year, places })).sort((a, b) => a.year - b.year);
}

/**
 * The range of years that serves most places with few years: each year beyond the first must bring 5 % of the places that any year
 * serves. Of equals the later one. Null where nothing is dated.
 */
export function suggestYears(yearsByPlace: readonly (readonly number[])[]): YearRange | null {
  const years = countYears(yearsByPlace).map(({ year }) => year);
  const price = WORTH_A_YEAR * yearsByPlace.filter(({ length }) => length > 0).length;
  let best: (YearRange & { worth: number }) | null = null;
  for (const from of years) {
    // A place is served from the first of its years on.
    const firsts = new Map<number, number>();
    for (const ofPlace of yearsByPlace) {
      const first = ofPlace.find((year) => year >= from);
      if (first !== undefined) firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    let places = 0;
    for (const to of years.filter((year) => year >= from)) {
      places += firsts.get(to) ?? 0;
      const worth = places - price * (to - from);
      if (best === null || worth >= best.worth) best = { from, to, places, worth };
    }
  }
  return best && { from: best.from, to: best.to, places: best.places };
}
