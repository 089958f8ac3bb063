import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/core/random.ts';
import { type CameraEstimate, cameraOfMatches, type NoCamera } from '../../../src/flow/epipolar/estimate-camera.ts';
import type { Matches } from '../../../src/flow/epipolar/match-features.ts';
import { angleOf, apply, multiply, rotationBy, transpose } from '../../../src/flow/epipolar/rotations.ts';
import { anglesOff, type Movement, matchesOf, type SceneOptions } from './scene.ts';

const size = { width: 480, height: 320 };
const fov = 75;
const scene: SceneOptions = { size, fov, count: 300, outliers: 100 };
const still = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const turned = (x: number, y: number, z: number) => rotationBy([x, y, z].map((angle) => (angle * Math.PI) / 180));

const forward: Movement = { rotation: turned(0.5, 2, -0.3), translation: [0.1, 0.02, -2] };

function estimate(matches: Matches, prior: Partial<Parameters<typeof cameraOfMatches>[2]> = {}) {
  return cameraOfMatches(matches, size, { fov, motion: null, ...prior });
}

function camera(found: CameraEstimate | NoCamera): CameraEstimate {
  if (found.kind === 'none') throw new Error(`no camera: ${found.reason}, ${found.inliers} of ${found.matches}`);
  return found;
}

describe('a moving camera', () => {
  it.each<[string, Movement]>([
    ['forward', forward],
    ['backward', { rotation: turned(0.5, -1, 0.3), translation: [0.1, 0, 2] }],
    ['sideways', { rotation: turned(0, 3, 0), translation: [-1.5, 0, 0.1] }],
    ['in a bend', { rotation: turned(0, -20, 0), translation: [0.8, 0, -2.5] }],
    ['rolling', { rotation: turned(1, 0, 9), translation: [0, 0.1, -2] }],
  ])('is found: %s', (_, movement) => {
    const found = camera(estimate(matchesOf(movement, scene)));
    const off = anglesOff(found.camera, movement);
    expect(off.rotation).toBeLessThan(0.15);
    expect(off.direction).toBeLessThan(1);
    expect(Math.hypot(...found.camera.translation)).toBeCloseTo(1, 9);
  });

  it('says which matches agree, and how far they move beside the rotation', () => {
    const matches = matchesOf(forward, { ...scene, noise: 0 });
    const found = camera(estimate(matches));
    expect(found.matches).toBe(400);
    // Some matches at random lie on their lines.
    expect(found.inliers).toBeGreaterThanOrEqual(300);
    expect(found.inliers).toBeLessThan(310);
    expect(found.points).toHaveLength(4 * found.inliers);
    const all = new Set(Array.from({ length: 400 }, (_, i) => matches.points.slice(4 * i, 4 * i + 4).join()));
    for (let i = 0; i < found.inliers; i++) expect(all).toContain(found.points.slice(4 * i, 4 * i + 4).join());
    const parallaxes = inlierParallaxes(found, forward.rotation);
    expect(found.parallax).toBeCloseTo(parallaxes[parallaxes.length >> 1]!, 0);
  });

  it('gives the same camera every time', () => {
    const matches = matchesOf(forward, scene);
    expect(estimate(matches)).toEqual(estimate(matches));
  });

  it('is found among twice as many wrong matches', () => {
    const found = camera(estimate(matchesOf(forward, { ...scene, count: 150, outliers: 300 })));
    expect(anglesOff(found.camera, forward).direction).toBeLessThan(4);
  });

  it('is not drawn away by a car that moves', () => {
    const car = matchesOf(
      { rotation: still, translation: [0.3, 0, 0.5] },
      {
        ...scene,
        count: 90,
        outliers: 0,
        point: (random) => [random.uniform(1, 3), random.uniform(0, 1.5), random.uniform(8, 10)],
      },
    );
    const street = matchesOf(forward, { ...scene, count: 250, outliers: 50 });
    const found = camera(estimate(joined(car, street)));
    const off = anglesOff(found.camera, forward);
    expect(off.rotation).toBeLessThan(0.2);
    expect(off.direction).toBeLessThan(1);
  });
});

/** Both, as mixed as they come. */
function joined(a: Matches, b: Matches): Matches {
  const random = createRandom(5);
  const rows = [a, b].flatMap(({ count, points }) =>
    Array.from({ length: count }, (_, i) => ({ row: [...points.subarray(4 * i, 4 * i + 4)], place: random.next() })),
  );
  rows.sort((p, q) => p.place - q.place);
  return { count: rows.length, points: Float64Array.from(rows.flatMap(({ row }) => row)) };
}

/** Motion of the inliers beside the true rotation, in order. */
function inlierParallaxes({ points, inliers }: CameraEstimate, rotation: readonly number[]): number[] {
  const focal = size.width / 2 / Math.tan((fov * Math.PI) / 360);
  const out: number[] = [];
  for (let i = 0; i < inliers; i++) {
    const [ax, ay, bx, by] = points.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
    const far = apply(rotation, [ax - size.width / 2, ay - size.height / 2, focal]);
    const [x, y] = [(focal * far[0]) / far[2], (focal * far[1]) / far[2]];
    out.push(Math.hypot(bx - size.width / 2 - x, by - size.height / 2 - y));
  }
  return out.sort((p, q) => p - q);
}

