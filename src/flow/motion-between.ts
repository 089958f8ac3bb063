import type { FlowField, FlowPair, Mask } from '../core/field.ts';
import { fillHoles } from './fill-holes.ts';
import type { VanishingPoint } from './vanishing-point.ts';

/** Of two surfaces that meet at one place, the faster one is the nearer for a camera that moves on: what that counts beside reliability, 0–1. */
const NEARER = 0.3;
/** Motions within this of the foremost are one surface with it: a share of its squared length, and squared pixels. */
const SAME_REL = 0.01;
const SAME_ABS = 0.5;
/** Even motion that nothing confirms counts a little: often it is right. */
const LEAST = 0.05;
/** A pixel touches those it covers by at least this share. */
const TOUCHES = 0.05;
/** Things come nearer by at most this factor, as far as it is believed. */
const MOST_NEARER = 4;
/** Distance from the vanishing point within which motion says little of depth, in pixels. */
const TOO_NEAR = 4;

/** u, v and the share of the way that is covered, for every pixel of a moment between two pictures. */
export interface MotionBetween {
  readonly width: number;
  readonly height: number;
  /** length = width·height·3 */
  readonly data: Float32Array;
}

/**
 * Motion from the first picture to the second of what is seen at a moment between them, on the grid of that moment, and the share s of it
 * that is covered by then: at pixel p one looks at p − s·w(p) in the first and at p + (1 − s)·w(p) in the second. Both fields are
 * carried to that moment; where several surfaces land on one pixel the most reliable and nearest stays, and what none reaches is filled
 * from around it.
 * @param t 0–1
 * @param ahead where the camera drives to or from: things that come near grow faster the nearer they are. null: all move evenly
 */
export function motionBetween(flow: FlowPair, t: number, ahead: VanishingPoint | null): MotionBetween {
  const { width, height } = flow.forward;
  const pixels = width * height;
  const fastest = Math.max(longest(flow.forward), longest(flow.backward), 1e-6);
  const front = { score: new Float32Array(pixels).fill(-1), motion: new Float32Array(2 * pixels) };
  const claim: Visit = (target, u, v, _share, _s, score) => {
    if (score <= front.score[target]!) return;
    front.score[target] = score;
    front.motion[2 * target] = u;
    front.motion[2 * target + 1] = v;
  };
  const sum = new Float32Array(3 * pixels);
  const weight = new Float32Array(pixels);
  const gather: Visit = (target, u, v, s, share, _score, trust) => {
    const du = u - front.motion[2 * target]!;
    const dv = v - front.motion[2 * target + 1]!;
    if (du * du + dv * dv > SAME_REL * (u * u + v * v) + SAME_ABS) return;
    const w = share * (LEAST + trust);
    sum[3 * target]! += w * u;
    sum[3 * target + 1]! += w * v;
    sum[3 * target + 2]! += w * s;
    weight[target]! += w;
  };
  for (const visit of [claim, gather]) {
    carry(flow.forward, flow.reliability.forward, false, t, ahead, NEARER / fastest, visit);
    carry(flow.backward, flow.reliability.backward, true, t, ahead, NEARER / fastest, visit);
  }
  for (let i = 0; i < pixels; i++) {
    const w = weight[i]!;
    if (w === 0) continue;
    for (let c = 0; c < 3; c++) sum[3 * i + c]! /= w;
    weight[i] = 1;
  }
  return { width, height, data: fillHoles(sum, weight, { width, height }, 3) };
}

/** @param s share of the way covered */
type Visit = (target: number, u: number, v: number, s: number, share: number, score: number, trust: number) => void;

/** Shows `visit` every pixel that a field's pixels come to lie on. @param back whether the field leads from the second picture to the first */
function carry(
  { width, height, data }: FlowField,
  trust: Mask,
  back: boolean,
  t: number,
  ahead: VanishingPoint | null,
  nearer: number,
  visit: Visit,
): void {
  const sign = back ? -1 : 1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const u = sign * data[2 * i]!;
      const v = sign * data[2 * i + 1]!;
      const startX = back ? x - u : x;
      const startY = back ? y - v : y;
      const s = ahead ? covered(startX - ahead.x, startY - ahead.y, u, v, t) : t;
      const px = startX + s * u;
      const py = startY + s * v;
      const score = trust.data[i]! + nearer * Math.sqrt(u * u + v * v);
      const left = Math.floor(px);
      const top = Math.floor(py);
      for (let corner = 0; corner < 4; corner++) {
        const tx = left + (corner & 1);
        const ty = top + (corner >> 1);
        if (!(tx >= 0 && ty >= 0 && tx < width && ty < height)) continue;
        const share = (1 - Math.abs(px - tx)) * (1 - Math.abs(py - ty));
        if (share >= TOUCHES) visit(ty * width + tx, u, v, s, share, score, trust.data[i]!);
      }
    }
  }
}

/**
 * Share of its way in the picture that a point has covered when the camera has covered the share t of its own: with depths z₀ and z₁ the
 * point is at (1 − t)·z₀·p₀ + t·z₁·p₁, over the depth there. @param dx, dy from the vanishing point to where the point begins
 */
function covered(dx: number, dy: number, u: number, v: number, t: number): number {
  const growth = 1 + (u * dx + v * dy) / (dx * dx + dy * dy + TOO_NEAR * TOO_NEAR);
  const depths = Math.min(MOST_NEARER, Math.max(1 / MOST_NEARER, growth));
  return t / (t + (1 - t) * depths);
}

function longest({ data }: FlowField): number {
  let most = 0;
  for (let i = 0; i < data.length; i += 2) most = Math.max(most, data[i]! * data[i]! + data[i + 1]! * data[i + 1]!);
  return Math.sqrt(most);
}
