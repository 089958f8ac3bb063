import type { Size } from '../../core/image.ts';
import type { Params } from '../../project/schema.ts';
import type { FrameRecord } from '../../render/frame-record.ts';
import { filmBudgets } from '../../render/plan.ts';
import { evaluationFlop } from '../../render/slow-device.ts';

/** How fast this browser has painted, from the last frame that it painted. */
export interface MeasuredRate {
  /** floating-point operations a second, everything that a frame takes included */
  readonly flops: number;
  /** the device in words */
  readonly adapter: string;
}

const ENTRY = 'plein-air.measured-rate';
/** Fewer evaluations than these measure the compiling of shaders. */
const LEAST_EVALUATIONS = 8;

type CostParams = Pick<Params, 'nn_content_layers' | 'nn_style_layers'> & Parameters<typeof filmBudgets>[0];

/** Remembers what a painted frame tells of this device's speed. */
export function rememberRate(
  record: FrameRecord,
  params: Parameters<typeof evaluationFlop>[0],
  size: Size,
  adapter: string,
): void {
  if (record.evaluations < LEAST_EVALUATIONS || record.seconds <= 0) return;
  const rate: MeasuredRate = { flops: (record.work * evaluationFlop(params, size)) / record.seconds, adapter };
  try {
    localStorage.setItem(ENTRY, JSON.stringify(rate));
  } catch {
    // A page that may keep nothing measures anew each time.
  }
}

/** @returns null where nothing was painted in this browser yet */
export function recallRate(): MeasuredRate | null {
  try {
    const rate: unknown = JSON.parse(localStorage.getItem(ENTRY) ?? 'null');
    if (typeof rate !== 'object' || rate === null || !('flops' in rate) || !('adapter' in rate)) return null;
    const { flops, adapter } = rate;
    return typeof flops === 'number' && flops > 0 && typeof adapter === 'string' ? { flops, adapter } : null;
  } catch {
    return null;
  }
}

/** Seconds that a film takes at a measured rate. */
export function paintingSeconds({ flops }: MeasuredRate, params: CostParams, size: Size, frames: number): number {
  const evaluations = filmBudgets(params, frames).reduce((a, b) => a + b, 0);
  return (evaluations * evaluationFlop(params, size)) / flops;
}
