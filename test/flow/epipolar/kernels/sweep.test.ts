import { expect, it } from 'vitest';
import type { RelativeCamera } from '../../../../src/core/field.ts';
import type { Size } from '../../../../src/core/image.ts';
import { type SearchPicture, searchPicture } from '../../../../src/flow/epipolar/depth-search.ts';
import {
  type Hypotheses,
  NO_PLANE,
  PLANE,
  streetHypotheses,
  TWO_PLANES,
} from '../../../../src/flow/epipolar/hypotheses.ts';
import { sweepCpu } from '../../../../src/flow/epipolar/kernels/sweep.cpu.ts';
import {
  LEAST_DEPTH,
  MOST_SHRUNK,
  NOT_FAR_COST,
  SEPARATOR_COST,
  type SweepArgs,
  sweep,
  VARIANCE_FLOOR,
  WINDOW_RADIUS,
  WORST_COST,
} from '../../../../src/flow/epipolar/kernels/sweep.ts';
import { epipolarLine, pointOnLine } from '../../../../src/flow/epipolar/relative-camera.ts';
import { IDENTITY, rotationBy } from '../../../../src/flow/epipolar/rotations.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runOnGpu } from '../../../support/gpu-kernel.ts';
import { draw, type Texture, waves } from '../../../support/texture.ts';

type Args = SweepArgs<Float32Array, Uint8Array>;

const turned: RelativeCamera = {
  focal: 20,
  rotation: rotationBy([0.02, -0.05, 0.03]),
  translation: [0.36, -0.08, -0.93],
};

function hypotheses(...rows: readonly (readonly [number, number, number, number])[]): Hypotheses {
  return { count: rows.length, planes: Float32Array.from(rows.flat()) };
}

function argsOf(a: SearchPicture, b: SearchPicture, camera: RelativeCamera, { count, planes }: Hypotheses): Args {
  const { width, height, reference } = a;
  const cost = new Uint8Array(width * height * count);
  return { width, height, labels: count, reference, other: b.pyramid, levels: b.levels, camera, planes, cost };
}

/** Without sky. */
function picture(size: Size, texture: Texture): SearchPicture {
  const found = searchPicture(draw(size.width, size.height, texture), size);
  return { ...found, reference: found.reference.map((value, i) => (i % 2 === 0 ? value : 0)) };
}

/** Two unlike pictures that are seen from a turned camera, with sky in a corner. */
function unlike(size: Size, camera: RelativeCamera, planes: Hypotheses): Args {
  const reference = picture(size, waves(1));
  for (let i = 0; i < 5; i++) reference.reference[2 * i + 1] = 1;
  return argsOf(reference, picture(size, waves(2)), camera, planes);
}

it('costs what the definition of the correlation says', () => {
  const planes = hypotheses(
    [0, 0, 0, PLANE],
    [0, 0, 0.6, PLANE],
    [0.1, 0.9, 0.05, PLANE],
    [0, 0, 0, NO_PLANE],
    [1.2, 0.1, 0.05, TWO_PLANES],
    [0, 0, 1.2, PLANE],
    [0, -2, 0.1, PLANE],
    [0.3, 0.1, -0.2, PLANE],
  );
  // Towards the first picture's camera and away from it: both levels of the pyramid are read.
  for (const camera of [turned, { ...turned, translation: [0.36, -0.08, 0.93] } as const]) {
    const args = unlike({ width: 26, height: 17 }, camera, planes);
    sweepCpu(args);
    const expected = costsByDefinition(args);
    let [worst, levels] = [0, 0];
    for (const [i, { value, level }] of expected.entries()) {
      worst = Math.max(worst, Math.abs(value - args.cost[i]!));
      levels |= 1 << level;
    }
    expect(worst).toBeLessThanOrEqual(0.51);
    if (camera !== turned) expect(levels).toBe(1);
    else expect(levels).toBe(3);
  }
});

