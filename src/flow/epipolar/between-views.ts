import type { FlowField, Mask, PairGeometry, RelativeCamera } from '../../core/field.ts';
import { createFloatImage, type FloatImage, type Size } from '../../core/image.ts';
import { addBicubic } from '../catmull-rom.ts';
import { fillHoles } from '../fill-holes.ts';
import { epipolarLine, inverseCamera, inverseDepths, motionOfDepths, pointOnLine } from './relative-camera.ts';
import { apply, multiply, type Rotation, transpose, type Vector3 } from './rotations.ts';

/** Where a camera stands between two others, in the first one's axes and in units of the way between them. */
export interface CameraBetween {
  readonly centre: Vector3;
  /** from the first camera's axes to this one's */
  readonly rotation: Rotation;
  /** its focal length over that of the pictures: above 1 it sees less; default 1 */
  readonly zoom?: number;
}

/** What a camera between two pictures sees, RGB 0–255. @param t the moment, 0–1: things that move by themselves move with it */
export type ViewsBetween = (camera: CameraBetween, t: number) => FloatImage;

/** Motions agree up to this: a share of their squared length, and squared pixels. */
const AGREE_REL = 0.0025;
const AGREE_ABS = 0.5;
/** A picture that shows another surface there still counts this much: where neither shows the right one, both are mixed. */
const LEAST = 0.01;
/** What a pixel at an edge counts. */
const MIXED = 0.1;
/** Where no picture agrees with a surface by this much, none shows it: its colour is that of its surroundings. */
const SHOWN = 0.1;
/** Motion out of any frame, in sizes of the picture. */
const OUTSIDE = 4;
/** Motion known at less than this agreement shows another surface. */
const OTHER = 0.3;
/** A pixel reaches this much beyond its own square, so that rounding opens no gaps in a surface. */
const REACH = 1.1;
/** Nearer than this share of the way between the cameras, a point is not drawn. */
const CLOSEST = 0.05;
/** A surface seen along itself grows as the square of the nearness; what stretches more than this many times that joins two surfaces. */
const STRETCHED = 2;
/** Widest square that one pixel may become, pixels. */
const WIDEST = 24;
/** Share of the picture's width over which the border of a picture fades. */
const BORDER = 0.05;

/**
 * Views from between two pictures of a static scene, by depth: both pictures' surfaces are drawn into the view, pixel by pixel as small
 * pieces of plane with a depth buffer, the nearer in front; colours are then fetched from both pictures, each as far as it sees that surface
 * (its own motion there leads to the same places), is near in time, and is not magnified. What one has hidden or out of its frame
 * the other shows; what neither shows takes its place from the farther of its surroundings. Pixels that do not follow the geometry go along
 * their own flow.
 * @param a, b 3 channels, of the size of the fields
 * @param forward from a to b, on a's grid; NaN where not known
 * @param backward from b to a, on b's grid
 */
export function createViewsBetween(
  a: FloatImage,
  b: FloatImage,
  { forward, backward, geometry }: { forward: FlowField; backward: FlowField; geometry: PairGeometry },
): ViewsBetween {
  const { camera, epipolar } = geometry;
  const pieces = [
    surfaceOf(a, camera, forward, epipolar.forward),
    surfaceOf(b, inverseCamera(camera), backward, epipolar.backward),
  ] as const;
  return (view, t) => {
    const maps = [mapFrom(view, null, camera), mapFrom(view, camera, camera)] as const;
    const drawn = [draw(pieces[0], maps[0], t), draw(pieces[1], maps[1], 1 - t)] as const;
    const back = [inverseMap(maps[0]), inverseMap(maps[1])] as const;
    return coloured(pieces, matches(pieces, drawn, back, t), back, t);
  };
}

/** One picture's pixels as pieces of surface. */
interface Surface {
  readonly image: FloatImage;
  readonly flow: FlowField;
  /** inverse depth that the motion stands for, and its slope per pixel */
  readonly rho: Float32Array;
  readonly slopeX: Float32Array;
  readonly slopeY: Float32Array;
  /** inverse depth that tells what hides what */
  readonly order: Float32Array;
  /** motion beside the epipolar line, pixels; null where all stands still */
  readonly beside: Float32Array | null;
  /** how far the pixel shows one surface alone */
  readonly pure: Float32Array;
}

