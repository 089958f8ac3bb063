/** A rotation as a 3×3 matrix, row by row: 9 numbers. */
export type Rotation = readonly number[];

/** Three components in a camera's axes: x right, y down, z forward. */
export type Vector3 = readonly [x: number, y: number, z: number];

export const NO_ROTATION: Rotation = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** The rotation `first`, then `second`. */
export function product(second: Rotation, first: Rotation): number[] {
  return Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [3 * Math.floor(i / 3), i % 3];
    return (
      second[row]! * first[column]! + second[row + 1]! * first[column + 3]! + second[row + 2]! * first[column + 6]!
    );
  });
}

export function transposed(r: Rotation): number[] {
  return [r[0]!, r[3]!, r[6]!, r[1]!, r[4]!, r[7]!, r[2]!, r[5]!, r[8]!];
}

export function rotated(r: Rotation, [x, y, z]: Vector3): Vector3 {
  return [r[0]! * x + r[1]! * y + r[2]! * z, r[3]! * x + r[4]! * y + r[5]! * z, r[6]! * x + r[7]! * y + r[8]! * z];
}

/** Rotation vector of a rotation: its axis, as long as its angle in radians, 0–π. */
export function rotationVector(r: Rotation): Vector3 {
  const axis = [r[7]! - r[5]!, r[2]! - r[6]!, r[3]! - r[1]!] as const;
  // Twice the sine and twice the cosine: exact for small angles, where the cosine alone is not.
  const length = Math.hypot(...axis);
  const angle = Math.atan2(length, r[0]! + r[4]! + r[8]! - 1);
  if (length > 1e-9) return [(axis[0] * angle) / length, (axis[1] * angle) / length, (axis[2] * angle) / length];
  if (angle < 1) return [axis[0] / 2, axis[1] / 2, axis[2] / 2];
  // Half a turn: R + I is twice the axis times itself.
  const k = [0, 4, 8].reduce((best, at) => (r[at]! > r[best]! ? at : best), 0) % 3;
  const column = [0, 1, 2].map((row) => r[3 * row + k]! + (row === k ? 1 : 0));
  const scale = Math.PI / Math.hypot(...column);
  return [column[0]! * scale, column[1]! * scale, column[2]! * scale];
}

/** Inverse of `rotationVector` (Rodrigues). */
export function rotationOf([x, y, z]: Vector3): number[] {
  const angle = Math.hypot(x, y, z);
  const s = angle > 1e-9 ? Math.sin(angle) / angle : 1;
  const c = angle > 1e-9 ? (1 - Math.cos(angle)) / (angle * angle) : 0.5;
  const cosine = Math.cos(angle);
  return [
    cosine + c * x * x,
    c * x * y - s * z,
    c * x * z + s * y,
    c * x * y + s * z,
    cosine + c * y * y,
    c * y * z - s * x,
    c * x * z - s * y,
    c * y * z + s * x,
    cosine + c * z * z,
  ];
}

/** The share t of a rotation: evenly about its axis (Shoemake 1985, slerp from no rotation). */
export function shareOf(r: Rotation, t: number): number[] {
  const [x, y, z] = rotationVector(r);
  return rotationOf([t * x, t * y, t * z]);
}
