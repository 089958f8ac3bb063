import { type ErrorKind, PleinAirError } from '../core/errors.ts';
import type { Size } from '../core/image.ts';
import type { LatLng } from '../route/lat-lng.ts';
import type { Credit } from './placement.ts';

/** Services that give pictures along a route. */
export type ImageryId = 'panoramax' | 'mapillary' | 'streetview' | 'streetview_tiles';

/** A picture that a service has, as its metadata tells. */
export interface Sighting {
  /** the service's own id */
  readonly id: string;
  readonly position: LatLng;
  /** as precise as the service says: YYYY, YYYY-MM or YYYY-MM-DD */
  readonly date: string | null;
  /** `view`: the service renders any direction; `panorama`: all directions, cut out here; `flat`: one direction, taken as it is */
  readonly projection: 'view' | 'panorama' | 'flat';
  /** degrees clockwise from north: of a panorama's centre, or of a flat picture; null where unknown or any */
  readonly heading: number | null;
  /** horizontal field of view of a flat picture in degrees; null where unknown */
  readonly fov: number | null;
  /** pictures taken in one go share it; null where unknown */
  readonly sequence: string | null;
  /** `contributed`: by a user of a service whose pictures are its own */
  readonly kind: 'outdoor' | 'indoor' | 'contributed';
  readonly credit: Credit;
}

/** What names a picture in a file: the id, and the place to find it again where ids change. */
export interface PictureRef {
  readonly id: string;
  readonly position: LatLng;
}

/** What the camera of a frame shows. Degrees, pixels. */
export interface View extends Size {
  /** clockwise from north, 0–360 */
  readonly heading: number;
  /** above the horizon positive */
  readonly pitch: number;
  /** horizontal */
  readonly fov: number;
}

/** How a fetched picture is to be read. */
export type PictureLayout =
  /** it is what the view asked for, or a flat picture that is taken as it is */
  | { readonly kind: 'picture' }
  /**
   * Equirectangular, x clockwise. `heading`, `pitch` (up), `roll` (the camera's right side down): of the centre, in degrees, turned in the
   * order roll, pitch, heading about fixed axes. `covers`: the part of the whole sphere that the pixels are, as shares of its width (360°)
   * and height (180°): whole is {left: 0, top: 0, right: 1, bottom: 1}.
   */
  | {
      readonly kind: 'panorama';
      readonly heading: number;
      readonly pitch: number;
      readonly roll: number;
      readonly covers: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
    };

/** What a service sent for one frame. */
export interface FetchedPicture {
  /** as the service tells today */
  readonly sighting: Sighting;
  readonly layout: PictureLayout;
  /** encoded files with the place of their left upper corner in the whole picture, in pixels; mostly one, at 0, 0 */
  readonly tiles: readonly { readonly bytes: Uint8Array; readonly x: number; readonly y: number }[];
  /** of the whole picture, where it comes in tiles; null: as large as the one file */
  readonly size: Size | null;
}

export interface ScoutOptions {
  /** metres from the place */
  readonly radius: number;
  /** pictures from indoors, and those of users of a service whose pictures are its own, are not wanted; default false */
  readonly outdoorOnly?: boolean;
}

/** What there is near one of the places asked for. */
export interface ScoutAnswer {
  /** of the place, from 0 */
  readonly index: number;
  /** within the radius, nearest first; empty where there is nothing */
  readonly candidates: readonly Sighting[];
}

/** Port: a service with street-level pictures. Implementations live in `sources/`, one folder each. */
export interface ImageryProvider {
  readonly id: ImageryId;
  /**
   * Asks, without cost, what there is near places of a route. Each place is answered once, in any order, as answers come in.
   * @throws ImageryRefusal where the service will not answer any further; PleinAirError kind `network`
   */
  scout(places: readonly LatLng[], options: ScoutOptions, signal?: AbortSignal): AsyncGenerator<ScoutAnswer, void>;
  /**
   * Names all that the bytes depend on but keys: two views with the same text get the same bytes. Letters, digits and `=,./_-` only. Pictures
   * that turn out to be flat have the same bytes whatever the view.
   */
  asks(picture: PictureRef, view: View): string;
  /**
   * The picture for one frame.
   * @throws ImageryRefusal where the next frames would fail in the same way; PleinAirError where this one alone does: of kind `network` where
   * several in a row mean that no others will come, of kind `input` where the picture is gone or cannot be used
   */
  fetch(picture: PictureRef, view: View, signal?: AbortSignal): Promise<FetchedPicture>;
}

/** The service refuses this and everything that would be asked next: a wrong key, a referrer that is not allowed, a quota that is used up. */
export class ImageryRefusal extends PleinAirError {
  constructor(
    readonly reason: 'key' | 'referrer' | 'quota' | 'service',
    message: string,
    remedy: string,
    options?: ErrorOptions,
  ) {
    const kind: ErrorKind = reason === 'service' || reason === 'quota' ? 'network' : 'input';
    super(kind, message, remedy, options);
  }
}
