import type { FlowField, FlowPair, Mask } from '../core/field.ts';
import { createFloatImage, type FloatImage } from '../core/image.ts';
import { createViewsBetween } from './epipolar/between-views.ts';
import { type CameraPath, cameraPath } from './epipolar/camera-path.ts';
import { type MotionBetween, motionBetween } from './motion-between.ts';
import { type ReliabilityParams, reliability } from './reliability.ts';
import { vanishingPoint } from './vanishing-point.ts';
import { warpBackward } from './warp.ts';

/** Motions agree up to this, as the consistency of Ruder et al. 2016 has it: a share of their squared lengths, and squared pixels. */
const AGREE_REL = 0.01;
const AGREE_ABS = 0.5;
/** Where both directions agree: no blur, which reaches over edges, and nothing against edges, which both directions may know well. */
const CONSISTENCY: ReliabilityParams = {
  flow_consistency_rel: AGREE_REL,
  flow_consistency_abs: AGREE_ABS,
  flow_edge_rule: 'ruder2016',
  flow_edge_rel: 0,
  flow_edge_abs: 0,
  flow_edge_value: 1,
  flow_mask_blur: 0,
  flow_mask_min_filter: 0,
};
/** What a warp counts that shows another surface: where neither picture shows the right one, both warps are faded into one another. */
const LEAST = 0.02;

/** The picture at a moment of 0–1, RGB 0–255. */
export type InBetween = (t: number) => FloatImage;

type Flow = Pick<FlowPair, 'forward' | 'backward' | 'geometry'>;

/**
 * What a moving camera would have seen between two pictures, a at 0 and b at 1: by depth where the geometry of the cameras is known, else
 * along the flow.
 * @param a, b 3 channels, of the size of the fields
 * @param forward from a to b, on a's grid
 * @param backward from b to a, on b's grid
 * @param path where the camera is, where the geometry is known; default an arc from one to the other
 */
export function createInBetween(a: FloatImage, b: FloatImage, flow: Flow, path?: CameraPath): InBetween {
  const { forward, backward, geometry } = flow;
  if (!geometry) return betweenAlongFlow(a, b, flow);
  const view = createViewsBetween(a, b, { forward, backward, geometry });
  const camera = path ?? cameraPath(geometry.camera);
  return (t) => {
    if (!path && t <= 0) return a;
    if (!path && t >= 1) return b;
    return view(camera(t), t);
  };
}

/**
 * Both pictures are carried along the flow to the moment. Where one of them has the place hidden or out of its frame the other shows it
 * alone; where both show it, they are faded into one another, the nearer in time the stronger; where the two directions of the flow
 * contradict one another they are faded without moving.
 */
function betweenAlongFlow(a: FloatImage, b: FloatImage, { forward, backward }: Flow): InBetween {
  const trust = {
    forward: reliability(forward, backward, CONSISTENCY),
    backward: reliability(backward, forward, CONSISTENCY),
  };
  const flow: FlowPair = { forward, backward, reliability: trust };
  const ahead = vanishingPoint(flow);
  const ownA = asImage(forward, trust.forward);
  const ownB = asImage(backward, trust.backward);
  return (t) => {
    if (t <= 0) return a;
    if (t >= 1) return b;
    const motion = motionBetween(flow, t, ahead);
    return blend(look(a, ownA, motion, false), look(b, ownB, motion, true), a, b, t);
  };
}

/** One of the two pictures as it is seen at the moment between. */
interface Look {
  readonly image: FloatImage;
  /** 1 where the place lies in the picture's frame, else 0 */
  readonly inside: Float32Array;
  /** 0–1: how far the picture's own flow says there that this is the surface that is seen; 0 outside */
  readonly agrees: Float32Array;
  /** 0–1: whether the picture's own flow there is confirmed by the other direction; 0 outside */
  readonly trust: Float32Array;
}

function look(image: FloatImage, own: FloatImage, motion: MotionBetween, later: boolean): Look {
  const { width, height, data } = motion;
  const pixels = width * height;
  const way: FlowField = { width, height, data: new Float32Array(2 * pixels) };
  for (let i = 0; i < pixels; i++) {
    const covered = data[3 * i + 2]!;
    const share = later ? 1 - covered : -covered;
    way.data[2 * i] = share * data[3 * i]!;
    way.data[2 * i + 1] = share * data[3 * i + 1]!;
  }
  const warped = warpBackward(image, way, { interpolation: 'bicubic' });
  const there = warpBackward(own, way, { interpolation: 'bilinear' }).image.data;
  const agrees = new Float32Array(pixels);
  const trust = new Float32Array(pixels);
  const sign = later ? -1 : 1;
  for (let i = 0; i < pixels; i++) {
    if (warped.inside.data[i] === 0) continue;
    agrees[i] = agreement(data[3 * i]!, data[3 * i + 1]!, sign * there[3 * i]!, sign * there[3 * i + 1]!);
    trust[i] = there[3 * i + 2]!;
  }
  return { image: warped.image, inside: warped.inside.data, agrees, trust };
}

function blend(before: Look, after: Look, a: FloatImage, b: FloatImage, t: number): FloatImage {
  const { width, height, channels } = a;
  const out = createFloatImage(width, height, channels);
  for (let i = 0; i < width * height; i++) {
    const one = (1 - t) * before.inside[i]! * (LEAST + before.agrees[i]!);
    const other = t * after.inside[i]! * (LEAST + after.agrees[i]!);
    const sum = one + other;
    const share = sum > 0 ? trustIn(before, after, i) / sum : 0;
    const still = 1 - share * sum;
    for (let k = i * channels; k < (i + 1) * channels; k++) {
      const moved = share * (one * before.image.data[k]! + other * after.image.data[k]!);
      out.data[k] = moved + still * ((1 - t) * a.data[k]! + t * b.data[k]!);
    }
  }
  return out;
}

/**
 * How far the warps are to be trusted at all: as the better of both directions can be, for it sees at least what hides the place in the
 * other; and where the place is out of the other's frame, so that nothing can contradict, as far as a picture agrees with itself.
 */
function trustIn(before: Look, after: Look, i: number): number {
  const alone = before.inside[i] === after.inside[i] ? 0 : Math.max(before.agrees[i]!, after.agrees[i]!);
  return Math.max(before.trust[i]!, after.trust[i]!, alone);
}

/** 1 where two motions are one and the same, towards 0 where they differ. */
function agreement(u: number, v: number, ownU: number, ownV: number): number {
  const apart = (u - ownU) ** 2 + (v - ownV) ** 2;
  const allowed = AGREE_REL * (u * u + v * v + ownU * ownU + ownV * ownV) + AGREE_ABS;
  return Math.exp(-apart / allowed);
}

/** Flow and trust in it as three channels, to be looked up together. */
function asImage({ width, height, data }: FlowField, trust: Mask): FloatImage {
  const image = createFloatImage(width, height, 3);
  for (let i = 0; i < trust.data.length; i++) {
    image.data[3 * i] = data[2 * i]!;
    image.data[3 * i + 1] = data[2 * i + 1]!;
    image.data[3 * i + 2] = trust.data[i]!;
  }
  return image;
}
