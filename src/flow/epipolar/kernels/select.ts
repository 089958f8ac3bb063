import type { Size } from '../../../core/image.ts';

export interface SelectArgs<Floats, Shorts> extends Size {
  readonly labels: number;
  /** focal length in pixels of this size */
  readonly focal: number;
  /** of `Hypotheses` */
  readonly planes: Floats;
  /** of `aggregate` */
  readonly sum: Shorts;
  /** inverse depth of every pixel, per way between the cameras */
  readonly depth: Floats;
}
