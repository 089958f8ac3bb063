import type { Size } from '../../../core/image.ts';
import { type Dispatch, type Kernel, packUniform } from '../../../gpu/kernel.ts';
import code from './aggregate.wgsl?raw';

/** Penalties of a step between the labels of neighbouring pixels. */
export interface StepPenalties {
  /** to the next label of a family */
  readonly one: number;
  /** to the one after that */
  readonly two: number;
  /** to any other label, where the picture is even */
  readonly far: number;
  /** the same across the strongest edge */
  readonly edge: number;
  /** grey levels over which it falls from `far` to `edge`, exponentially */
  readonly decay: number;
}

/** Directions that paths come from: dx, dy to the pixel before. */
export const PATHS = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
  [-1, -1],
  [1, 1],
  [1, -1],
  [-1, 1],
] as const;

/** Cost beyond the first and last label: more than any path costs. */
export const NO_PATH = 65535;

export interface AggregateArgs<Floats, Bytes, Shorts> extends Size {
  /** as `SweepArgs.reference`: steps are cheaper along its edges */
  readonly reference: Floats;
  readonly labels: number;
  /** of the sweep */
  readonly cost: Bytes;
  /** sum over all paths, 16 bits a label; contents before do not matter */
  readonly sum: Shorts;
  readonly penalties: StepPenalties;
}

/** The most that one path may cost keeps the sum of eight within 16 bits. */
export function checkPenalties({ far, edge }: StepPenalties): void {
  if (Math.max(far, edge) + 255 > 65535 / PATHS.length)
    throw new RangeError(`Step penalties of ${far} and ${edge} are too large`);
}

/** Penalty of a large step by difference in grey, 0–255. */
export function farPenalties({ far, edge, decay }: StepPenalties): Int32Array {
  return Int32Array.from({ length: 256 }, (_, grey) => Math.round(edge + (far - edge) * Math.exp(-grey / decay)));
}

/** A workgroup has a thread for every four labels of a pixel, and every device allows 256. */
const MOST_LABELS = 1024;

/**
 * The method of `aggregateCpu`, and exactly its sums: a dispatch for each direction, a workgroup for each path.
 * @throws RangeError for more than 1024 labels, and as `checkPenalties`
 */
export function aggregate(args: AggregateArgs<GPUBuffer, GPUBuffer, GPUBuffer>): Dispatch[] {
  const { width, height, labels, penalties } = args;
  checkPenalties(penalties);
  if (labels > MOST_LABELS) throw new RangeError(`${labels} labels are more than ${MOST_LABELS}`);
  const words = labels / 4;
  const kernel: Kernel = {
    label: 'path costs',
    code,
    buffers: ['read', 'read', 'read-write'],
    uniform: true,
    constants: { THREADS: 32 * Math.ceil(words / 32), NO_PATH },
  };
  const far = [...farPenalties(penalties)].map((u32) => ({ u32 }));
  return PATHS.map(([dx, dy], i): Dispatch => {
    const paths = dy === 0 ? height : dx === 0 ? width : width + height - 1;
    return {
      kernel,
      buffers: [args.reference, args.cost, args.sum],
      uniform: packUniform(
        ...far,
        { u32: width },
        { u32: height },
        { u32: -dx },
        { u32: -dy },
        { u32: words },
        { u32: penalties.one },
        { u32: penalties.two },
        { u32: i === 0 ? 1 : 0 },
      ),
      grid: [paths, 1, 1],
    };
  });
}
