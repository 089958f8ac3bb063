import type { Size } from '../../../core/image.ts';

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

/** Beyond the first and last label. */
export const NO_PATH = 1 << 20;

export interface AggregateArgs<Floats, Bytes, Shorts> extends Size {
  /** as `SweepArgs.reference`: steps are cheaper along its edges */
  readonly reference: Floats;
  readonly labels: number;
  /** of the sweep */
  readonly cost: Bytes;
  /** sum over all paths, 16 bits a label; zeros before */
  readonly sum: Shorts;
  readonly penalties: StepPenalties;
}

/** The most that one path may cost keeps the sum of eight within 16 bits. */
export function checkPenalties({ far, edge }: StepPenalties): void {
  if (Math.max(far, edge) + 255 > 65535 / PATHS.length)
    throw new RangeError(`Step penalties of ${far} and ${edge} are too large`);
}
