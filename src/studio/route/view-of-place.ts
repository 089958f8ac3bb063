import type { LatLng } from '../../route/lat-lng.ts';
import type { FoundPlace } from '../../route/services.ts';

/** Degrees to each side of the position where the box of a place says nothing: a middling country. */
const AROUND = { lat: 5, lng: 9 };

/**
 * What is to be seen of a place that was found. A country with land on both sides of the date line has a box round the whole earth: of it the
 * country around its position is shown.
 */
export function viewOfPlace({ position, bounds }: FoundPlace): readonly LatLng[] {
  if (!bounds) return [position];
  const [southWest, northEast] = bounds;
  const width = northEast.lng - southWest.lng;
  if ((width < 0 ? width + 360 : width) <= 180) return bounds;
  const { lat, lng } = position;
  return [
    { lat: Math.max(-90, lat - AROUND.lat), lng: wrapped(lng - AROUND.lng) },
    { lat: Math.min(90, lat + AROUND.lat), lng: wrapped(lng + AROUND.lng) },
  ];
}

function wrapped(lng: number): number {
  return ((lng + 540) % 360) - 180;
}