function surfaceOf(image: FloatImage, camera: RelativeCamera, flow: FlowField, mask: Mask): Surface {
  const { width, height } = flow;
  const pixels = width * height;
  const rho = inverseDepths(camera, flow);
  const known = new Float32Array(pixels).fill(1);
  const moves = mask.data.some((value) => value < 0.5);
  const beside = moves ? new Float32Array(2 * pixels) : null;
  for (let i = 0; i < pixels; i++) {
    const [u, v] = [flow.data[2 * i]!, flow.data[2 * i + 1]!];
    if (!(Number.isFinite(u) && Number.isFinite(v))) {
      known[i] = 0;
      rho[i] = 0;
      continue;
    }
    if (mask.data[i]! >= 0.5) {
      rho[i] = Math.max(0, rho[i]!);
      if (Number.isNaN(rho[i]!)) known[i] = 0;
      continue;
    }
    // Along the line it moves as something that stands elsewhere does; what is left moves evenly.
    const [x, y] = [(i % width) + 0.5, Math.floor(i / width) + 0.5];
    const line = epipolarLine(camera, flow, x, y);
    let seen = Number.isFinite(rho[i]!) ? pointOnLine(line, rho[i]!) : null;
    if (!seen) {
      rho[i] = 0;
      seen = pointOnLine(line, 0);
    }
    beside![2 * i] = seen ? x + u - seen.x : u;
    beside![2 * i + 1] = seen ? y + v - seen.y : v;
  }
  const whole = fillHoles(rho, known, flow, 1);
  const order = moves ? orderOf(whole, mask, flow) : whole;
  const motion = known.every((value) => value > 0) ? flow : completed(camera, flow, whole);
  return { image, flow: motion, rho: whole, ...slopes(whole, flow), order, beside, pure: purity(motion) };
}

/** The field with what is not known computed from inverse depth; what lies behind the other picture is none of its pixels. */
function completed(camera: RelativeCamera, flow: FlowField, rho: Float32Array): FlowField {
  const { width, height } = flow;
  const data = flow.data.slice();
  const computed = motionOfDepths(camera, flow, rho).data;
  for (let i = 0; i < data.length; i++) {
    if (Number.isFinite(data[i]!)) continue;
    data[i] = Number.isFinite(computed[i]!) ? computed[i]! : OUTSIDE * Math.max(width, height);
  }
  return { width, height, data };
}

/** `MIXED` where a neighbour moves otherwise: an edge, whose pixels show something of both sides; else 1. */
function purity({ width, height, data }: FlowField): Float32Array {
  const pure = new Float32Array(width * height).fill(1);
  const compare = (i: number, n: number) => {
    const [u, v] = [data[2 * i]!, data[2 * i + 1]!];
    const apart = (u - data[2 * n]!) ** 2 + (v - data[2 * n + 1]!) ** 2;
    if (apart > 2 * (AGREE_REL * (u * u + v * v) + AGREE_ABS)) pure[i] = pure[n] = MIXED;
  };
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (x + 1 < width) compare(i, i + 1);
      if (y + 1 < height) compare(i, i + width);
    }
  }
  return pure;
}

/** Things that move by themselves stand on the ground below them: they are as far away as the static pixel below in the column. */
function orderOf(rho: Float32Array, mask: Mask, { width, height }: Size): Float32Array {
  const order = rho.slice();
  for (let x = 0; x < width; x++) {
    let ground = Number.NaN;
    for (let i = (height - 1) * width + x; i >= 0; i -= width) {
      if (mask.data[i]! >= 0.5) ground = rho[i]!;
      else order[i] = Number.isNaN(ground) ? 1 : Math.max(ground, 0);
    }
  }
  return order;
}

/** Of the differences to both neighbours the smaller one, none where they differ in sign: at an edge it is that of the pixel's own surface. */
function slopes(rho: Float32Array, { width, height }: Size): { slopeX: Float32Array; slopeY: Float32Array } {
  const slopeX = new Float32Array(rho.length);
  const slopeY = new Float32Array(rho.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const here = rho[i]!;
      if (x > 0 && x < width - 1) slopeX[i] = smaller(here - rho[i - 1]!, rho[i + 1]! - here);
      if (y > 0 && y < height - 1) slopeY[i] = smaller(here - rho[i - width]!, rho[i + width]! - here);
    }
  }
  return { slopeX, slopeY };
}

function smaller(a: number, b: number): number {
  if (a * b <= 0) return 0;
  return Math.abs(a) < Math.abs(b) ? a : b;
}

/** Points (ray, inverse depth ρ) of one camera in another's axes: `turn` · ray + ρ · `shift`; focal lengths in pixels. */
interface ViewMap {
  readonly turn: Rotation;
  readonly shift: Vector3;
  readonly from: number;
  readonly to: number;
}

