import type { DrivePlace } from './drive.ts';
import { positionOnWay, type Way } from './way.ts';

/** A place on a way, not yet with a direction. */
export type PlaceOnWay = Omit<DrivePlace, 'heading'>;

/**
 * The first `count` places at exact multiples of the spacing, measured along the way and not straight across its corners. What is left
 * at the end of the way and shorter than the spacing gets no place.
 * @param spacing metres, > 0
 */
export function evenPlaces(way: Way, spacing: number, count: number): PlaceOnWay[] {
  return Array.from({ length: count }, (_, i) => ({
    position: positionOnWay(way, i * spacing),
    along: i * spacing,
  }));
}
