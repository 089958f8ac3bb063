import type { LatLng } from './lat-lng.ts';

/** A place that a search found. */
export interface FoundPlace {
  readonly name: string;
  readonly position: LatLng;
  /** south-west and north-east corners of what to show; null: a street's width around the position */
  readonly bounds: readonly [southWest: LatLng, northEast: LatLng] | null;
}

/** Port: finds places by name. */
export interface PlaceSearch {
  /** credit line to show with what was found; null where the map shows it */
  readonly credit: string | null;
  /** Best first; empty where nothing was found. @throws PleinAirError kind `network` or `input` */
  search(text: string, near: LatLng | null, signal?: AbortSignal): Promise<FoundPlace[]>;
}

export type TravelMode = 'driving' | 'bicycling' | 'walking';

/** Port: leads a route along roads. */
export interface RoadSnapper {
  readonly credit: string | null;
  /**
   * The way along roads through all points, in order.
   * @throws PleinAirError kind `input` where there is no road near a point or no way between two; `network`
   */
  snap(points: readonly LatLng[], mode: TravelMode, signal?: AbortSignal): Promise<LatLng[]>;
}
