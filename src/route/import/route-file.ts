import { PleinAirError } from '../../core/errors.ts';
import type { LatLng } from '../lat-lng.ts';

/** A route as a file has it. */
export interface RouteFile {
  /** of the way as the file says, else the file's own without its ending */
  readonly name: string;
  /** two or more, at most MAX_ROUTE_POINTS */
  readonly points: readonly LatLng[];
  /** of each point, milliseconds since 1970 UTC; null where a point has none; null where none has one */
  readonly times: readonly (number | null)[] | null;
  /** what was left out, joined or simplified: sentences for people */
  readonly notes: readonly string[];
}

/** One unbroken line of a file. */
export interface RouteLine {
  readonly name: string | null;
  readonly points: readonly LatLng[];
  readonly times: readonly (number | null)[] | null;
}

/** What a reader finds in a file. */
export interface ReadLines {
  readonly lines: readonly RouteLine[];
  readonly notes: readonly string[];
}

/** An error about a route file. @param what follows its name: `is empty` */
export function refusedRoute(name: string, what: string, remedy: string): PleinAirError {
  return new PleinAirError('input', `The route file ${name} ${what}.`, remedy);
}

/** @param error of the parser; the start of its first line is quoted */
export function damagedRoute(name: string, error: unknown): PleinAirError {
  const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 200);
  return refusedRoute(
    name,
    `is damaged or incomplete (${reason})`,
    'Get the file again from where it came, or export it anew.',
  );
}

/** `1 waypoint`, `3 waypoints` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