/** From picture a (`source` null) or b to the view. */
function mapFrom(
  { centre, rotation, zoom = 1 }: CameraBetween,
  source: RelativeCamera | null,
  camera: RelativeCamera,
): ViewMap {
  const to = camera.focal * zoom;
  const minus: Vector3 = [-centre[0], -centre[1], -centre[2]];
  if (!source) return { turn: rotation, shift: apply(rotation, minus), from: camera.focal, to };
  // b's axes lie turned by R, and its centre at −Rᵀt.
  const turn = multiply(rotation, transpose(source.rotation));
  const other = apply(transpose(source.rotation), source.translation);
  const shift = apply(rotation, [minus[0] - other[0], minus[1] - other[1], minus[2] - other[2]]);
  return { turn, shift, from: camera.focal, to };
}

function inverseMap({ turn, shift, from, to }: ViewMap): ViewMap {
  const back = transpose(turn);
  const [x, y, z] = apply(back, shift);
  return { turn: back, shift: [-x, -y, -z], from: to, to: from };
}

/** What is seen at each pixel of the view of one picture's surfaces. */
interface Drawn {
  /** inverse depth in the view for hiding; −1 where nothing is */
  readonly order: Float32Array;
  /** inverse depth in the view that places are computed from */
  readonly rho: Float32Array;
  /** pixel of the picture that is seen */
  readonly pixel: Int32Array;
}

/** @param share of its own motion that a pixel has gone */
function draw({ flow, rho, slopeX, slopeY, order, beside }: Surface, map: ViewMap, share: number): Drawn {
  const { width, height } = flow;
  const { from: f, to } = map;
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = map.turn as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [s0, s1, s2] = map.shift;
  const [cx, cy] = [width / 2, height / 2];
  const out: Drawn = {
    order: new Float32Array(width * height).fill(-1),
    rho: new Float32Array(width * height),
    pixel: new Int32Array(width * height),
  };
  const half = REACH / 2;
  for (let j = 0, i = 0; j < height; j++) {
    const b = (j + 0.5 - cy) / f;
    for (let k = 0; k < width; k++, i++) {
      const a = (k + 0.5 - cx) / f;
      const r = rho[i]!;
      const [gx, gy] = [slopeX[i]!, slopeY[i]!];
      const hz = m6 * a + m7 * b + m8 + r * s2;
      if (!(hz > CLOSEST)) continue;
      const hx = (m0 * a + m1 * b + m2 + r * s0) / hz;
      const hy = (m3 * a + m4 * b + m5 + r * s1) / hz;
      // How the place in the view changes from pixel to pixel of the picture.
      const zx = m6 / f + gx * s2;
      const zy = m7 / f + gy * s2;
      const scale = to / hz;
      const xx = scale * (m0 / f + gx * s0 - hx * zx);
      const yx = scale * (m3 / f + gx * s1 - hy * zx);
      const xy = scale * (m1 / f + gy * s0 - hx * zy);
      const yy = scale * (m4 / f + gy * s1 - hy * zy);
      const det = xx * yy - xy * yx;
      if (!(det > 1e-4)) continue;
      const spanX = half * (Math.abs(xx) + Math.abs(xy));
      const spanY = half * (Math.abs(yx) + Math.abs(yy));
      const nearer = Math.max(1, 1 / hz);
      const most = (to / f) * (STRETCHED * nearer * nearer + 0.5);
      if (2 * Math.max(spanX, spanY) > Math.min(2 * REACH * most, WIDEST)) continue;
      const px = to * hx + cx + (beside ? share * beside[2 * i]! : 0);
      const py = to * hy + cy + (beside ? share * beside[2 * i + 1]! : 0);
      const left = Math.max(0, Math.ceil(px - spanX - 0.5));
      const right = Math.min(width - 1, Math.floor(px + spanX - 0.5));
      const top = Math.max(0, Math.ceil(py - spanY - 0.5));
      const bottom = Math.min(height - 1, Math.floor(py + spanY - 0.5));
      const depth = order[i]!;
      const apart = depth !== r;
      for (let y = top; y <= bottom; y++) {
        const dy = y + 0.5 - py;
        for (let x = left; x <= right; x++) {
          const dx = x + 0.5 - px;
          const u = (yy * dx - xy * dy) / det;
          const v = (xx * dy - yx * dx) / det;
          if (u > half || u < -half || v > half || v < -half) continue;
          const seen = (r + gx * u + gy * v) / (hz + zx * u + zy * v);
          const rank = apart ? Math.max(0, depth / Math.max(CLOSEST, hz + (depth - r) * s2)) : Math.max(0, seen);
          const target = y * width + x;
          if (rank <= out.order[target]!) continue;
          out.order[target] = rank;
          out.rho[target] = seen;
          out.pixel[target] = i;
        }
      }
    }
  }
  return out;
}

