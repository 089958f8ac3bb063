import type { RelativeCamera } from '../../core/field.ts';
import type { Size } from '../../core/image.ts';
import { median } from './median.ts';
import { epipolarLine, pointOnLine } from './relative-camera.ts';

/** One of two pictures of a static scene, with the depths that a search found for it. */
export interface DepthView {
  /** to the other picture */
  readonly camera: RelativeCamera;
  /** inverse depths, per way between the cameras */
  readonly depths: Float32Array;
  /** grey, 0–255 */
  readonly grey: Float32Array;
  /** 1 where it is sky */
  readonly sky: Uint8Array;
}

/** Depths with what they are worth. */
export interface TrustedDepths {
  /** inverse depths; where the picture is even, those of the surface around */
  readonly depths: Float32Array;
  /** motion to the other picture, u, v */
  readonly motion: Float32Array;
  /** 1 where a depth can be trusted */
  readonly trusted: Uint8Array;
}

/** There and back: this far apart at most, in pixels of the other picture where that shows things smaller, or as a share of the motion. */
const RETURN_PIXELS = 1.5;
const RETURN_SHARE = 0.03;
/** A point is hidden where the other picture shows something nearer than it by this share, and by this inverse depth. */
const HIDDEN_SHARE = 0.15;
const HIDDEN_DEPTH = 0.01;
/** Half sides of the windows that surfaces are fitted in, smallest first. */
const WINDOWS = [6, 12, 24];
/** Share of a window that must be trusted, and rounds in which trust spreads. */
const SUPPORT = 0.08;
const ROUNDS = 4;
/** How far a surface may depart from its plane, and a pixel from the surface: pixels, or a share of the motion. */
const PLANE_PIXELS = 1.5;
const FIT_PIXELS = 2;
const FIT_SHARE = 0.04;
/** Variance of grey below which a picture is even: it tells no depth of its own. */
const EVEN = 8;
const TEXTURE_RADIUS = 4;
/** Half side of the window that calms what is not trusted, and the trusted pixels that it needs. */
const CALM_RADIUS = 3;
const CALM_FEWEST = 8;

/**
 * Trusts depths that both pictures agree on, then those that continue a trusted surface: inverse depth is linear in the picture on every plane, so a plane is
 * fitted through the trusted depths of a window; a pixel that lies on it is trusted, an even pixel is laid on it. What is hidden in the other picture is
 * not trusted.
 */
export function trustDepths(view: DepthView, other: DepthView, size: Size): TrustedDepths {
  const depths = view.depths.slice();
  const pixels = depths.length;
  for (let i = 0; i < pixels; i++) if (view.sky[i]) depths[i] = 0;
  const motion = motionsOf(view.camera, depths, size);
  const otherDepths = other.depths.map((depth, i) => (other.sky[i] ? 0 : depth));
  const back = motionsOf(other.camera, otherDepths, size);
  const trusted = returning(motion, back, size);
  const hidden = hiddenPoints(depths, motion, otherDepths, returning(back, motion, size), size);
  for (let i = 0; i < pixels; i++) {
    if (hidden[i]) trusted[i] = 0;
    else if (view.sky[i]) trusted[i] = isInside(motion.data, i, size) ? 1 : 0;
  }
  const even = evenPixels(view.grey, size);
  for (let round = 0; round < ROUNDS; round++) spread(view.camera, depths, motion.data, trusted, hidden, even, size);
  calm(view.camera, depths, motion.data, trusted, hidden, size);
  return { depths, motion: motion.data, trusted };
}

/** u, v and the depth in the other picture over that in this one, which is by how much that one shows things smaller. */
interface Motions {
  readonly data: Float32Array;
  readonly shrunk: Float32Array;
}

function motionsOf(camera: RelativeCamera, depths: Float32Array, size: Size): Motions {
  const data = new Float32Array(2 * depths.length);
  const shrunk = new Float32Array(depths.length);
  for (let i = 0; i < depths.length; i++) move(camera, i, depths[i]!, size, data, shrunk);
  return { data, shrunk };
}

