import type { LatLng } from './lat-lng.ts';

/** A place as files have it. */
export type PositionPair = readonly [lat: number, lng: number];

export function fromPair([lat, lng]: PositionPair): LatLng {
  return { lat, lng };
}

export function toPair({ lat, lng }: LatLng): [lat: number, lng: number] {
  return [lat, lng];
}
