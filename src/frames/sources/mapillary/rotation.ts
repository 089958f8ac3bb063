import { cameraAxes, type Vector } from '../../../route/pinhole.ts';

/** Degrees, as in a panorama's layout: clockwise from north, up positive, clockwise as seen from behind the camera. */
export interface Orientation {
  readonly heading: number;
  readonly pitch: number;
  readonly roll: number;
}

const RADIANS = Math.PI / 180;

/**
 * Where a camera looks, from `computed_rotation`: an axis times an angle in radians, of the rotation from the world (east, north, up) to the
 * camera (right, down, forward), as OpenSfM has it: https://opensfm.org/docs/geometry.html
 */
export function orientationOf(rotation: Vector): Orientation {
  const [right, , forward] = rotationRows(rotation);
  const heading = (((Math.atan2(forward[0], forward[1]) / RADIANS) % 360) + 360) % 360;
  const pitch = Math.asin(Math.min(1, Math.max(-1, forward[2]))) / RADIANS;
  const level = cameraAxes({ heading, pitch });
  const roll = Math.atan2(dot(right, level.down), dot(right, level.right)) / RADIANS;
  return { heading, pitch, roll };
}

/** Rows of the rotation's matrix, after Rodrigues: the camera's axes in the world. */
function rotationRows([x, y, z]: Vector): [right: Vector, down: Vector, forward: Vector] {
  const angle = Math.hypot(x, y, z);
  const [a, b, c]: Vector = angle < 1e-12 ? [0, 0, 1] : [x / angle, y / angle, z / angle];
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  const rest = 1 - cosine;
  return [
    [cosine + a * a * rest, a * b * rest - c * sine, a * c * rest + b * sine],
    [b * a * rest + c * sine, cosine + b * b * rest, b * c * rest - a * sine],
    [c * a * rest - b * sine, c * b * rest + a * sine, cosine + c * c * rest],
  ];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