/** Where each pixel of the view lies in both pictures. */
interface Matches {
  /** x, y from the pixel to its place in a, then to that in b */
  readonly offset: Float32Array;
  /** inverse depth in the view */
  readonly rho: Float32Array;
}

function matches(
  surfaces: readonly [Surface, Surface],
  drawn: readonly [Drawn, Drawn],
  back: readonly [ViewMap, ViewMap],
  t: number,
): Matches {
  const { width, height } = surfaces[0].flow;
  const pixels = width * height;
  const offset = new Float32Array(4 * pixels);
  const depths = new Float32Array(pixels);
  const weight = new Float32Array(pixels);
  const [one, other] = [new Float64Array(6), new Float64Array(6)];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const inA = drawn[0].order[i]! >= 0 && place(0, i, x, y, one);
      const inB = drawn[1].order[i]! >= 0 && place(1, i, x, y, other);
      if (!(inA || inB)) continue;
      let share = inA ? 0 : 1;
      if (inA && inB) {
        const [u, v] = [one[2]! - one[0]!, one[3]! - one[1]!];
        const apart =
          (one[0]! - other[0]!) ** 2 +
          (one[1]! - other[1]!) ** 2 +
          (one[2]! - other[2]!) ** 2 +
          (one[3]! - other[3]!) ** 2;
        if (apart <= AGREE_REL * (u * u + v * v) + AGREE_ABS) share = t;
        else {
          const [deniedA, deniedB] = [denied(surfaces[1], one, 2), denied(surfaces[0], other, 0)];
          if (deniedA !== deniedB) share = deniedA ? 1 : 0;
          else share = drawn[0].order[i]! >= drawn[1].order[i]! ? 0 : 1;
        }
      }
      for (let c = 0; c < 4; c++) {
        const at = (share < 1 ? (1 - share) * one[c]! : 0) + (share > 0 ? share * other[c]! : 0);
        offset[4 * i + c] = at - (c % 2 ? y : x) - 0.5;
      }
      const rho = (share < 1 ? (1 - share) * drawn[0].rho[i]! : 0) + (share > 0 ? share * drawn[1].rho[i]! : 0);
      depths[i] = rho;
      // What is bared lies behind what bared it.
      weight[i] = farness(rho);
    }
  }
  return {
    offset: fillHoles(offset, weight, { width, height }, 4),
    rho: fillHoles(depths, weight, { width, height }, 1),
  };

  /** Places in a and b, and the inverse depth in each, of what `which` picture shows at a pixel of the view. */
  function place(which: 0 | 1, i: number, x: number, y: number, into: Float64Array): boolean {
    const { beside } = surfaces[which];
    const pixel = drawn[which].pixel[i]!;
    const [bx, by] = beside ? [beside[2 * pixel]!, beside[2 * pixel + 1]!] : [0, 0];
    const gone = which === 0 ? t : 1 - t;
    const rho = drawn[which].rho[i]!;
    const [px, py] = [x + 0.5 - gone * bx, y + 0.5 - gone * by];
    if (!seenAt(back[0], px, py, rho, width, height, into, 0)) return false;
    if (!seenAt(back[1], px, py, rho, width, height, into, 2)) return false;
    const far = which === 0 ? 2 : 0;
    into[far]! += bx;
    into[far + 1]! += by;
    return true;
  }
}

/** What a surface counts where a hole beside it is filled: what is bared lies behind what bared it. */
function farness(rho: number): number {
  return 1 / (1 + 1000 * Math.max(0, rho) ** 2);
}

/** Writes where a point of the view is seen in a picture at `at`, its inverse depth there at 4 + at / 2. @returns false behind the picture */
function seenAt(
  { turn, shift, from, to }: ViewMap,
  x: number,
  y: number,
  rho: number,
  width: number,
  height: number,
  into: Float64Array,
  at: number,
): boolean {
  const [a, b] = [(x - width / 2) / from, (y - height / 2) / from];
  const z = turn[6]! * a + turn[7]! * b + turn[8]! + rho * shift[2];
  // What lies behind one picture may well be seen in the other: its place is far out of the frame then.
  const depth = Math.max(z, 1e-3);
  into[at] = width / 2 + (to * (turn[0]! * a + turn[1]! * b + turn[2]! + rho * shift[0])) / depth;
  into[at + 1] = height / 2 + (to * (turn[3]! * a + turn[4]! * b + turn[5]! + rho * shift[1])) / depth;
  into[4 + at / 2] = z > 1e-3 ? rho / z : Number.POSITIVE_INFINITY;
  return Number.isFinite(into[at]!) && Number.isFinite(into[at + 1]!);
}

