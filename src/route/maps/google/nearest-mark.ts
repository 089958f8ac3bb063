import type { LatLng } from '../../lat-lng.ts';
import type { MapMark } from '../map-view.ts';

/** Pixels round a mark's middle that count as the mark. */
const REACH = 10;

/** The world's width in pixels at zoom 0. */
const WORLD = 256;

/**
 * The mark under the mouse; of several the nearest. Web Mercator: north and south a degree is drawn 1 ∕ cos(latitude) as long as east and west.
 * @param zoom Google's zoom level: the world is 256 × 2^zoom pixels wide
 */
export function nearestMark(marks: readonly MapMark[], mouse: LatLng, zoom: number): MapMark | null {
  const pixelsPerDegree = (WORLD * 2 ** zoom) / 360;
  const stretch = 1 / Math.cos((mouse.lat * Math.PI) / 180);
  let nearest: MapMark | null = null;
  let least = REACH;
  for (const mark of marks) {
    const north = (mark.position.lat - mouse.lat) * stretch * pixelsPerDegree;
    if (Math.abs(north) > least) continue;
    const degrees = Math.abs(mark.position.lng - mouse.lng);
    const distance = Math.hypot(north, Math.min(degrees, 360 - degrees) * pixelsPerDegree);
    if (distance > least) continue;
    least = distance;
    nearest = mark;
  }
  return nearest;
}
