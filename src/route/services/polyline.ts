import type { LatLng } from '../lat-lng.ts';

/**
 * Reads Google's polyline format.
 * https://developers.google.com/maps/documentation/utilities/polylinealgorithm
 * @param decimals of a degree: 5 at Google, 6 at Valhalla
 */
export function decodePolyline(text: string, decimals: number): LatLng[] {
  const scale = 10 ** decimals;
  const line: LatLng[] = [];
  let at = 0;
  const next = () => {
    let value = 0;
    let chunk = 0;
    let shift = 0;
    do {
      chunk = text.charCodeAt(at++) - 63;
      value |= (chunk & 31) << shift;
      shift += 5;
    } while (chunk >= 32);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  let lat = 0;
  let lng = 0;
  while (at < text.length) {
    lat += next();
    lng += next();
    line.push({ lat: lat / scale, lng: lng / scale });
  }
  return line;
}
