import type { BufferRange } from '../../../gpu/kernel.ts';

/** What an objective and a minimiser share on the GPU; images have four values a pixel: R, G, B, 0. */
export interface ObjectiveBuffers {
  /** the image that the objective looks at; the start is written into it before the first evaluation */
  readonly trial: BufferRange;
  /** at the trial, by the objective */
  readonly gradient: BufferRange;
  /** by the objective: the weighted terms content, style, tv, temporal at the trial, without additive constants */
  readonly losses: BufferRange;
}
