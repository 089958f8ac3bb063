import type { LatLng } from '../route/lat-lng.ts';

/** Where a camera stood and looked, as far as it is known. Angles in degrees. */
export interface Placement extends LatLng {
  /** clockwise from north, 0–360 */
  readonly heading?: number;
  /** above the horizon positive, −90–90 */
  readonly pitch?: number;
  /** horizontal field of view */
  readonly fov?: number;
}

/** What a source's licence asks to be shown with a picture. */
export interface Credit {
  /** the line itself: `Google Maps · © Google`, `Jo Doe · CC BY-SA 4.0 · Panoramax` */
  readonly text: string;
  /** of the licence, or of the picture's page at its source; never with a key or token */
  readonly link: string | null;
  /** whether what is made of the picture must carry the same licence */
  readonly shareAlike: boolean;
}
