import type { FloatImage } from '../../core/image.ts';
import { WINDOW_RADIUS } from './kernels/sweep.ts';

/** Grey levels between neighbours that even sky may have, and between a pixel and the mean of the row above it that is sky. */
const EVEN = 5;
/** Sky is at least this bright, as a share of the brightest twentieth of the picture. */
const BRIGHT = 0.62;
const BRIGHTEST = 0.95;
/** Darker pictures than this, grey levels, show no sky that could be told from a wall. */
const NIGHT = 60;

/**
 * Even, bright pixels that are connected with the upper border: sky has no texture to find its depth by, and what surrounds it would lend it a near
 * one.
 * @param image grey, 1 channel, 0–255 @returns 1 for sky, 0 else
 */
export function skyMask({ width, height, data }: FloatImage): Uint8Array {
  const sky = new Uint8Array(width * height);
  const bright = BRIGHT * quantile(data, BRIGHTEST);
  if (bright < NIGHT) return sky;
  const isEven = (i: number, x: number, y: number) =>
    data[i]! >= bright &&
    (x === 0 || Math.abs(data[i]! - data[i - 1]!) < EVEN) &&
    (x === width - 1 || Math.abs(data[i]! - data[i + 1]!) < EVEN) &&
    (y === 0 || Math.abs(data[i]! - data[i - width]!) < EVEN) &&
    (y === height - 1 || Math.abs(data[i]! - data[i + width]!) < EVEN);
  const waiting: number[] = [];
  const enter = (x: number, y: number) => {
    const i = y * width + x;
    if (sky[i] || !isEven(i, x, y)) return;
    sky[i] = 1;
    waiting.push(i);
  };
  for (let x = 0; x < width; x++) enter(x, 0);
  for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
    const [x, y] = [i % width, Math.floor(i / width)];
    if (x > 0) enter(x - 1, y);
    if (x < width - 1) enter(x + 1, y);
    if (y > 0) enter(x, y - 1);
    if (y < height - 1) enter(x, y + 1);
  }
  return eroded(sky, width, height);
}

/** Without the pixels whose window holds something else: the search compares them by what that is, and they move with it. */
function eroded(sky: Uint8Array, width: number, height: number): Uint8Array {
  const rows = sky.slice();
  const out = sky.slice();
  for (let i = 0; i < sky.length; i++) {
    const x = i % width;
    for (let k = Math.max(-x, -WINDOW_RADIUS); k <= Math.min(width - 1 - x, WINDOW_RADIUS); k++)
      rows[i]! &= sky[i + k]!;
  }
  for (let i = 0; i < sky.length; i++) {
    const y = Math.floor(i / width);
    out[i] = rows[i]!;
    const down = Math.min(height - 1 - y, WINDOW_RADIUS);
    for (let k = Math.max(-y, -WINDOW_RADIUS); k <= down; k++) out[i]! &= rows[i + k * width]!;
  }
  return out;
}

function quantile(values: Float32Array, share: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.floor(share * (sorted.length - 1))]!;
}
