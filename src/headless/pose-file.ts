import { PleinAirError } from '../core/errors.ts';
import type { RelativeCamera } from '../core/field.ts';
import { apply, cross, dot, multiply, transpose, unit } from '../flow/epipolar/rotations.ts';

/** How far rows of a rotation may be from unit length and right angles: files round to a few digits. */
const ROUNDED = 0.005;
/** Share of the distance from the origin under which two places are one. */
const SAME_PLACE = 1e-9;

/** A camera in the world. */
interface WorldPose {
  /** camera to world, row by row */
  readonly rotation: readonly number[];
  readonly position: readonly number[];
}

/**
 * Reads the two poses of a file as the movement from the first to the second.
 *
 * Format: two lines of 12 numbers, each a 3×4 camera-to-world matrix row by row (x right, y down, z forward), as `poses.txt` of the KITTI odometry data. Empty
 * lines and lines that begin with # are passed over. Lengths are in any unit.
 * @param path for messages
 * @returns translation of unit length, or zero where both cameras stand on one spot
 * @throws PleinAirError kind `input` naming the file, the line and what is wrong
 */
export function readPoses(text: string, path: string): Pick<RelativeCamera, 'rotation' | 'translation'> {
  const poses = text.split(/\r?\n/).flatMap((line, i): WorldPose[] => {
    const written = line.trim();
    return written === '' || written.startsWith('#') ? [] : [poseOf(written, `${path}, line ${i + 1}`)];
  });
  const [a, b] = poses;
  if (!a || !b || poses.length > 2) {
    throw wrong(`${path} has ${poses.length} ${poses.length === 1 ? 'pose' : 'poses'}, not two`);
  }
  const toB = transpose(b.rotation);
  const way = apply(
    toB,
    [0, 1, 2].map((k) => a.position[k]! - b.position[k]!),
  );
  const far = Math.max(Math.hypot(...a.position), Math.hypot(...b.position));
  const apart = Math.hypot(...way) > SAME_PLACE * far;
  return { rotation: multiply(toB, a.rotation), translation: apart ? unit(way) : [0, 0, 0] };
}

function poseOf(line: string, where: string): WorldPose {
  const words = line.split(/\s+/);
  if (words.length !== 12) throw wrong(`${where}: it has ${words.length} numbers, not 12`);
  const values = words.map((word) => {
    const value = Number(word);
    if (!Number.isFinite(value)) throw wrong(`${where}: "${word}" is not a number`);
    return value;
  });
  const rows = [0, 4, 8].map((at) => values.slice(at, at + 3));
  const [x, y, z] = rows as [number[], number[], number[]];
  const lengths = rows.every((row) => Math.abs(Math.hypot(...row) - 1) < ROUNDED);
  const square = [dot(x, y), dot(y, z), dot(x, z)].every((product) => Math.abs(product) < ROUNDED);
  if (!lengths || !square) throw wrong(`${where}: the first three columns are not a rotation`);
  if (dot(cross(x, y), z) < 0) throw wrong(`${where}: the first three columns mirror the world`);
  return { rotation: rows.flat(), position: [3, 7, 11].map((at) => values[at]!) };
}

function wrong(what: string): PleinAirError {
  return new PleinAirError(
    'input',
    `${what}.`,
    'Give two lines of 12 numbers, the 3×4 camera-to-world matrices of A and B, row by row (x right, y down, z forward).',
  );
}