/** Whether a picture sees past a point: it shows something farther away at the point's place. @param at of the picture's place in `point` */
function denied(surface: Surface, point: Float64Array, at: 0 | 2): boolean {
  const { width, height } = surface.flow;
  const [x, y] = [point[at]!, point[at + 1]!];
  if (!(x >= 0 && y >= 0 && x < width && y < height)) return false;
  const rho = point[4 + at / 2]!;
  const order = surface.order[Math.floor(y) * width + Math.floor(x)]!;
  const other = 2 - at;
  return order < rho && agreement(surface.flow, x - 0.5, y - 0.5, point[other]! - x, point[other + 1]! - y) < OTHER;
}

/** 0–1: how far a field says at (x, y), pixel centres at whole numbers, that the motion there is (u, v); each neighbour by its share. */
function agreement({ width, height, data }: FlowField, x: number, y: number, u: number, v: number): number {
  const left = Math.min(width - 1, Math.max(0, Math.floor(x)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(y)));
  const right = Math.min(width - 1, left + 1);
  const below = Math.min(height - 1, top + 1);
  const s = Math.min(1, Math.max(0, x - left));
  const r = Math.min(1, Math.max(0, y - top));
  const allowed = AGREE_REL * (u * u + v * v) + AGREE_ABS;
  return (
    (1 - r) * ((1 - s) * near(top * width + left) + s * near(top * width + right)) +
    r * ((1 - s) * near(below * width + left) + s * near(below * width + right))
  );

  function near(i: number): number {
    const apart = ((data[2 * i]! - u) ** 2 + (data[2 * i + 1]! - v) ** 2) / allowed;
    return apart < 8 ? Math.exp(-apart) : 0;
  }
}

function coloured(
  surfaces: readonly [Surface, Surface],
  { offset, rho }: Matches,
  back: readonly [ViewMap, ViewMap],
  t: number,
): FloatImage {
  const { width, height, channels } = surfaces[0].image;
  const out = createFloatImage(width, height, channels);
  const border = Math.max(1, BORDER * width);
  const weights = [0, 0];
  const shown = new Float32Array(width * height);
  let holes = false;
  const taps = [new Float64Array(4), new Float64Array(4)] as const;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      for (let which = 0; which < 2; which++) {
        const px = x + offset[4 * i + 2 * which]!;
        const py = y + offset[4 * i + 2 * which + 1]!;
        const sign = which === 0 ? 1 : -1;
        const u = sign * (offset[4 * i + 2]! - offset[4 * i]!);
        const v = sign * (offset[4 * i + 3]! - offset[4 * i + 1]!);
        const edge = Math.min(px, py, width - 1 - px, height - 1 - py) + 1;
        const inside = edge > 0 ? Math.min(1, edge / border) : 0;
        const seen = edge > 0 ? agreement(surfaces[which]!.flow, px, py, u, v) : 0;
        const { turn, shift, from } = back[which]!;
        const z =
          (turn[6]! * (x + 0.5 - width / 2)) / from +
          (turn[7]! * (y + 0.5 - height / 2)) / from +
          turn[8]! +
          rho[i]! * shift[2];
        // The farther away it is there than here, the more it is magnified.
        const sharp = 1 / Math.max(1, z * z);
        if (seen > SHOWN) shown[i] = farness(rho[i]!);
        const nearest =
          Math.min(height - 1, Math.max(0, Math.round(py))) * width + Math.min(width - 1, Math.max(0, Math.round(px)));
        weights[which] =
          (which === 0 ? 1 - t : t) * (1e-6 + inside * (LEAST + seen * surfaces[which]!.pure[nearest]!) * sharp);
      }
      if (shown[i] === 0) {
        holes = true;
        continue;
      }
      const sum = weights[0]! + weights[1]!;
      for (let which = 0; which < 2; which++) {
        const share = weights[which]! / sum;
        if (share > 0.004) {
          const at = 4 * i + 2 * which;
          addBicubic(surfaces[which]!.image, x + offset[at]!, y + offset[at + 1]!, share, out.data, i, taps);
        }
      }
    }
  }
  return holes ? { ...out, data: fillHoles(out.data, shown, out, channels) } : out;
}
