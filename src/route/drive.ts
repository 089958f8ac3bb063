import type { LatLng } from './lat-lng.ts';

/** How the camera turns along a route (`frame_heading_*`). Angles in degrees. */
export interface HeadingRule {
  readonly mode: 'travel' | 'lookat' | 'fixed';
  /** for `lookat` */
  readonly lookAt: LatLng | null;
  /** added clockwise; for `fixed` the heading itself */
  readonly offset: number;
  /** metres of the way over which turns are spread, for `travel` */
  readonly smooth: number;
}

/** A drive that is asked for. */
export interface DriveSettings {
  /** vertices, two or more */
  readonly points: readonly LatLng[];
  /** metres between frames, > 0 */
  readonly spacing: number;
  readonly maxFrames: number;
  readonly heading: HeadingRule;
}

/** A place along the route where a frame is wanted. */
export interface DrivePlace {
  readonly position: LatLng;
  /** metres of the way from its start */
  readonly along: number;
  /** where the camera is to look, degrees clockwise from north, 0 ≤ heading < 360 */
  readonly heading: number;
}
