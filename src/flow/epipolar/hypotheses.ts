import type { RelativeCamera } from '../../core/field.ts';
import { inverseCamera } from './relative-camera.ts';

/**
 * Planes that a street is made of, as labels of a search. A pixel whose ray in the picture's own camera is r (r_z = 1) has inverse depth π·r on the
 * plane π, per way between the cameras. Neighbouring labels of a family are neighbours in depth.
 */
export interface Hypotheses {
  /** labels, a multiple of 4 */
  readonly count: number;
  /** 4 numbers each: π, and what kind of label it is: one of `NO_PLANE`, `PLANE`, `TWO_PLANES` */
  readonly planes: Float32Array;
}

/** Separates families: no pixel takes it, and a search does not step over it. */
export const NO_PLANE = 0;
export const PLANE = 1;
/** A wall on either side of the way: π where the inverse depth is positive, −π where that is. */
export const TWO_PLANES = 2;

/** Labels of each family. */
export interface FamilyCounts {
  /** parallel to the picture */
  readonly image: number;
  readonly ground: number;
  readonly wall: number;
}

type Vector = readonly [number, number, number];

/** Nearest depth looked for parallel to the picture: s = ρ/(1 + ρ). */
const NEAREST = 0.8;
/** Heights of the camera, and distances of walls, nearest and farthest, per way between the cameras. */
const HEIGHTS = [0.06, 4] as const;
const DISTANCES = [0.08, 12] as const;
/** Steps of two labels are cheap in the search: two separators keep families apart. */
const SEPARATORS = 2;

/**
 * Planes parallel to the picture, even in s = ρ/(1 + ρ); the ground; walls along the way (sweeping directions of a street: Gallup et al. 2007). The ground
 * is parallel to the way between the cameras, and level across it.
 * @param camera from the picture to the other one
 */
export function streetHypotheses(camera: RelativeCamera, counts: FamilyCounts): Hypotheses {
  const way = inverseCamera(camera).translation;
  const down = unit(without([0, 1, 0], way)) ?? [0, 1, 0];
  const side = unit(cross(down, way)) ?? [1, 0, 0];
  const right: Vector = side[0] < 0 ? [-side[0], -side[1], -side[2]] : side;
  const image = Array.from({ length: counts.image }, (_, i): Vector => {
    const s = (NEAREST * i) / Math.max(1, counts.image - 1);
    return [0, 0, s / (1 - s)];
  });
  const labels: [Vector, number][] = [];
  for (const [family, kind] of [
    [image, PLANE],
    [parallelPlanes(down, HEIGHTS, counts.ground), PLANE],
    [parallelPlanes(right, DISTANCES, counts.wall), TWO_PLANES],
  ] as const) {
    if (labels.length > 0) for (let i = 0; i < SEPARATORS; i++) labels.push([[0, 0, 0], NO_PLANE]);
    for (const plane of family) labels.push([plane, kind]);
  }
  const count = 4 * Math.ceil(labels.length / 4);
  const planes = new Float32Array(4 * count);
  labels.forEach(([plane, kind], i) => {
    planes.set([...plane, kind], 4 * i);
  });
  return { count, planes };
}

/** Farthest first, in even ratios. */
function parallelPlanes(normal: Vector, [nearest, farthest]: readonly [number, number], count: number): Vector[] {
  return Array.from({ length: count }, (_, i) => {
    const distance = farthest * (nearest / farthest) ** (i / Math.max(1, count - 1));
    return [normal[0] / distance, normal[1] / distance, normal[2] / distance];
  });
}

function without(v: Vector, along: Vector): Vector {
  const share = v[0] * along[0] + v[1] * along[1] + v[2] * along[2];
  return [v[0] - share * along[0], v[1] - share * along[1], v[2] - share * along[2]];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** @returns null for what is too short to have a direction */
function unit(v: Vector): Vector | null {
  const length = Math.hypot(...v);
  return length > 0.1 ? [v[0] / length, v[1] / length, v[2] / length] : null;
}
