/** Days as precise as they are known: YYYY, YYYY-MM or YYYY-MM-DD. */

/** The year of a date; null where there is none. */
export function yearOf(date: string | null): number | null {
  return date === null ? null : Number(date.slice(0, 4));
}

/**
 * Whether a date lies within bounds, both included. What is told less precisely than the other is compared as far as it goes: `2021`
 * as a bound takes all of that year, and a picture of `2021-06` may be from any day of June. Undated pictures lie within no bound.
 */
export function isWithin(date: string | null, from: string | null, to: string | null): boolean {
  if (from === null && to === null) return true;
  if (date === null) return false;
  return (from === null || compareDates(date, from) >= 0) && (to === null || compareDates(date, to) <= 0);
}

/** Below, at or above 0 as in sorting, as far as both are precise. */
function compareDates(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  const [a, b] = [one.slice(0, length), other.slice(0, length)];
  return a < b ? -1 : Number(a > b);
}
