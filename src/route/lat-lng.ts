/** A place on the earth (WGS 84), in degrees: latitude −90–90, north positive; longitude −180–180, east positive. */
export interface LatLng {
  readonly lat: number;
  readonly lng: number;
}