it('finds a plane parallel to the picture', () => {
  const size = { width: 48, height: 32 };
  const camera: RelativeCamera = { focal: 40, rotation: IDENTITY, translation: [-1, 0, 0] };
  const texture = waves(3);
  const depths = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35];
  const moved = 40 * depths[3]!;
  const args = argsOf(
    picture(size, texture),
    picture(size, (x, y) => texture(x + moved, y)),
    camera,
    hypotheses(...depths.map((rho) => [0, 0, rho, PLANE] as const)),
  );
  sweepCpu(args);
  for (let y = 0; y < size.height; y++) {
    for (let x = Math.ceil(moved) + WINDOW_RADIUS; x < size.width - WINDOW_RADIUS; x++) {
      const costs = [...args.cost.subarray((y * size.width + x) * 8, (y * size.width + x + 1) * 8)];
      expect(costs.indexOf(Math.min(...costs))).toBe(3);
      expect(costs[3]).toBeLessThan(10);
    }
  }
});

it('finds the walls on either side of the way', () => {
  const size = { width: 96, height: 24 };
  const focal = 30;
  const camera: RelativeCamera = { focal, rotation: IDENTITY, translation: [0, 0, -1] };
  const texture = waves(4);
  // Walls at 2.5 ways to the left and to the right, waves of a quarter of a way and more.
  const view = (travelled: number): Texture => {
    return (x, y) => {
      const [a, b] = [(x + 0.5 - 48) / focal, (y + 0.5 - 12) / focal];
      const depth = 2.5 / Math.max(1e-3, Math.abs(a));
      return texture(10 * (depth + travelled) + (a < 0 ? 500 : 0), 10 * b * depth);
    };
  };
  const distances = [10, 5, 3.5, 2.5, 2, 1.6, 1.2, 1];
  const args = argsOf(
    picture(size, view(0)),
    picture(size, view(1)),
    camera,
    hypotheses(...distances.map((distance) => [1 / distance, 0, 0, TWO_PLANES] as const)),
  );
  sweepCpu(args);
  for (const x of [24, 26, 28, 67, 69, 71]) {
    const at = (12 * size.width + x) * 8;
    const costs = [...args.cost.subarray(at, at + 8)];
    expect(costs.indexOf(Math.min(...costs))).toBe(3);
    expect(costs[3]).toBeLessThan(20);
  }
});

describeGpu('sweep on the GPU', () => {
  it('equals the CPU reference to rounding', async () => {
    for (const size of [
      { width: 37, height: 21 },
      { width: 20, height: 40 },
    ]) {
      const planes = streetHypotheses(turned, { image: 12, ground: 9, wall: 7 });
      const args = unlike(size, { ...turned, focal: size.width }, planes);
      const { reference, other, cost } = args;
      const host = { reference, other, planes: planes.planes, cost: cost.slice() };
      sweepCpu(args);
      const gpu = await runOnGpu(host, (buffers) => sweep({ ...args, ...buffers }));
      let larger = 0;
      cost.forEach((value, i) => {
        if (Math.abs(value - gpu.cost[i]!) > 1) larger++;
      });
      // Rounding may decide which level is read, and what lies outside.
      expect(larger / cost.length).toBeLessThan(2e-4);
      expect(new Set(cost).size).toBeGreaterThan(90);
    }
  });
});