function move(
  camera: RelativeCamera,
  i: number,
  depth: number,
  size: Size,
  data: Float32Array,
  shrunk?: Float32Array,
): void {
  const [x, y] = [(i % size.width) + 0.5, Math.floor(i / size.width) + 0.5];
  const line = epipolarLine(camera, size, x, y);
  const seen = pointOnLine(line, depth);
  data[2 * i] = seen ? seen.x - x : Number.NaN;
  data[2 * i + 1] = seen ? seen.y - y : Number.NaN;
  if (shrunk) shrunk[i] = line.far[2] + depth * line.step[2];
}

function isInside(motion: Float32Array, i: number, { width, height }: Size): boolean {
  const px = (i % width) + motion[2 * i]!;
  const py = Math.floor(i / width) + motion[2 * i + 1]!;
  return px >= 0 && py >= 0 && px <= width - 1 && py <= height - 1;
}

function returning(there: Motions, back: Motions, size: Size): Uint8Array {
  const { width, height } = size;
  const out = new Uint8Array(width * height);
  for (let i = 0; i < out.length; i++) {
    if (!isInside(there.data, i, size)) continue;
    const u = there.data[2 * i]!;
    const v = there.data[2 * i + 1]!;
    const px = (i % width) + u;
    const py = Math.floor(i / width) + v;
    const left = Math.min(width - 2, Math.floor(px));
    const top = Math.min(height - 2, Math.floor(py));
    const [ax, ay] = [px - left, py - top];
    const q = 2 * (top * width + left);
    const at = (c: number) =>
      (1 - ay) * ((1 - ax) * back.data[q + c]! + ax * back.data[q + 2 + c]!) +
      ay * ((1 - ax) * back.data[q + 2 * width + c]! + ax * back.data[q + 2 * width + 2 + c]!);
    const apart = Math.hypot(u + at(0), v + at(1)) / Math.max(1, there.shrunk[i]!);
    out[i] = apart < RETURN_PIXELS || apart < RETURN_SHARE * Math.hypot(u, v) ? 1 : 0;
  }
  return out;
}

/** What lies outside the other picture counts too. */
function hiddenPoints(
  depths: Float32Array,
  motion: Motions,
  otherDepths: Float32Array,
  otherTrusted: Uint8Array,
  size: Size,
): Uint8Array {
  const { width } = size;
  const out = new Uint8Array(depths.length);
  for (let i = 0; i < out.length; i++) {
    if (!isInside(motion.data, i, size)) {
      out[i] = 1;
      continue;
    }
    const px = Math.round((i % width) + motion.data[2 * i]!);
    const py = Math.round(Math.floor(i / width) + motion.data[2 * i + 1]!);
    const j = py * width + px;
    // The same point has this inverse depth in the other picture.
    const expected = depths[i]! / motion.shrunk[i]!;
    if (otherTrusted[j] && otherDepths[j]! > (1 + HIDDEN_SHARE) * expected + HIDDEN_DEPTH) out[i] = 1;
  }
  return out;
}

function evenPixels(grey: Float32Array, size: Size): Uint8Array {
  const { width, height } = size;
  const sum = summedArea(size, (i) => grey[i]!);
  const squares = summedArea(size, (i) => grey[i]! * grey[i]!);
  const out = new Uint8Array(grey.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const window = windowAt(x, y, TEXTURE_RADIUS, size);
      const mean = sumOf(sum, window, width) / window.area;
      out[i] = sumOf(squares, window, width) / window.area - mean * mean < EVEN ? 1 : 0;
    }
  }
  return out;
}

