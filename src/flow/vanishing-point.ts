import type { FlowField, FlowPair, Mask } from '../core/field.ts';

/** Where the motion of everything that stands still leads to or comes from, in pixels; it may lie outside the picture. */
export interface VanishingPoint {
  readonly x: number;
  readonly y: number;
}

/** Pixels between the samples: motion is smooth, and thousands of them are plenty. */
const STEP = 4;
/** Shorter motion tells no direction, in pixels. */
const SHORTEST = 0.5;
const ROUNDS = 12;
/** Sine of the angle at which a motion counts for the point by half. */
const ASTRAY = 0.1;
/** Share of the motion that must lie on lines through the point, but for twice that angle. */
const ENOUGH = 0.7;

interface Sample {
  readonly x: number;
  readonly y: number;
  /** unit direction */
  readonly u: number;
  readonly v: number;
}

/**
 * The point that a camera moves straight towards or away from: all motion lies on lines through it. Found by weighted least squares that
 * lets go of what leads elsewhere.
 * @returns null where most motion leads to no one point (a turning camera, moving things) or nothing moves
 */
export function vanishingPoint(flow: FlowPair): VanishingPoint | null {
  const samples = [
    ...samplesOf(flow.forward, flow.reliability.forward),
    ...samplesOf(flow.backward, flow.reliability.backward),
  ];
  const { width, height } = flow.forward;
  let point: VanishingPoint = { x: (width - 1) / 2, y: (height - 1) / 2 };
  for (let round = 0; round < ROUNDS; round++) {
    const next = nearestToLines(samples, point, round === 0);
    if (!next) return null;
    point = next;
  }
  const through = samples.filter((sample) => astray(sample, point) < 2 * ASTRAY);
  return through.length >= ENOUGH * samples.length ? point : null;
}

function samplesOf({ width, height, data }: FlowField, trust: Mask): Sample[] {
  const samples: Sample[] = [];
  for (let y = STEP >> 1; y < height; y += STEP) {
    for (let x = STEP >> 1; x < width; x += STEP) {
      const i = y * width + x;
      const u = data[2 * i]!;
      const v = data[2 * i + 1]!;
      const length = Math.hypot(u, v);
      if (length >= SHORTEST && trust.data[i]! > 0.5) samples.push({ x, y, u: u / length, v: v / length });
    }
  }
  return samples;
}

/** Sine of the angle between a motion and the way to a point. */
function astray({ x, y, u, v }: Sample, point: VanishingPoint): number {
  const dx = x - point.x;
  const dy = y - point.y;
  return Math.abs(u * dy - v * dx) / Math.max(1, Math.hypot(dx, dy));
}

/** The point with the least sum of squared angles to the lines, each weighed by how well it fits the point before. */
function nearestToLines(samples: readonly Sample[], before: VanishingPoint, first: boolean): VanishingPoint | null {
  let [xx, xy, yy, bx, by] = [0, 0, 0, 0, 0];
  for (const sample of samples) {
    const { x, y, u, v } = sample;
    const distance = Math.max(1, Math.hypot(x - before.x, y - before.y));
    const fit = 1 / (1 + (astray(sample, before) / ASTRAY) ** 2);
    const w = first ? 1 : fit / (distance * distance);
    const [nx, ny] = [-v, u];
    const offset = nx * x + ny * y;
    xx += w * nx * nx;
    xy += w * nx * ny;
    yy += w * ny * ny;
    bx += w * nx * offset;
    by += w * ny * offset;
  }
  const determinant = xx * yy - xy * xy;
  // Lines that are all but parallel meet nowhere.
  if (!(determinant > 1e-6 * (xx + yy) ** 2)) return null;
  return { x: (yy * bx - xy * by) / determinant, y: (xx * by - xy * bx) / determinant };
}
