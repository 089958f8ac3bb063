import type { FlowField, FlowPair, Mask, RelativeCamera } from '../core/field.ts';
import { type PairDepths, pairDepths, wayRatio } from '../flow/epipolar/camera-path.ts';
import { placeCameras } from '../flow/epipolar/drive.ts';
import { apply } from '../flow/epipolar/rotations.ts';
import type { FlowStart } from '../flow/estimator.ts';

/** Motion from one frame to another, on the first one's grid. */
export interface Motion {
  readonly field: FlowField;
  /** 1 where the field can be trusted */
  readonly reliability: Mask;
}

/** A pixel goes on along the chain where it is trusted by more than this. */
const TRUSTED = 0.5;

/**
 * One motion after another as one field: `a` leads from a first frame to a second, `b` from the second to a third. Not a number where a pixel is
 * lost on the way.
 */
export function chainFlows(a: Motion, b: Motion): FlowField {
  const { width, height, data } = a.field;
  const out = new Float32Array(data.length).fill(Number.NaN);
  for (let y = 0, pixel = 0; y < height; y++) {
    for (let x = 0; x < width; x++, pixel++) {
      const u = data[2 * pixel]!;
      const v = data[2 * pixel + 1]!;
      const [px, py] = [x + u, y + v];
      const seen = a.reliability.data[pixel]! > TRUSTED && px >= 0 && py >= 0 && px <= width - 1 && py <= height - 1;
      if (!seen) continue;
      const left = Math.min(width - 2, Math.floor(px));
      const top = Math.min(height - 2, Math.floor(py));
      const corner = top * width + left;
      const corners = [corner, corner + 1, corner + width, corner + width + 1] as const;
      if (corners.some((at) => !(b.reliability.data[at]! > TRUSTED))) continue;
      const [ax, ay] = [px - left, py - top];
      const between = (c: 0 | 1) => {
        const [p, q, r, s] = corners.map((at) => b.field.data[2 * at + c]!) as [number, number, number, number];
        return (1 - ay) * ((1 - ax) * p + ax * q) + ay * ((1 - ax) * r + ax * s);
      };
      out[2 * pixel] = u + between(0);
      out[2 * pixel + 1] = v + between(1);
    }
  }
  return { width, height, data: out };
}

/** A chained field as a motion to be chained further: trusted where it is known. */
export function asMotion(field: FlowField): Motion {
  const { width, height, data } = field;
  const known = Float32Array.from({ length: width * height }, (_, i) => (Number.isNaN(data[2 * i]) ? 0 : 1));
  return { field, reliability: { width, height, data: known } };
}

/**
 * A motion over several steps as one pair, with the cameras of its ends in one frame and scale, where the cameras of every step are known. What is lost on the
 * way leads out of the picture and is not trusted.
 * @param steps of neighbouring frames, in order @returns where cameras are missing, both fields alone, as a start for a search
 */
export function chainPairs(steps: readonly FlowPair[]): FlowPair | FlowStart {
  const there = chainMotions(steps.map((step) => motionOf(step, true)));
  const back = chainMotions(steps.map((step) => motionOf(step, false)).reverse());
  const camera = chainCameras(steps);
  if (!camera) return { forward: there, backward: back };
  return {
    forward: leadingOut(there),
    backward: leadingOut(back),
    reliability: { forward: asMotion(there).reliability, backward: asMotion(back).reliability },
    geometry: { camera, epipolar: { forward: asMotion(there).reliability, backward: asMotion(back).reliability } },
  };
}

function chainMotions(motions: readonly Motion[]): FlowField {
  return motions.reduce((sum, next) => asMotion(chainFlows(sum, next))).field;
}

/** One direction of a pair. */
export function motionOf({ forward, backward, reliability }: FlowPair, onward: boolean): Motion {
  return onward
    ? { field: forward, reliability: reliability.forward }
    : { field: backward, reliability: reliability.backward };
}

/** Movements one after another; each way is measured in the one before by the depths that both tell. */
function chainCameras(steps: readonly FlowPair[]): RelativeCamera | null {
  const cameras: RelativeCamera[] = [];
  const lengths: number[] = [];
  let before: PairDepths | null = null;
  for (const { geometry, ...pair } of steps) {
    if (!geometry) return null;
    const depths: PairDepths = pairDepths({ ...pair, geometry });
    const ratio: number | null = before ? wayRatio(before, depths) : 1;
    if (ratio === null) return null;
    cameras.push(geometry.camera);
    lengths.push(ratio * (lengths.at(-1) ?? 1));
    before = depths;
  }
  const { centre, rotation } = placeCameras(cameras, lengths).at(-1)!;
  const whole = Math.hypot(...centre);
  // A camera that came back to its beginning has turned and no more.
  if (cameras.length === 0 || whole < 1e-6) return null;
  const [x, y, z] = apply(rotation, centre);
  return { focal: cameras.at(-1)!.focal, rotation, translation: [-x / whole, -y / whole, -z / whole] };
}

/** Finite everywhere: what is not known leads far out of the picture. */
function leadingOut({ width, height, data }: FlowField): FlowField {
  return { width, height, data: data.map((value) => (Number.isFinite(value) ? value : 2 * (width + height))) };
}
