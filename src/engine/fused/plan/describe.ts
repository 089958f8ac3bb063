import type { Size } from '../../../core/image.ts';
import type { Layout } from '../workspace.ts';
import { totalBytes } from './tensor.ts';

/** One step of a plan as data. */
interface DescribedStep {
  readonly name: string;
  readonly layer: string;
  readonly variant: string;
  readonly flops: number;
  /** bytes that it must read and write */
  readonly bytes: number;
}

/** A plan as data. */
export interface PlanDescription extends Size {
  /** of all buffers of a picture; filters not counted */
  readonly bytes: number;
  /** of the filters that the plan reads */
  readonly filterBytes: number;
  readonly largestBuffer: number;
  /** what a kernel sees of a buffer, at most */
  readonly largestBinding: number;
  readonly buffers: number;
  /** of one evaluation, a convolution counted as the direct one */
  readonly flops: number;
  readonly steps: readonly DescribedStep[];
}

/** What a layout is made of, before anything is allocated. */
export function describePlan(
  { width, height }: Size,
  { steps, slots, filters, largestBinding }: Layout,
): PlanDescription {
  return {
    width,
    height,
    bytes: 4 * slots.floats.reduce((sum, n) => sum + n, 0),
    filterBytes: totalBytes(filters),
    largestBuffer: 4 * (slots.floats[0] ?? 0),
    largestBinding,
    buffers: slots.floats.length,
    flops: steps.reduce((sum, { flops }) => sum + flops, 0),
    steps: steps.map(({ name, layer, variant, flops, bytes }) => ({ name, layer, variant, flops, bytes })),
  };
}
