// 3 × 3 matrices are 9 numbers row by row, vectors 3 numbers.

/** A rotation as a 3×3 matrix, row by row. */
export type Rotation = readonly number[];

/** Three components in a camera's axes: x right, y down, z forward. */
export type Vector3 = readonly [x: number, y: number, z: number];

export type Numbers = readonly number[] | Float64Array;

export const IDENTITY: readonly number[] = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export function multiply(a: Numbers, b: Numbers): number[] {
  const out: number[] = [];
  for (let i = 0; i < 9; i += 3) {
    for (let j = 0; j < 3; j++) out.push(a[i]! * b[j]! + a[i + 1]! * b[3 + j]! + a[i + 2]! * b[6 + j]!);
  }
  return out;
}

export function transpose(m: Numbers): number[] {
  return [m[0]!, m[3]!, m[6]!, m[1]!, m[4]!, m[7]!, m[2]!, m[5]!, m[8]!];
}

export function apply(m: Numbers, v: Numbers): [number, number, number] {
  const [x, y, z] = [v[0]!, v[1]!, v[2]!];
  return [m[0]! * x + m[1]! * y + m[2]! * z, m[3]! * x + m[4]! * y + m[5]! * z, m[6]! * x + m[7]! * y + m[8]! * z];
}

export function cross(a: Numbers, b: Numbers): [number, number, number] {
  return [a[1]! * b[2]! - a[2]! * b[1]!, a[2]! * b[0]! - a[0]! * b[2]!, a[0]! * b[1]! - a[1]! * b[0]!];
}

export function dot(a: Numbers, b: Numbers): number {
  return a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
}

/** @throws never: a vector of no length comes back as it is */
export function unit(v: Numbers): [number, number, number] {
  const length = Math.hypot(v[0]!, v[1]!, v[2]!) || 1;
  return [v[0]! / length, v[1]! / length, v[2]! / length];
}

/** [v]×: its product with w is v × w. */
export function skew(v: Numbers): number[] {
  return [0, -v[2]!, v[1]!, v[2]!, 0, -v[0]!, -v[1]!, v[0]!, 0];
}

/** Rotation by |w| radians around w (Rodrigues). */
export function rotationBy(w: Numbers): number[] {
  const angle = Math.hypot(w[0]!, w[1]!, w[2]!);
  if (angle < 1e-12) return [...IDENTITY];
  const [x, y, z] = [w[0]! / angle, w[1]! / angle, w[2]! / angle];
  const [s, c] = [Math.sin(angle), Math.cos(angle)];
  const d = 1 - c;
  return [
    ...[c + x * x * d, x * y * d - z * s, x * z * d + y * s],
    ...[x * y * d + z * s, c + y * y * d, y * z * d - x * s],
    ...[x * z * d - y * s, y * z * d + x * s, c + z * z * d],
  ];
}

/** Inverse of `rotationBy`: the axis of a rotation, as long as its angle in radians, 0–π. */
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

/** The share t of a rotation: evenly about its axis (Shoemake 1985, slerp from no rotation). */
export function shareOf(r: Rotation, t: number): number[] {
  const [x, y, z] = rotationVector(r);
  return rotationBy([t * x, t * y, t * z]);
}

/** Two unit vectors at right angles to a unit vector and to each other. */
export function tangents(t: Numbers): [[number, number, number], [number, number, number]] {
  const axis = Math.abs(t[0]!) < 0.6 ? [1, 0, 0] : [0, 1, 0];
  const u = unit(cross(t, axis));
  return [u, cross(t, u)];
}

/** Angle of a rotation, radians. */
export function angleOf(r: Numbers): number {
  const sine = Math.hypot(r[7]! - r[5]!, r[2]! - r[6]!, r[3]! - r[1]!);
  return Math.atan2(sine, r[0]! + r[4]! + r[8]! - 1);
}

/** Angle between two vectors, radians. */
export function angleBetween(a: Numbers, b: Numbers): number {
  return Math.atan2(Math.hypot(...cross(a, b)), dot(a, b));
}

/**
 * Solves A·x = b in place by elimination with pivots.
 * @param a n × n, row by row
 * @param b length n, holds x afterwards
 * @returns false where A is singular
 */
export function solve(a: Float64Array, b: Float64Array, n: number): boolean {
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[pivot * n + k]!)) pivot = i;
    const value = a[pivot * n + k]!;
    if (!(Math.abs(value) > 1e-14)) return false;
    if (pivot !== k) {
      for (let j = k; j < n; j++) {
        const kept = a[k * n + j]!;
        a[k * n + j] = a[pivot * n + j]!;
        a[pivot * n + j] = kept;
      }
      const kept = b[k]!;
      b[k] = b[pivot]!;
      b[pivot] = kept;
    }
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k]! / value;
      if (factor === 0) continue;
      for (let j = k; j < n; j++) a[i * n + j]! -= factor * a[k * n + j]!;
      b[i]! -= factor * b[k]!;
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    let sum = b[k]!;
    for (let j = k + 1; j < n; j++) sum -= a[k * n + j]! * b[j]!;
    b[k] = sum / a[k * n + k]!;
  }
  return true;
}
