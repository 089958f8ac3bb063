import { DESCRIPTOR_SIZE, type Features } from './features.ts';

/** Pairs of places that look alike, the most distinct first: x, y in a, then x, y in b, image-plane pixels. */
export interface Matches {
  readonly count: number;
  /** length = 4·count */
  readonly points: Float64Array;
}

/** A match must be nearer than this share of the distance to the next place (Lowe 2004, §7.1). */
const RATIO = 0.8;
/** Features that lie nearer are the same place, pixels: they do not compete (Mishkin, Matas, Perdoch 2015). */
const SAME_PLACE = 3;
/** Descriptors are compared in parts of this length, and given up where a part is already too far. */
const PART = 16;

/** Each other's nearest descriptors, clearly nearer than the next. */
export function matchFeatures(a: Features, b: Features): Matches {
  const nearest = nearestOf(a, b);
  const found: { from: number; to: number; ratio: number }[] = [];
  for (let i = 0; i < a.count; i++) {
    const to = nearest.inB[i]!;
    if (to < 0 || nearest.inA[to] !== i) continue;
    const ratio = nearest.best[i]! / Math.max(1, nearest.second[i]!);
    if (ratio < RATIO * RATIO) found.push({ from: i, to, ratio });
  }
  found.sort((p, q) => p.ratio - q.ratio || p.from - q.from);
  const seen = new Set<string>();
  const points: number[] = [];
  for (const { from, to } of found) {
    const pair = [a.positions[2 * from]!, a.positions[2 * from + 1]!, b.positions[2 * to]!, b.positions[2 * to + 1]!];
    // One place with several directions or scales is one witness.
    const key = pair.map(Math.round).join();
    if (seen.has(key)) continue;
    seen.add(key);
    points.push(...pair);
  }
  return { count: points.length / 4, points: Float64Array.from(points) };
}

function nearestOf(a: Features, b: Features) {
  const inB = new Int32Array(a.count).fill(-1);
  const best = new Int32Array(a.count).fill(0x7fffffff);
  const second = new Int32Array(a.count).fill(0x7fffffff);
  const inA = new Int32Array(b.count).fill(-1);
  const bestOfB = new Int32Array(b.count).fill(0x7fffffff);
  const ofKind = [0, 1].map((kind) => Int32Array.from(b.dark.keys()).filter((j) => b.dark[j] === kind));
  for (let i = 0; i < a.count; i++) {
    const others = ofKind[a.dark[i]!]!;
    let [nearest, next, to] = [0x7fffffff, 0x7fffffff, -1];
    for (let k = 0; k < others.length; k++) {
      const j = others[k]!;
      const limit = Math.max(next, bestOfB[j]!);
      const distance = distanceWithin(a.descriptors, i, b.descriptors, j, limit);
      if (distance >= limit) continue;
      if (distance < bestOfB[j]!) {
        bestOfB[j] = distance;
        inA[j] = i;
      }
      if (distance >= next) continue;
      const same = to >= 0 && isSamePlace(b.positions, to, j);
      if (distance < nearest) {
        if (!same) next = nearest;
        nearest = distance;
        to = j;
      } else if (!same) next = distance;
    }
    inB[i] = to;
    best[i] = nearest;
    second[i] = next;
  }
  return { inB, best, second, inA };
}

function isSamePlace(positions: Float32Array, i: number, j: number): boolean {
  const dx = positions[2 * i]! - positions[2 * j]!;
  const dy = positions[2 * i + 1]! - positions[2 * j + 1]!;
  return dx * dx + dy * dy < SAME_PLACE * SAME_PLACE;
}

/** Squared distance of two descriptors; some number ≥ limit as soon as it cannot be less. */
function distanceWithin(a: Uint8Array, i: number, b: Uint8Array, j: number, limit: number): number {
  let sum = 0;
  let p = i * DESCRIPTOR_SIZE;
  let q = j * DESCRIPTOR_SIZE;
  for (let part = 0; part < DESCRIPTOR_SIZE; part += PART) {
    for (let k = 0; k < PART; k += 4, p += 4, q += 4) {
      const d0 = (a[p]! - b[q]!) | 0;
      const d1 = (a[p + 1]! - b[q + 1]!) | 0;
      const d2 = (a[p + 2]! - b[q + 2]!) | 0;
      const d3 = (a[p + 3]! - b[q + 3]!) | 0;
      sum = (sum + Math.imul(d0, d0) + Math.imul(d1, d1) + Math.imul(d2, d2) + Math.imul(d3, d3)) | 0;
    }
    if (sum >= limit) return sum;
  }
  return sum;
}
