import type { FlowField, FlowPair, Mask, RelativeCamera } from '../../core/field.ts';
import { epipolarLine, inverseCamera, inverseDepthAt, inverseDepths, pointOnLine } from './relative-camera.ts';

/** A surface in front hides a pixel where its own motion differs by more than this: pixels, and a share of the motion. */
const APART = 1;
const APART_REL = 0.05;
/** Weight of a pixel beside a place below which it is not looked at. */
const LEAST_SHARE = 0.01;

/**
 * The pair with no trust in what depth says is hidden: a pixel whose point lies behind the surface that the other picture shows where the
 * flow leads. Forward-backward consistency forgives a tenth of the motion, in both directions; a nearer surface is forgiven half of that.
 * @returns the same pair where it has no geometry
 */
export function withoutHidden(pair: FlowPair): FlowPair {
  const { forward, backward, reliability, geometry } = pair;
  if (!geometry) return pair;
  const { camera, epipolar } = geometry;
  const back = inverseCamera(camera);
  const a = { flow: forward, epipolar: epipolar.forward };
  const b = { flow: backward, epipolar: epipolar.backward };
  return {
    ...pair,
    reliability: {
      forward: without(reliability.forward, hidden(a, b, camera, back)),
      backward: without(reliability.backward, hidden(b, a, back, camera)),
    },
  };
}

/** A field and where it follows its epipolar lines. */
interface Side {
  readonly flow: FlowField;
  readonly epipolar: Mask;
}

/** Marks what the other picture does not show because something nearer stands before it. @param way to the other camera @param home the way back */
function hidden({ flow, epipolar }: Side, other: Side, way: RelativeCamera, home: RelativeCamera): Uint8Array {
  const { width, height, data } = flow;
  const surface = inverseDepths(home, other.flow);
  const out = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [u, v] = [data[2 * i]!, data[2 * i + 1]!];
      const [toX, toY] = [x + u, y + v];
      if (epipolar.data[i] === 0 || !(toX >= 0 && toY >= 0 && toX <= width - 1 && toY <= height - 1)) continue;
      const line = epipolarLine(way, flow, x + 0.5, y + 0.5);
      const rho = inverseDepthAt(line, toX + 0.5, toY + 0.5);
      // Depth of the point in the other camera: the third component is its ratio to the depth here.
      const there = rho / (line.far[2] + rho * line.step[2]);
      if (!(there > 0)) continue;
      const back = epipolarLine(home, flow, toX + 0.5, toY + 0.5);
      // Of the four pixels around, the farthest surface: beside an edge the point may be seen past it.
      const nearest = farthestAround(surface, other.epipolar, toX, toY);
      if (!(nearest > there)) continue;
      const [point, front] = [pointOnLine(back, there), pointOnLine(back, nearest)];
      if (!point) continue;
      const apart = front ? Math.hypot(front.x - point.x, front.y - point.y) : Number.POSITIVE_INFINITY;
      if (apart > APART + APART_REL * Math.hypot(u, v)) out[i] = 1;
    }
  }
  return out;
}

/** Least inverse depth of the pixels around a place; NaN where one of them does not follow its epipolar line. */
function farthestAround(surface: Float32Array, { width, height, data: follows }: Mask, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  // A neighbour without weight says nothing.
  const right = x - left > LEAST_SHARE ? Math.min(width - 1, left + 1) : left;
  const below = y - top > LEAST_SHARE ? Math.min(height - 1, top + 1) : top;
  let least = Number.POSITIVE_INFINITY;
  for (const at of [top * width + left, top * width + right, below * width + left, below * width + right]) {
    if (follows[at] === 0 || Number.isNaN(surface[at]!)) return Number.NaN;
    least = Math.min(least, surface[at]!);
  }
  return least;
}

function without(mask: Mask, marked: Uint8Array): Mask {
  return { ...mask, data: mask.data.map((value, i) => (marked[i] ? 0 : value)) };
}
