/**
 * A pinhole camera on the local tangent plane, in metres: x east, y north, z up (ENU).
 * Angles in degrees. The image plane has square pixels and its principal point at the centre.
 */
export interface CameraPose {
  readonly position: readonly [east: number, north: number, up: number];
  /** clockwise from north, 0–360 */
  readonly heading: number;
  /** above the horizon positive, −90–90 */
  readonly pitch: number;
  /** horizontal field of view, 10–120 */
  readonly fov: number;
}