describe('the field of view', () => {
  it.each([fov * 0.85, fov, fov * 1.15, null])('may be %s where it is 75 degrees', (given) => {
    const bend: Movement = { rotation: turned(0, 6, 0), translation: [0.3, 0, -2] };
    const found = camera(estimate(matchesOf(bend, scene), { fov: given }));
    const off = anglesOff(found.camera, bend);
    expect(off.rotation).toBeLessThan(1.3);
    expect(off.direction).toBeLessThan(3);
    expect(found.inliers).toBeGreaterThan(260);
  });

  it('stays as given where it explains the matches', () => {
    const found = camera(estimate(matchesOf(forward, scene)));
    expect(found.camera.focal).toBeCloseTo(240 / Math.tan((75 * Math.PI) / 360), 6);
  });

  it('is found from a camera that turns as it moves', () => {
    const bend: Movement = { rotation: turned(0, 15, 0), translation: [1, 0, -2] };
    const found = camera(estimate(matchesOf(bend, { ...scene, noise: 0.1 }), { fov: null }));
    expect(found.camera.focal / (240 / Math.tan((75 * Math.PI) / 360))).toBeCloseTo(1, 1);
  });
});

describe('what is known of the motion', () => {
  const near = { rotation: turned(1, -1, 1), translation: [0.3, 0, -1.97] as const };
  const few: SceneOptions = { size, fov, count: 8, outliers: 16, noise: 0.2, seed: 3 };

  it('helps where few matches are there', () => {
    expect(estimate(matchesOf(forward, few))).toMatchObject({ kind: 'none', reason: 'few-matches' });
    const found = camera(estimate(matchesOf(forward, few), { motion: near }));
    const off = anglesOff(found.camera, forward);
    expect(off.rotation).toBeLessThan(1);
    expect(off.direction).toBeLessThan(3);
  });

  it('does not count where the pictures say otherwise', () => {
    const wrong = { rotation: turned(0, 40, 0), translation: [2, 0, 0] as const };
    const matches = matchesOf(forward, scene);
    const found = camera(estimate(matches, { motion: wrong }));
    expect(anglesOff(found.camera, forward).direction).toBeLessThan(1);
    // The same spot, as far as is known.
    const same = camera(estimate(matches, { motion: { rotation: still, translation: [0, 0, 0] } }));
    expect(anglesOff(same.camera, forward).direction).toBeLessThan(1);
  });

  it('does not make a camera of random matches', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const random = matchesOf(forward, { ...scene, count: 0, outliers: 60, seed });
      expect(estimate(random, { motion: near }).kind).toBe('none');
    }
  });

  it('decides between two cameras that explain one wall', () => {
    // A wall along the way and a wall in front, passed sideways, look alike.
    const wall: SceneOptions = {
      ...scene,
      count: 200,
      outliers: 20,
      point: (random) => [4, random.uniform(-4, 4), random.uniform(3, 14)],
    };
    const along: Movement = { rotation: still, translation: [0, 0, -1] };
    const alone = estimate(matchesOf(along, wall));
    if (alone.kind === 'none') expect(alone.reason).toBe('ambiguous');
    else expect(anglesOff(alone.camera, along).direction).toBeLessThan(5);
    const found = camera(
      estimate(matchesOf(along, wall), { motion: { rotation: turned(0, 2, 0), translation: [0.1, 0, -1] } }),
    );
    expect(anglesOff(found.camera, along).direction).toBeLessThan(5);
  });
});

describe('no camera', () => {
  it('that only turns: its rotation comes back', () => {
    const turn = turned(2, 8, -3);
    const found = estimate(matchesOf({ rotation: turn, translation: [0, 0, 0] }, scene));
    if (found.kind !== 'none') throw new Error(`a camera towards ${found.camera.translation}`);
    expect(found.reason).toBe('no-parallax');
    expect(angleOf(multiply(found.rotation!, transpose(turn))) * (180 / Math.PI)).toBeLessThan(0.1);
  });

  it('that stands still, with a car that moves', () => {
    const stands = matchesOf({ rotation: still, translation: [0, 0, 0] }, { ...scene, outliers: 20 });
    const car = matchesOf(
      { rotation: still, translation: [0.5, 0, 1] },
      { ...scene, count: 50, outliers: 0, point: (random) => [random.uniform(-1, 1), random.uniform(0, 1), 8] },
    );
    const found = estimate(joined(stands, car));
    expect(found).toMatchObject({ kind: 'none', reason: 'no-parallax' });
  });

  it.each([null, fov])('of a wall in front that is passed sideways is wildly wrong: fov %s', (given) => {
    const wall: SceneOptions = {
      ...scene,
      point: (random) => [random.uniform(-8, 8), random.uniform(-6, 6), 8],
    };
    const sideways: Movement = { rotation: still, translation: [-1, 0, 0] };
    const found = estimate(matchesOf(sideways, wall), { fov: given });
    if (found.kind === 'camera') expect(anglesOff(found.camera, sideways).direction).toBeLessThan(10);
    else expect(['ambiguous', 'no-parallax']).toContain(found.reason);
  });

  it('of random matches', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const found = estimate(matchesOf(forward, { ...scene, count: 0, outliers: 20 + 40 * seed, seed }), {
        fov: seed & 1 ? fov : null,
      });
      expect(found.kind).toBe('none');
      if (found.kind === 'none') expect(['no-model', 'few-matches']).toContain(found.reason);
    }
  });

  it('of hardly any matches', () => {
    expect(estimate({ count: 0, points: new Float64Array(0) })).toMatchObject({ reason: 'few-matches', matches: 0 });
    expect(estimate(matchesOf(forward, { ...scene, count: 6, outliers: 0 }))).toMatchObject({ reason: 'few-matches' });
  });
});
