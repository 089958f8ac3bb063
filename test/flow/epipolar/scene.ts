import type { Size } from '../../../src/core/image.ts';
import { createRandom } from '../../../src/core/random.ts';
import type { Matches } from '../../../src/flow/epipolar/match-features.ts';
import { angleBetween, angleOf, apply, multiply, transpose, unit } from '../../../src/flow/epipolar/rotations.ts';

/** A movement from a to b: X in a's axes is rotation·X + translation in b's. */
export interface Movement {
  readonly rotation: readonly number[];
  readonly translation: readonly number[];
}

export interface SceneOptions {
  readonly size: Size;
  readonly fov: number;
  readonly count: number;
  /** a point of the scene in a's axes; the default fills a street of 20 by 8 by 60 units */
  readonly point?: (random: { uniform(low: number, high: number): number }) => readonly [number, number, number];
  /** of each coordinate, pixels */
  readonly noise?: number;
  /** matches at random places beside */
  readonly outliers?: number;
  readonly seed?: number;
}

/** Points of a scene as two cameras see them, those that both see, in random order. */
export function matchesOf({ rotation, translation }: Movement, options: SceneOptions): Matches {
  const { size, fov, count, noise = 0.3, outliers = 0, seed = 1 } = options;
  const random = createRandom(seed);
  const focal = size.width / 2 / Math.tan((fov * Math.PI) / 360);
  const point =
    options.point ?? (() => [random.uniform(-10, 10), random.uniform(-6, 2), random.uniform(3, 60)] as const);
  const seen = (p: readonly number[]) => {
    const x = (focal * p[0]!) / p[2]! + size.width / 2 + noise * random.normal();
    const y = (focal * p[1]!) / p[2]! + size.height / 2 + noise * random.normal();
    return p[2]! > 0.1 && x > 0 && y > 0 && x < size.width && y < size.height ? [x, y] : null;
  };
  const rows: number[][] = [];
  for (let tries = 0; rows.length < count && tries < 100 * count; tries++) {
    const p = point(random);
    const a = seen(p);
    const b = seen(apply(rotation, p).map((value, k) => value + translation[k]!));
    if (a && b) rows.push([...a, ...b]);
  }
  for (let i = 0; i < outliers; i++) {
    const [w, h] = [size.width, size.height];
    const row = [random.uniform(0, w), random.uniform(0, h), random.uniform(0, w), random.uniform(0, h)];
    rows.splice(random.below(rows.length + 1), 0, row);
  }
  return { count: rows.length, points: Float64Array.from(rows.flat()) };
}

/** Angles between two movements, degrees; directions count, lengths do not. */
export function anglesOff(found: Movement, truth: Movement): { rotation: number; direction: number } {
  const degrees = 180 / Math.PI;
  return {
    rotation: degrees * angleOf(multiply(found.rotation, transpose(truth.rotation))),
    direction: degrees * angleBetween(found.translation, unit(truth.translation)),
  };
}