/** Normalised cross-correlation of windows, sample by sample, and the level of the pyramid that is read at the middle of each. */
function costsByDefinition(args: Args): { value: number; level: number }[] {
  const { reference, width, height, labels, planes, camera, levels } = args;
  const { focal } = camera;
  const place = (x: number, y: number, plane: readonly number[]) => {
    const [a, b] = [(x - width / 2) / focal, (y - height / 2) / focal];
    const rho = plane[0]! * a + plane[1]! * b + plane[2]!;
    const positive = plane[3] === TWO_PLANES ? Math.abs(rho) : rho;
    const line = epipolarLine(camera, { width, height }, x, y);
    if (positive < 0 || line.far[2] + positive * line.step[2] < LEAST_DEPTH) return null;
    return pointOnLine(line, positive);
  };
  const read = (x: number, y: number, plane: readonly number[]) => {
    const seen = place(x + 0.5, y + 0.5, plane);
    if (!seen) return { grey: 128, outside: true, level: 0 };
    // Areas grow by the determinant of the derivatives, found by differences here.
    const derivative = (dx: number, dy: number) => {
      const ahead = place(x + 0.5 + dx, y + 0.5 + dy, plane);
      const next = ahead ?? place(x + 0.5 - dx, y + 0.5 - dy, plane)!;
      const step = (ahead ? 1 : -1) * (dx + dy);
      return [(next.x - seen.x) / step, (next.y - seen.y) / step] as const;
    };
    const [along, down] = [derivative(1e-4, 0), derivative(0, 1e-4)];
    const shrunk = Math.abs(along[0] * down[1] - along[1] * down[0]);
    const level = Math.min(levels.length - 1, Math.max(0, Math.ceil(Math.log2(Math.sqrt(shrunk) / MOST_SHRUNK))));
    const outside = seen.x < 0.5 || seen.y < 0.5 || seen.x > width - 0.5 || seen.y > height - 0.5;
    return { grey: bilinear(args, level, seen.x / width, seen.y / height), outside, level };
  };
  const costs: { value: number; level: number }[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let label = 0; label < labels; label++) {
        const plane = [...planes.subarray(4 * label, 4 * label + 4)];
        if (plane[3] === NO_PLANE) {
          costs.push({ value: SEPARATOR_COST, level: 0 });
          continue;
        }
        const { outside, level } = read(x, y, plane);
        if (reference[2 * (y * width + x) + 1] === 1) {
          costs.push({ value: label === 0 ? 0 : NOT_FAR_COST, level });
          continue;
        }
        const pairs: [number, number][] = [];
        for (let dy = -WINDOW_RADIUS; dy <= WINDOW_RADIUS; dy++) {
          for (let dx = -WINDOW_RADIUS; dx <= WINDOW_RADIUS; dx++) {
            const at = [clamp(x + dx, width), clamp(y + dy, height)] as const;
            pairs.push([reference[2 * (at[1] * width + at[0])]!, read(...at, plane).grey]);
          }
        }
        const correlation = outside ? 0 : Math.max(0, correlationOf(pairs));
        costs.push({ value: WORST_COST * (1 - correlation), level });
      }
    }
  }
  return costs;
}

function correlationOf(pairs: readonly (readonly [number, number])[]): number {
  const mean = (f: (pair: readonly [number, number]) => number) => pairs.reduce((s, p) => s + f(p), 0) / pairs.length;
  const [a, b] = [mean((p) => p[0]), mean((p) => p[1])];
  const covariance = mean((p) => (p[0] - a) * (p[1] - b));
  const spread = mean((p) => (p[0] - a) ** 2) + VARIANCE_FLOOR;
  return covariance / Math.sqrt(spread * (mean((p) => (p[1] - b) ** 2) + VARIANCE_FLOOR));
}

/** @param x, y shares of the picture's sides */
function bilinear({ other, levels }: Args, at: number, x: number, y: number): number {
  const { width, height, offset } = levels[at]!;
  const [sx, sy] = [x * width - 0.5, y * height - 0.5];
  let sum = 0;
  for (const [px, wx] of [
    [Math.floor(sx), 1 - sx + Math.floor(sx)],
    [Math.floor(sx) + 1, sx - Math.floor(sx)],
  ] as const) {
    for (const [py, wy] of [
      [Math.floor(sy), 1 - sy + Math.floor(sy)],
      [Math.floor(sy) + 1, sy - Math.floor(sy)],
    ] as const) {
      sum += wx * wy * other[offset + clamp(py, height) * width + clamp(px, width)]!;
    }
  }
  return sum;
}

function clamp(place: number, length: number): number {
  return Math.min(length - 1, Math.max(0, place));
}
