import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowField } from '../../src/core/field.ts';
import { createFloatImage, type FloatImage, type Size, toFloatImage } from '../../src/core/image.ts';
import { createCpuFlowEstimator } from '../../src/flow/cpu-estimator.ts';
import { createInBetween } from '../../src/flow/in-between.ts';
import { exactFlow } from '../../src/frames/sources/procedural/ground-truth.ts';
import { renderView } from '../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../src/frames/sources/procedural/street-line.ts';
import { createParams } from '../../src/project/resolve.ts';
import { real } from '../support/reals.ts';

const params = createParams();

function picture(size: Size, colour: (x: number, y: number) => readonly number[]): FloatImage {
  const image = createFloatImage(size.width, size.height);
  for (let y = 0, i = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, i += 3) image.data.set(colour(x, y), i);
  }
  return image;
}

function field(size: Size, motion: (x: number, y: number) => readonly [number, number]): FlowField {
  const data = new Float32Array(2 * size.width * size.height);
  for (let y = 0, i = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, i += 2) data.set(motion(x, y), i);
  }
  return { ...size, data };
}

const fade = (a: FloatImage, b: FloatImage, t: number): FloatImage => ({
  ...a,
  data: a.data.map((value, i) => (1 - t) * value + t * b.data[i]!),
});

/** Mean squared difference, of some pixels or all. */
function apart(one: FloatImage, other: FloatImage, where: (x: number, y: number) => boolean = () => true): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < one.data.length; i++) {
    const pixel = Math.floor(i / 3);
    if (!where(pixel % one.width, Math.floor(pixel / one.width))) continue;
    sum += (one.data[i]! - other.data[i]!) ** 2;
    count++;
  }
  return sum / count;
}

const SIZE = { width: 64, height: 48 };
const waves = (x: number, y: number) =>
  [0, 1, 2].map((c) => 128 + 50 * Math.sin(0.6 * x + 0.2 * y + c) + 50 * Math.sin(0.5 * y - 0.25 * x + 2 * c));
const stripes = (x: number, y: number) => [0, 1, 2].map((c) => 128 + 90 * Math.sin(0.9 * x - 0.7 * y + 1.3 * c));

describe('a picture between two that are moved', () => {
  const [dx, dy] = [7, -4];
  const moved = (t: number) => picture(SIZE, (x, y) => waves(x - t * dx, y - t * dy));
  const flow = { forward: field(SIZE, () => [dx, dy]), backward: field(SIZE, () => [-dx, -dy]) };
  const between = createInBetween(moved(0), moved(1), flow);

  it.each([0.125, 0.5, 0.8])('lies %s of the way, right up to the border', (t) => {
    // Each place is seen by one of the two at least; the corners that only a shift of both would bring are left out.
    const seen = (x: number, y: number) => {
      const inside = (px: number, py: number) => px >= 0 && py >= 0 && px <= SIZE.width - 1 && py <= SIZE.height - 1;
      return inside(x - t * dx, y - t * dy) || inside(x + (1 - t) * dx, y + (1 - t) * dy);
    };
    // What is left is interpolation of waves ten pixels long.
    expect(apart(between(t), moved(t), seen)).toBeLessThan(2);
    expect(apart(fade(moved(0), moved(1), t), moved(t), seen)).toBeGreaterThan(500);
  });

  it('is the first at its time, the second at its, and close to them close to it', () => {
    expect(between(0).data).toEqual(moved(0).data);
    expect(between(1).data).toEqual(moved(1).data);
    expect(apart(between(1e-4), moved(0))).toBeLessThan(1e-3);
    expect(apart(between(1 - 1e-4), moved(1))).toBeLessThan(1e-3);
  });
});

describe('a thing that passes in front of another', () => {
  // A square goes 12 px to the right over a ground that goes 3 px to the left: it hides ground before it and bares some behind.
  const [go, back] = [12, -3];
  const onSquare = (x: number, y: number, t: number) => {
    const left = 18 + t * go;
    return x >= left && x < left + 16 && y >= 16 && y < 32;
  };
  const scene = (t: number) =>
    picture(SIZE, (x, y) => (onSquare(x, y, t) ? stripes(x - t * go, y) : waves(x - t * back, y)));
  const motion = (t: number, sign: number) =>
    field(SIZE, (x, y) => [sign * (onSquare(x, y, t) ? go : back), 0] as const);
  const between = createInBetween(scene(0), scene(1), { forward: motion(0, 1), backward: motion(1, -1) });

  it.each([0.25, 0.5, 0.75])('stands between, whole and opaque, with the ground whole around it (at %s)', (t) => {
    const inner = (x: number) => x > 4 && x < SIZE.width - 5;
    expect(apart(fade(scene(0), scene(1), t), scene(t), inner)).toBeGreaterThan(300);
    expect(apart(between(t), scene(t), inner)).toBeLessThan(2);
  });
});

