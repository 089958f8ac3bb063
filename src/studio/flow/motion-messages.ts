import type { RgbaImage } from '../../core/image.ts';
import type { SentError } from '../../core/sent-error.ts';
import type { ReliabilityParams } from '../../flow/reliability.ts';
import type { Placement } from '../../frames/placement.ts';
import type { Params } from '../../project/schema.ts';

/** A photograph to look at: its file, or what is drawn of the built-in street. */
export type PhotographSource =
  | { readonly kind: 'file'; readonly name: string; readonly blob: Blob; readonly place?: Placement }
  | { readonly kind: 'street'; readonly seed: number; readonly frames: number; readonly index: number };

/** Params that the motion follows from. */
export type MotionParams = ReliabilityParams & Pick<Params, 'flow_method' | 'flow_camera_height' | 'job_device'>;

/** Two neighbouring frames, in the order in which they are painted, and how their motion is looked for. */
export interface MotionQuestion {
  readonly earlier: PhotographSource;
  readonly later: PhotographSource;
  readonly params: MotionParams;
}

/**
 * What the motion between two frames looks like, on the grid of the later one: as painting uses it, but of small pictures, in which
 * thresholds in pixels weigh more.
 */
export interface MotionPictures {
  /** how what is seen in the later frame has moved since the earlier one, in the colours of `flowColours` */
  readonly motion: RgbaImage;
  /** where that can be trusted: white; the weight of the temporal loss */
  readonly reliability: RgbaImage;
  /** the earlier frame carried along the motion; clear where it has nothing to give */
  readonly carried: RgbaImage;
  /** what is left between that and the later frame; black is nothing, clear as above */
  readonly difference: RgbaImage;
  /** length of the longest motion, pixels of these pictures */
  readonly largest: number;
  /** share of the later frame that can be trusted, 0–1 */
  readonly trusted: number;
  /** mean difference where there is one, grey levels of 255 */
  readonly left: number;
}

/** From the page. `id` names the question that a message is about; the page counts them up. */
export type MotionRequest =
  | ({ readonly type: 'look'; readonly id: number } & MotionQuestion)
  /** no one waits for it any more; not answered */
  | { readonly type: 'abort'; readonly id: number };

/** To the page. */
export type MotionReply =
  | { readonly type: 'seen'; readonly id: number; readonly pictures: MotionPictures }
  | { readonly type: 'failed'; readonly id: number; readonly error: SentError };
