import { type AggregateArgs, checkPenalties, farPenalties, NO_PATH, PATHS } from './aggregate.ts';

/** Places before and after the labels of a pixel that hold NO_PATH. */
const MARGIN = 2;

/**
 * Semi-global matching (Hirschmüller 2008, eqs. 13 and 14): costs gathered along paths from eight directions, with small penalties for small steps in depth
 * and one large penalty, lower across edges of the picture, for all others.
 */
export function aggregateCpu(args: AggregateArgs<Float32Array, Uint8Array, Uint16Array>): void {
  const { reference, width, height, labels, penalties, sum } = args;
  checkPenalties(penalties);
  sum.fill(0);
  const stride = labels + 2 * MARGIN;
  let before = new Int32Array(width * stride).fill(NO_PATH);
  let now = new Int32Array(width * stride).fill(NO_PATH);
  let leastBefore = new Int32Array(width);
  let leastNow = new Int32Array(width);
  const far = farPenalties(penalties);
  // Rounded as a GPU does: the sums are the same there.
  const farBetween = (i: number, j: number) =>
    far[Math.floor(Math.fround(Math.fround(Math.abs(reference[2 * i]! - reference[2 * j]!)) + 0.5))]!;
  for (const [dx, dy] of PATHS) {
    if (dy === 0) {
      for (let y = 0; y < height; y++) {
        let x = dx < 0 ? 0 : width - 1;
        let least = begin(args, y * width + x, now, 0);
        for (x -= dx; x >= 0 && x < width; x -= dx) {
          [before, now] = [now, before];
          const i = y * width + x;
          least = advance(args, i, before, now, 0, 0, least, farBetween(i, i + dx));
        }
      }
      continue;
    }
    for (let k = 0; k < height; k++) {
      const y = dy < 0 ? k : height - 1 - k;
      [before, now] = [now, before];
      [leastBefore, leastNow] = [leastNow, leastBefore];
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        const from = x + dx;
        leastNow[x] =
          k === 0 || from < 0 || from >= width
            ? begin(args, i, now, x * stride)
            : advance(
                args,
                i,
                before,
                now,
                from * stride,
                x * stride,
                leastBefore[from]!,
                farBetween(i, i + dy * width + dx),
              );
      }
    }
  }
}

type CostArgs = AggregateArgs<Float32Array, Uint8Array, Uint16Array>;

/** @returns the least cost of the path at its first pixel */
function begin({ cost, sum, labels }: CostArgs, pixel: number, now: Int32Array, at: number): number {
  let least = NO_PATH;
  for (let label = 0, c = pixel * labels; label < labels; label++, c++) {
    const value = cost[c]!;
    now[at + MARGIN + label] = value;
    sum[c]! += value;
    if (value < least) least = value;
  }
  return least;
}

/** @returns the least cost of the path at the pixel */
function advance(
  { cost, sum, labels, penalties }: CostArgs,
  pixel: number,
  before: Int32Array,
  now: Int32Array,
  from: number,
  at: number,
  leastBefore: number,
  far: number,
): number {
  const { one, two } = penalties;
  const jump = leastBefore + far;
  let least = NO_PATH;
  let a = before[from]!;
  let b = before[from + 1]!;
  let c = before[from + 2]!;
  let d = before[from + 3]!;
  for (let label = 0, k = pixel * labels; label < labels; label++, k++) {
    const e = before[from + label + 4]!;
    let reached = c;
    const step = Math.min(b, d) + one;
    if (step < reached) reached = step;
    const stride = Math.min(a, e) + two;
    if (stride < reached) reached = stride;
    if (jump < reached) reached = jump;
    const value = cost[k]! + reached - leastBefore;
    now[at + MARGIN + label] = value;
    sum[k]! += value;
    if (value < least) least = value;
    a = b;
    b = c;
    c = d;
    d = e;
  }
  return least;
}
