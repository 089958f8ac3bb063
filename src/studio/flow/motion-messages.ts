import type { CameraSearch, RelativeCamera } from '../../core/field.ts';
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

/** How far away what a frame shows is. */
export interface MotionDepth {
  /** inverse depth in the colours of `depthColours`; clear where it is not known */
  readonly picture: RgbaImage;
  /** inverse depth that has the brightest colour, per way between the cameras; 0 where none is known */
  readonly nearest: number;
  /** share of the frame whose depth is known, 0–1 */
  readonly known: number;
}

/** How the motion of each pixel was found. */
export interface MotionPaths {
  /** in the colours of `PATH_COLOURS` */
  readonly picture: RgbaImage;
  /** shares of the frame that can be trusted, 0–1: along the epipolar line, and by itself */
  readonly epipolar: number;
  readonly itself: number;
  /** whether the picture shows the epipole */
  readonly marked: boolean;
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
  /** null where no moving camera was found */
  readonly depth: MotionDepth | null;
  readonly paths: MotionPaths;
  /** from the earlier frame to the later one, focal length in pixels of these pictures; null where none was found */
  readonly camera: RelativeCamera | null;
  /** what looking for it came to; null where nobody looked */
  readonly search: CameraSearch | null;
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
