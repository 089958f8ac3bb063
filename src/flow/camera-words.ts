import type { CameraSearch, RelativeCamera } from '../core/field.ts';
import { inverseCamera } from './epipolar/relative-camera.ts';

/** Angles that round to less than this many degrees are not told. */
const LEAST_TURN = 0.05;
/** Ways that lead up or down by fewer degrees are level. */
const LEAST_CLIMB = 1;

/**
 * How a camera moved from a to b, in words: `moved 0.4° right of ahead, turned 1.2° left`. Directions are those of a's camera: ahead is what
 * the middle of its picture shows.
 */
export function cameraWords(camera: RelativeCamera): string {
  return `${wayWords(camera)}, ${turnWords(camera)}`;
}

function wayWords(camera: RelativeCamera): string {
  const [x, y, z] = inverseCamera(camera).translation;
  const aside = degrees(Math.atan2(Math.abs(x), Math.abs(z)));
  const end = z >= 0 ? 'ahead' : 'straight back';
  const side = x >= 0 ? 'right' : 'left';
  const climb = degrees(Math.atan2(-y, Math.hypot(x, z)));
  const level =
    aside < LEAST_TURN ? `moved straight ${z >= 0 ? 'ahead' : 'back'}` : `moved ${told(aside)} ${side} of ${end}`;
  if (Math.abs(climb) < LEAST_CLIMB) return level;
  return `${level} and ${told(Math.abs(climb))} ${climb > 0 ? 'above' : 'below'} its line of sight`;
}

function turnWords({ rotation: r }: RelativeCamera): string {
  // Rows of R are b's axes as a has them: its right side, what is below it, what is ahead of it.
  const yaw = degrees(Math.atan2(r[6]!, r[8]!));
  const pitch = degrees(Math.asin(Math.min(1, Math.max(-1, -r[7]!))));
  const roll = degrees(Math.atan2(r[1]!, r[4]!));
  const parts = [
    part(yaw, 'right', 'left'),
    part(pitch, 'up', 'down'),
    part(roll, 'clockwise', 'anticlockwise'),
  ].filter((words) => words !== '');
  return parts.length > 0 ? `turned ${parts.join(', ')}` : 'did not turn';
}

function part(angle: number, positive: string, negative: string): string {
  return Math.abs(angle) < LEAST_TURN ? '' : `${told(Math.abs(angle))} ${angle > 0 ? positive : negative}`;
}

/** Horizontal field of view, degrees. @param width of the pictures, pixels */
export function fieldOfView({ focal }: RelativeCamera, width: number): number {
  return degrees(2 * Math.atan(width / 2 / focal));
}

/** Why no moving camera gives the motion. */
export function noCameraWords({ outcome, matches, inliers }: CameraSearch): string {
  switch (outcome) {
    case 'few-matches':
      return `only ${matches} places of one picture were found in the other`;
    case 'no-model':
      return `no movement of a camera explains more of the ${matches} matches than chance does`;
    case 'no-parallax':
      return `a camera that only turns explains ${inliers} of ${matches} matches`;
    case 'ambiguous':
      return `different movements explain the ${matches} matches equally well, as where one flat surface fills the view`;
    case 'small-motion':
      return 'it moves so little that motion is found more exactly without it';
    case 'moves':
      return 'it was found';
  }
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

function told(angle: number): string {
  return `${angle.toFixed(1)}°`;
}
