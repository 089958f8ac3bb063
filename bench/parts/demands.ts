import type { ScheduleComparison } from '../../src/benchmark/compare-schedules.ts';
import type { BenchRow } from '../../src/benchmark/record.ts';

/** What the benchmark demands, and what it found. */
export interface Demand {
  readonly text: string;
  /** null where it could not be looked at */
  readonly holds: boolean | null;
}

/** Fused beside tfjs on the same software adapter: at least this many times as fast. */
const SPEED = 4;
/** Coarse to fine beside full size: at most this part of its cost for its loss. */
const SHARE = 1 / 3;

/** @param rows of one run: only side by side do times say anything */
export function judgeSpeed(rows: readonly BenchRow[]): Demand {
  const of = (engine: string) => rows.find((row) => row.engine === engine && row.device === 'webgpu');
  const [fused, tfjs] = [of('fused'), of('tfjs')];
  const size = fused ?? tfjs;
  const where = size ? ` at ${size.width}×${size.height}` : '';
  const asked = `fused at least ${SPEED} times as fast an evaluation as tfjs on the same software adapter${where}`;
  if (!fused || !tfjs) return { text: `${asked}: one of the two could not be timed`, holds: false };
  const times = tfjs.msAlone / fused.msAlone;
  return { text: `${asked}: ${times.toFixed(1)} times`, holds: times >= SPEED };
}

/** One demand for each pair. */
export function judgeSchedules(comparisons: readonly ScheduleComparison[]): Demand[] {
  return comparisons.map(({ pair, share, fullSizeCost }) => {
    const asked = `${pair}: coarse to fine at the loss of ${fullSizeCost} evaluations at full size for at most a third of their cost`;
    if (share === undefined) return { text: `${asked}: not reached`, holds: false };
    return { text: `${asked}: ${share.toFixed(3)} of it`, holds: share <= SHARE };
  });
}
