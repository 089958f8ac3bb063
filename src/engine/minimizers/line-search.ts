import type { Evaluate, Evaluated } from './minimizer.ts';
import { addScaled, dot } from './vector.ts';

/** `wolfe`: strong Wolfe conditions; `backtrack`: sufficient decrease only; `none`: every finite step is taken. */
export type LineSearchKind = 'wolfe' | 'backtrack' | 'none';

/** A point on the search line. */
export interface LinePoint<E extends Evaluated> {
  readonly t: number;
  readonly x: Float32Array;
  readonly at: E;
  /** derivative of the value along the direction */
  readonly slope: number;
}

/** Sufficient decrease and curvature constants customary for quasi-Newton directions (Nocedal and Wright 2006, §3.1). */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
/** Trials per search; each costs a full evaluation, and a direction that needs more is a bad one. */
const MAX_TRIALS = 10;

interface Search<E extends Evaluated> {
  readonly evaluate: Evaluate<E>;
  /** x, value and slope at t = 0 */
  readonly start: LinePoint<E>;
  readonly direction: Float32Array;
  /** called after each evaluation; false ends the search (budget spent) */
  readonly spend: (point: LinePoint<E>) => boolean;
}

async function tryStep<E extends Evaluated>(search: Search<E>, t: number): Promise<LinePoint<E>> {
  const x = search.start.x.slice();
  addScaled(x, t, search.direction);
  const at = await search.evaluate(x);
  return { t, x, at, slope: dot(at.gradient, search.direction) };
}

function decreases<E extends Evaluated>({ start }: Search<E>, point: LinePoint<E>): boolean {
  return Number.isFinite(point.at.value) && point.at.value <= start.at.value + DECREASE * point.t * start.slope;
}

/**
 * Shrinks the step until the value decreases sufficiently (Armijo), by quadratic interpolation kept within [0.1, 0.5].
 * @returns the accepted point, or null when none was found
 */
export async function backtrack<E extends Evaluated>(search: Search<E>, first: number): Promise<LinePoint<E> | null> {
  let t = first;
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    const point = await tryStep(search, t);
    const more = search.spend(point);
    if (decreases(search, point)) return point;
    if (!more) return null;
    const { value } = search.start.at;
    const slope = search.start.slope;
    const quadratic = (-slope * t * t) / (2 * (point.at.value - value - slope * t));
    t = Number.isFinite(quadratic) ? Math.min(0.5 * t, Math.max(0.1 * t, quadratic)) : 0.1 * t;
  }
  return null;
}

/**
 * Strong Wolfe line search (Nocedal and Wright 2006, algorithms 3.5 and 3.6, cubic interpolation eq. 3.59).
 * When the budget or the trials end inside the bracket, the best point with sufficient decrease is taken, so that an accepted
 * point is never worse than the start.
 * @returns the accepted point, or null when none was found
 */
export async function strongWolfe<E extends Evaluated>(search: Search<E>, first: number): Promise<LinePoint<E> | null> {
  const { start } = search;
  let best: LinePoint<E> | null = null;
  let trials = 0;
  let more = true;
  const probe = async (t: number): Promise<LinePoint<E>> => {
    const point = await tryStep(search, t);
    trials++;
    more = search.spend(point) && trials < MAX_TRIALS;
    if (decreases(search, point) && (!best || point.at.value < best.at.value)) best = point;
    return point;
  };
  const curved = (point: LinePoint<E>) => Math.abs(point.slope) <= -CURVATURE * start.slope;

  /** Invariant: `low` decreases sufficiently and is the lower end; a Wolfe point lies between the two. */
  const zoom = async (from: LinePoint<E>, to: LinePoint<E>): Promise<LinePoint<E> | null> => {
    let low = from;
    let high = to;
    while (more && Math.abs(high.t - low.t) > 1e-9 * Math.max(low.t, high.t)) {
      const point = await probe(interpolate(low, high));
      if (!decreases(search, point) || point.at.value >= low.at.value) {
        high = point;
      } else {
        if (curved(point)) return point;
        if (point.slope * (high.t - low.t) >= 0) high = low;
        low = point;
      }
    }
    return best;
  };

  let previous = start;
  let t = first;
  for (;;) {
    const point = await probe(t);
    if (!decreases(search, point) || (previous !== start && point.at.value >= previous.at.value)) {
      return more ? zoom(previous, point) : best;
    }
    if (curved(point)) return point;
    if (!more) return best;
    if (point.slope >= 0) return zoom(point, previous);
    previous = point;
    t *= 2.5;
  }
}

/** Minimum of the cubic through both ends, kept off the ends; the middle where it is not defined. */
function interpolate<E extends Evaluated>(low: LinePoint<E>, high: LinePoint<E>): number {
  const width = high.t - low.t;
  const d1 = low.slope + high.slope - (3 * (high.at.value - low.at.value)) / width;
  const square = d1 * d1 - low.slope * high.slope;
  const d2 = Math.sign(width) * Math.sqrt(square);
  const cubic = high.t - (width * (high.slope + d2 - d1)) / (high.slope - low.slope + 2 * d2);
  const [from, to] = width > 0 ? [low.t, high.t] : [high.t, low.t];
  const margin = 0.1 * (to - from);
  return Number.isFinite(cubic) ? Math.min(to - margin, Math.max(from + margin, cubic)) : low.t + width / 2;
}

/** Takes the step as it is. @returns null where the value is not finite */
export async function fixedStep<E extends Evaluated>(search: Search<E>, t: number): Promise<LinePoint<E> | null> {
  const point = await tryStep(search, t);
  search.spend(point);
  return Number.isFinite(point.at.value) ? point : null;
}
