import type { LatLng } from '../lat-lng.ts';

/** A position as GeoJSON has it: [longitude, latitude] in degrees; the longitude may lie beyond ±180. */
export type LngLatPair = [lng: number, lat: number];

/** A line as maps draw it: across the date line the longitudes run on beyond ±180 instead of leaping round the world. */
export function toLine(points: readonly LatLng[]): LngLatPair[] {
  let turns = 0;
  return points.map(({ lat, lng }, i) => {
    const before = points[i - 1];
    if (before && lng - before.lng > 180) turns -= 360;
    if (before && lng - before.lng < -180) turns += 360;
    return [lng + turns, lat];
  });
}

/** The place that a map names, which may lie on one of its further worlds: the longitude is brought back to −180–180. */
export function toPlace(lng: number, lat: number): LatLng {
  const turns = Math.floor((lng + 180) / 360) * 360;
  return { lat: Math.min(90, Math.max(-90, lat)), lng: lng === 180 ? 180 : lng - turns };
}