/** One round in which trust spreads over surfaces; changes depths, motion and trust in place. */
function spread(
  camera: RelativeCamera,
  depths: Float32Array,
  motion: Float32Array,
  trusted: Uint8Array,
  hidden: Uint8Array,
  even: Uint8Array,
  size: Size,
): void {
  const { width, height } = size;
  const before = trusted.slice();
  const xOf = (i: number) => (i % width) - width / 2;
  const yOf = (i: number) => Math.floor(i / width) - height / 2;
  const sums = (
    [
      () => 1,
      xOf,
      yOf,
      (i) => xOf(i) * xOf(i),
      (i) => xOf(i) * yOf(i),
      (i) => yOf(i) * yOf(i),
      (i) => depths[i]!,
      (i) => xOf(i) * depths[i]!,
      (i) => yOf(i) * depths[i]!,
      (i) => depths[i]! * depths[i]!,
    ] as ((i: number) => number)[]
  ).map((value) => summedArea(size, (i) => (before[i] ? value(i) : 0)));
  const trial = new Float32Array(motion.length);
  const tried = (i: number, depth: number) => {
    move(camera, i, depth, size, trial);
    return [trial[2 * i]!, trial[2 * i + 1]!] as const;
  };
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (before[i] || hidden[i]) continue;
      for (const radius of WINDOWS) {
        const window = windowAt(x, y, radius, size);
        const count = sumOf(sums[0]!, window, width);
        if (count < SUPPORT * window.area) continue;
        const fit = fitPlane(sums.map((table) => sumOf(table, window, width) / count));
        const depth = fit.depth + fit.slopeX * (xOf(i) - fit.x) + fit.slopeY * (yOf(i) - fit.y);
        if (depth < 0) break;
        const [u, v] = tried(i, depth);
        const [du, dv] = tried(i, depth + fit.deviation);
        const share = FIT_SHARE * Math.hypot(u, v);
        if (Math.hypot(du - u, dv - v) > Math.max(PLANE_PIXELS, share)) break;
        if (Math.hypot(motion[2 * i]! - u, motion[2 * i + 1]! - v) < Math.max(FIT_PIXELS, share)) trusted[i] = 1;
        else if (even[i]) {
          depths[i] = depth;
          motion[2 * i] = u;
          motion[2 * i + 1] = v;
          trusted[i] = isInside(motion, i, size) ? 1 : 0;
        }
        break;
      }
    }
  }
}

/** Gives pixels that are not trusted the median depth of the trusted ones close by: left alone they are specks in a view between the pictures. */
function calm(
  camera: RelativeCamera,
  depths: Float32Array,
  motion: Float32Array,
  trusted: Uint8Array,
  hidden: Uint8Array,
  size: Size,
): void {
  const { width, height } = size;
  const before = depths.slice();
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (trusted[i] || hidden[i]) continue;
      const { left, top, right, bottom } = windowAt(x, y, CALM_RADIUS, size);
      const around: number[] = [];
      for (let v = top; v < bottom; v++) {
        for (let k = v * width + left; k < v * width + right; k++) if (trusted[k]) around.push(before[k]!);
      }
      if (around.length < CALM_FEWEST) continue;
      depths[i] = median(around)!;
      move(camera, i, depths[i]!, size, motion);
    }
  }
}

/** Least squares through means of 1, x, y, x², xy, y², d, xd, yd, d². */
function fitPlane([, x, y, xx, xy, yy, depth, xd, yd, dd]: readonly number[]) {
  // Half a pixel of spread keeps a window that is trusted along one line alone from tilting.
  const a = xx! - x! * x! + 0.5;
  const b = xy! - x! * y!;
  const c = yy! - y! * y! + 0.5;
  const e = xd! - x! * depth!;
  const f = yd! - y! * depth!;
  const determinant = a * c - b * b;
  const slopeX = (e * c - f * b) / determinant;
  const slopeY = (a * f - b * e) / determinant;
  const variance = dd! - depth! * depth! - slopeX * e - slopeY * f;
  return { x: x!, y: y!, depth: depth!, slopeX, slopeY, deviation: Math.sqrt(Math.max(0, variance)) };
}

interface Window {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly area: number;
}

/** Cut at the picture's borders. */
function windowAt(x: number, y: number, radius: number, { width, height }: Size): Window {
  const left = Math.max(0, x - radius);
  const top = Math.max(0, y - radius);
  const right = Math.min(width, x + radius + 1);
  const bottom = Math.min(height, y + radius + 1);
  return { left, top, right, bottom, area: (right - left) * (bottom - top) };
}

/** Sums over all rectangles that begin at the corner (Crow 1984), one row and one column more than the picture. */
function summedArea({ width, height }: Size, value: (i: number) => number): Float64Array {
  const table = new Float64Array((width + 1) * (height + 1));
  for (let y = 0, i = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++, i++) {
      row += value(i);
      table[(y + 1) * (width + 1) + x + 1] = table[y * (width + 1) + x + 1]! + row;
    }
  }
  return table;
}

function sumOf(table: Float64Array, { left, top, right, bottom }: Window, width: number): number {
  const stride = width + 1;
  return (
    table[bottom * stride + right]! -
    table[top * stride + right]! -
    table[bottom * stride + left]! +
    table[top * stride + left]!
  );
}
