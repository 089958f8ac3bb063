import { type AggregateArgs, checkPenalties, farPenalties, NO_PATH, PATHS } from './aggregate.ts';

/** Places before and after the labels of a pixel that hold NO_PATH. */
const MARGIN = 2;

/**
 * Semi-global matching (Hirschmüller 2008, eqs. 13 and 14): costs gathered along paths from eight directions, with small penalties for small steps in depth
 * and one large penalty, lower across edges of the picture, for all others.
 */
export function aggregateCpu({
  reference,
  width,
  height,
  labels,
  penalties,
  cost,
  sum,
}: AggregateArgs<Float32Array, Uint8Array, Uint16Array>): void {
  checkPenalties(penalties);
  sum.fill(0);
  const words = labels / 4;
  const volume: Volume = {
    words,
    cost: new Uint32Array(cost.buffer, cost.byteOffset, cost.length / 4),
    sum: new Uint32Array(sum.buffer, sum.byteOffset, sum.length / 2),
    one: penalties.one,
    two: penalties.two,
  };
  const stride = labels + 2 * MARGIN;
  // A path that begins goes on from a pixel that costs nothing.
  const nothing = new Uint16Array(stride).fill(0);
  const far = farPenalties(penalties);
  const pixels = width * height;
  // Four directions at a time, pixel by pixel: each needs the row before, or the pixel before.
  for (const forward of [true, false]) {
    const paths = PATHS.filter(([dx, dy]) => (dy < 0 || (dy === 0 && dx < 0)) === forward).map(([dx, dy]) => ({
      dx,
      dy,
      costs: new Uint16Array((dy === 0 ? 2 : 2 * width) * stride).fill(NO_PATH),
      least: new Uint16Array(dy === 0 ? 2 : 2 * width),
    }));
    for (let k = 0; k < pixels; k++) {
      const i = forward ? k : pixels - 1 - k;
      const x = i % width;
      const y = (i - x) / width;
      for (const { dx, dy, costs, least } of paths) {
        const now = dy === 0 ? x & 1 : (y & 1) * width + x;
        const [fromX, fromY] = [x + dx, y + dy];
        if (fromX < 0 || fromX >= width || fromY < 0 || fromY >= height) {
          least[now] = advance(volume, i, nothing, 0, costs, now * stride, 0, 0);
          continue;
        }
        const before = dy === 0 ? fromX & 1 : (fromY & 1) * width + fromX;
        // Rounded as a GPU does: the sums are the same there.
        const difference = Math.fround(Math.abs(reference[2 * i]! - reference[2 * (fromY * width + fromX)]!));
        const penalty = far[Math.floor(Math.fround(difference + 0.5))]!;
        least[now] = advance(volume, i, costs, before * stride, costs, now * stride, least[before]!, penalty);
      }
    }
  }
}

interface Volume {
  /** of a pixel */
  readonly words: number;
  /** four labels to a word */
  readonly cost: Uint32Array;
  /** two labels to a word */
  readonly sum: Uint32Array;
  readonly one: number;
  readonly two: number;
}

/**
 * Four labels at a time, in words: two thirds of the time it takes label by label.
 * @returns the least cost of the path at the pixel
 */
function advance(
  { words, cost, sum, one, two }: Volume,
  pixel: number,
  before: Uint16Array,
  from: number,
  now: Uint16Array,
  at: number,
  leastBefore: number,
  far: number,
): number {
  const jump = leastBefore + far;
  let least = NO_PATH;
  let a = before[from]!;
  let b = before[from + 1]!;
  let c = before[from + 2]!;
  let d = before[from + 3]!;
  const end = (pixel + 1) * words;
  for (let k = pixel * words, p = from + 4, q = at + MARGIN; k < end; k++, p += 4, q += 4) {
    const e = before[p]!;
    const f = before[p + 1]!;
    const g = before[p + 2]!;
    const h = before[p + 3]!;
    const word = cost[k]! | 0;
    const near0 = smaller(smaller(b, d) + one, smaller(a, e) + two);
    const near1 = smaller(smaller(c, e) + one, smaller(b, f) + two);
    const near2 = smaller(smaller(d, f) + one, smaller(c, g) + two);
    const near3 = smaller(smaller(e, g) + one, smaller(d, h) + two);
    const value0 = (word & 255) + smaller(near0, smaller(c, jump)) - leastBefore;
    const value1 = ((word >>> 8) & 255) + smaller(near1, smaller(d, jump)) - leastBefore;
    const value2 = ((word >>> 16) & 255) + smaller(near2, smaller(e, jump)) - leastBefore;
    const value3 = (word >>> 24) + smaller(near3, smaller(f, jump)) - leastBefore;
    now[q] = value0;
    now[q + 1] = value1;
    now[q + 2] = value2;
    now[q + 3] = value3;
    sum[2 * k] = sum[2 * k]! + (value0 | (value1 << 16));
    sum[2 * k + 1] = sum[2 * k + 1]! + (value2 | (value3 << 16));
    least = smaller(least, smaller(smaller(value0, value1), smaller(value2, value3)));
    a = e;
    b = f;
    c = g;
    d = h;
  }
  return least;
}

/** Without a branch, which would be as hard to predict as the costs. @param a, b integers less than 2³⁰ apart */
function smaller(a: number, b: number): number {
  const over = (a - b) | 0;
  return (b + (over & (over >> 31))) | 0;
}
