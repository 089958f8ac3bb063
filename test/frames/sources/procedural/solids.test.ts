import { describe, expect, it } from 'vitest';
import { enterOpening, inOpening } from '../../../../src/frames/sources/procedural/openings.ts';
import {
  enter,
  type Hit,
  halfSpaces,
  type LocalRay,
  type Opening,
  solid,
} from '../../../../src/frames/sources/procedural/solids.ts';

const plain = () => {};
const far = 1000;
function ray(o: readonly [number, number, number], to: readonly [number, number, number]): LocalRay {
  // never exactly along an axis, as the tracer sees to
  const [dx, dy, dz] = to.map((value, k) => value - o[k]! || 1e-12) as [number, number, number];
  return { ox: o[0], oy: o[1], oz: o[2], dx, dy, dz, ix: 1 / dx, iy: 1 / dy, iz: 1 / dz, face: -1 };
}
const hit = (): Hit => ({
  t: 0,
  x: 0,
  y: 0,
  z: 0,
  nx: 0,
  ny: 0,
  nz: 0,
  u: 0,
  v: 0,
  wu: 0,
  wv: 0,
  face: 0,
  opening: null,
});

describe('a ray', () => {
  it('enters a box through the side it comes from', () => {
    const box = solid('box', [-1, 1, -2, 2, 0, 3], plain);
    const fromRight = ray([5, 0, 1], [0, 0, 1]);
    expect(enter(box, fromRight, 0, far)).toBeCloseTo(0.8, 9);
    expect(fromRight.face).toBe(1);
    const fromAbove = ray([0, 0, 9], [0, 0, 0]);
    expect(enter(box, fromAbove, 0, far)).toBeCloseTo(2 / 3, 9);
    expect(fromAbove.face).toBe(5);
    expect(enter(box, ray([5, 0, 1], [5, 1, 1]), 0, far)).toBe(Number.POSITIVE_INFINITY);
    expect(enter(box, ray([5, 0, 1], [6, 0, 1]), 0, far)).toBe(Number.POSITIVE_INFINITY);
    expect(enter(box, fromRight, 0, 0.7)).toBe(Number.POSITIVE_INFINITY);
  });

  it('meets a sphere where x² + y² + z² = r², and a cylinder at its side and its cap', () => {
    const sphere = solid('ellipsoid', [-2, 2, -2, 2, -2, 2], plain);
    const slanted = ray([6, 1, 0.5], [0, 1, 0.5]);
    expect(6 - 6 * enter(sphere, slanted, 0, far)).toBeCloseTo(Math.sqrt(4 - 1 - 0.25), 9);
    expect(slanted.face).toBe(100);
    expect(enter(sphere, ray([6, 1.9, 1.9], [0, 1.9, 1.9]), 0, far)).toBe(Number.POSITIVE_INFINITY);
    const post = solid('cylinder', [-1, 1, -1, 1, 0, 4], plain);
    const side = ray([5, 0.6, 2], [0, 0.6, 2]);
    expect(5 - 5 * enter(post, side, 0, far)).toBeCloseTo(0.8, 9);
    expect(side.face).toBe(100);
    const cap = ray([0.2, 0.3, 8], [0.2, 0.3, 0]);
    expect(8 - 8 * enter(post, cap, 0, far)).toBeCloseTo(4, 9);
    expect(cap.face).toBe(5);
    expect(enter(post, ray([0.9, 0.9, 8], [0.9, 0.9, 0]), 0, far)).toBe(Number.POSITIVE_INFINITY);
  });

  it('meets the slope of a roof', () => {
    const planes = halfSpaces([0, 1, 1, 0, 0, 2], [0, -1, 1, 0, 0, 2]);
    const roof = solid('prism', [-3, 3, -2, 2, 0, 2], plain, { planes });
    const level = ray([0, 5, 0.5], [0, 0, 0.5]);
    expect(5 - 5 * enter(roof, level, 0, far)).toBeCloseTo(1.5, 9);
    expect(level.face).toBe(6);
  });

  it('passes through holes and sees the inside behind them', () => {
    const open = solid('box', [-1, 1, -1, 1, 0, 2], plain, { hole: (x) => x > 0.5 });
    const through = ray([5, 0, 1], [-5, 0, 1]);
    expect(5 - 10 * enter(open, through, 0, far)).toBeCloseTo(-1, 9);
    expect(through.face).toBe(0);
    const gone = solid('box', [-1, 1, -1, 1, 0, 2], plain, { hole: () => true });
    expect(enter(gone, through, 0, far)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('an opening', () => {
  const window: Opening = { x0: 1, x1: 2, z0: 1, z1: 3, recess: 0.2, arch: 0, material: plain };

  it('shows its panel behind the front, and its side where the ray is slanted', () => {
    const found = hit();
    const straight = ray([1.5, 4, 2], [1.5, 0, 2]);
    expect(enterOpening([window], straight, 1, found)).toBe(true);
    expect(found.t * 4).toBeCloseTo(4.2, 9);
    expect(found.opening).toBe(window);
    const slanted = ray([0.9, 1, 2], [1.9, 0, 2]);
    expect(enterOpening([window], slanted, 1, found)).toBe(true);
    expect(0.9 + found.t).toBeCloseTo(2, 9);
    expect([found.nx, found.ny]).toEqual([-1, 0]);
    expect(found.opening).toBeNull();
    expect(enterOpening([window], ray([0.5, 4, 2], [0.5, 0, 2]), 1, found)).toBe(false);
  });

  it('ends in a half ellipse with an arch', () => {
    const arched = { ...window, arch: 0.5 };
    expect(inOpening(arched, 1.5, 2.99)).toBe(true);
    expect(inOpening(arched, 1.05, 2.9)).toBe(false);
    expect(inOpening(arched, 1.05, 2.4)).toBe(true);
    const found = hit();
    // rising steeply, it leaves the recess through the soffit: half axes 0.5 and 0.5 around (1.5, 2.5)
    expect(enterOpening([arched], ray([1.7, 0.5, 2.35], [1.7, 0, 2.85]), 1, found)).toBe(true);
    expect(2.35 + 0.5 * found.t).toBeCloseTo(2.5 + Math.sqrt(0.25 - 0.04), 6);
    expect(found.nz).toBeLessThan(0);
  });
});
