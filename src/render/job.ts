import type { FloatImage, Size } from '../core/image.ts';
import type { ObjectiveFactory } from '../engine/objective.ts';
import type { FlowEstimator } from '../flow/estimator.ts';
import type { FrameSource } from '../frames/source.ts';
import type { ToneCurve } from '../frames/tone-curve.ts';
import type { BlobStore } from '../platform/blob-store.ts';
import type { ImageCodec } from '../platform/image-codec.ts';
import type { Params } from '../project/schema.ts';
import type { CameraPose } from '../route/camera.ts';

/** A painting of the mix. Its share stands in `params.input_style_weights`, at the same place. */
export interface JobPainting {
  readonly name: string;
  /** of the file, hexadecimal */
  readonly sha256: string;
  /** RGB 0–255 at the size of the file */
  readonly image: FloatImage;
}

/** What is to be painted. */
export interface RenderJob {
  readonly params: Params;
  readonly source: FrameSource;
  readonly paintings: readonly JobPainting[];
}

/** With what it is painted. All are the caller's and outlive the run. */
export interface RenderPorts {
  /** painted frames and prepared photographs */
  readonly store: BlobStore;
  readonly codec: ImageCodec;
  readonly objectives: ObjectiveFactory;
  /** SHA-256 over the weights in use */
  readonly weightsSha256: string;
  readonly flow: FlowEstimator;
  /** milliseconds; `performance.now` */
  readonly now: () => number;
}

/** A photograph of the sequence, cut and scaled to the film's size and kept in the store. */
export interface PreparedFrame {
  readonly name: string;
  /** of the photograph as it came */
  readonly sha256: string;
  /** where the scaled photograph is kept */
  readonly key: string;
  /** what evens its light out with that of its neighbours; absent where it stays as it is (`balance.ts`) */
  readonly tone?: ToneCurve;
  /** of the camera, with the field of view of what was cut out; as far as it is known */
  readonly pose?: CameraPose;
  /** horizontal field of view of what was cut out, degrees, where the pose is not known but the lens is */
  readonly fov?: number;
}

/** All frames, ready to be painted. */
export interface PreparedFilm {
  readonly size: Size;
  readonly frames: readonly PreparedFrame[];
}