describe('a wall that is driven towards', () => {
  // From two metres to one: at t it is seen 2 / (2 − t) times as large, not 1 + t times.
  const growth = (t: number) => 2 / (2 - t);
  const [cx, cy] = [31, 20];
  const wall = (scale: number) => picture(SIZE, (x, y) => waves((x - cx) / scale, (y - cy) / scale));
  const grow = (scale: number) => field(SIZE, (x, y) => [(scale - 1) * (x - cx), (scale - 1) * (y - cy)]);
  const between = createInBetween(wall(1), wall(2), { forward: grow(2), backward: grow(0.5) });

  it.each([0.25, 0.5, 0.75])('grows as it does when the camera moves evenly (at %s)', (t) => {
    expect(apart(wall(1 + t), wall(growth(t)))).toBeGreaterThan(200);
    expect(apart(between(t), wall(growth(t)))).toBeLessThan(15);
  });
});

describe('a flow that cannot be trusted', () => {
  it('moves nothing where neither direction is right', () => {
    const a = picture(SIZE, waves);
    const b = picture(SIZE, stripes);
    const flow = {
      forward: field(SIZE, (x) => [x < 32 ? 9 : 8, 5]),
      backward: field(SIZE, (_x, y) => [4, y < 20 ? 7 : 6]),
    };
    const result = createInBetween(a, b, flow)(0.25);
    const inner = (x: number, y: number) => x > 14 && y > 10 && x < SIZE.width - 15 && y < SIZE.height - 11;
    expect(apart(result, fade(a, b, 0.25), inner)).toBeLessThan(0.01);
  });

  it('leaves no hole and nothing that is no number, whatever the fields hold', () => {
    const small = { width: 20, height: 17 };
    const a = picture(small, waves);
    const b = picture(small, stripes);
    const vector = fc.tuple(real(-30, 30), real(-30, 30));
    fc.assert(
      fc.property(fc.array(vector, { minLength: 4, maxLength: 40 }), real(0, 1), (v, t) => {
        const pick = (offset: number) => field(small, (x, y) => v[(offset + (x >> 2) + 7 * (y >> 2)) % v.length]!);
        const result = createInBetween(a, b, { forward: pick(0), backward: pick(3) })(t);
        // Bicubic interpolation may leave the range of the pictures by an eighth of it on each side of an edge, along each axis.
        for (const value of result.data) expect(value > -100 && value < 355).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a drive along the street', () => {
  const size = { width: 160, height: 96 };
  const drive = (seed: number, start: number, metres: number) => {
    const street = createStreet(seed);
    const poses = driveAlong({ frames: 5, seed, start, spacing: metres / 4 });
    const view = (i: number) => toFloatImage(renderView(street, poses[i]!, size).image);
    const exact = () => ({
      forward: exactFlow(street, poses[0]!, poses[4]!, size).flow,
      backward: exactFlow(street, poses[4]!, poses[0]!, size).flow,
    });
    return { a: view(0), b: view(4), view, exact };
  };

  // Measured: a tenth of the cross-fade's error at 1 m and 2 m (0.16 in the street with trees), a quarter at 5 m.
  it.each([
    [7, 0, 1, 0.14],
    [7, 0, 2, 0.12],
    [3, 300, 2, 0.22],
    [42, 220, 2, 0.14],
    [7, 0, 5, 0.3],
  ])('shows what stood between, by exact flow (seed %i at %i m, %i m apart)', (seed, start, metres, share) => {
    const { a, b, view, exact } = drive(seed, start, metres);
    const between = createInBetween(a, b, exact());
    for (const i of [1, 2, 3]) {
      const error = apart(between(i / 4), view(i));
      expect(error).toBeLessThan(share * apart(fade(a, b, i / 4), view(i)));
    }
  });

  it('shows it better than a cross-fade by the flow that is found', async () => {
    const { a, b, view } = drive(7, 0, 1);
    const flow = await createCpuFlowEstimator(params).estimate(a, b);
    const between = createInBetween(a, b, flow);
    for (const i of [1, 2, 3]) {
      expect(apart(between(i / 4), view(i))).toBeLessThan(0.25 * apart(fade(a, b, i / 4), view(i)));
    }
  });
});
