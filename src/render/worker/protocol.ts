import type { SentError } from '../../core/sent-error.ts';
import type { WeightsProgress } from '../../engine/network/loader.ts';
import type { PaintStep } from '../../engine/painter.ts';
import type { ToneCurve } from '../../frames/tone-curve.ts';
import type { FramesChoice, StyleItem } from '../../project/document.ts';
import type { Params } from '../../project/schema.ts';
import type { Place, RenderEvent } from '../events.ts';
import type { FrameRecord } from '../frame-record.ts';

/** What the worker needs to paint a project: it reads pictures from the stores by their hashes. */
export interface WorkerJob {
  readonly params: Params;
  readonly extras: Readonly<Record<string, unknown>>;
  readonly frames: FramesChoice;
  readonly styles: readonly StyleItem[];
  /** weights that the person picked for this session, for `nn_weights: file` */
  readonly localWeights?: readonly File[] | undefined;
}

/** From the page to the worker. `run` names the run that a message is about; the client counts them up. */
export type WorkerRequest =
  | { readonly type: 'paint'; readonly run: number; readonly job: WorkerJob }
  | { readonly type: 'pause' | 'resume' | 'cancel'; readonly run: number }
  /** asks for the newest picture; answered by `picture` once there is a newer one than the last that was sent */
  | { readonly type: 'look'; readonly run: number }
  /** the film of what is painted so far, with the record as a tag */
  | { readonly type: 'export'; readonly run: number; readonly job: WorkerJob; readonly what: 'film' | 'stills' }
  /** what of a project is painted already, and whether each frame is, without painting */
  | { readonly type: 'inspect'; readonly run: number; readonly job: WorkerJob };

/** What earlier runs have painted of a film with just these params. */
export interface PaintedSoFar {
  /** of each frame, whether it is painted: in the newest pass that has all of them; where none has, in the first */
  readonly frames: readonly boolean[];
  /** that pass, from 1 */
  readonly pass: number;
  /** how often each frame is painted; 1 where no run has got to painting */
  readonly passes: number;
  /** frames with which the film begins anew, from 0 */
  readonly cuts: readonly number[];
  /** what evens out the light of each frame, null where it stays as it is; null as a whole where it was not measured yet */
  readonly tones: readonly (ToneCurve | null)[] | null;
  /** paintings that are there, of those of all passes: 0–1 */
  readonly progress: number;
}

/** Facts of a run, in order; none is dropped. Pictures go apart. */
export type WorkerEvent =
  | { readonly type: 'weights'; readonly progress: WeightsProgress }
  | { readonly type: 'engine'; readonly adapter: string; readonly untrainedLayers: readonly string[] }
  | { readonly type: 'prepared'; readonly index: number; readonly frames: number; readonly name: string }
  | { readonly type: 'warning'; readonly message: string }
  | Extract<RenderEvent, { type: 'balance' | 'balanced' | 'drive' | 'started' | 'flow' }>
  | ({ readonly type: 'step' } & Place & Omit<PaintStep, 'image'>)
  | ({
      readonly type: 'painted';
      readonly frames: number;
      readonly record: FrameRecord;
      readonly kept: boolean;
      /** PNG of the frame as people see it */
      readonly png: Blob;
    } & Place)
  /** the device was lost; it is asked for again and the frame in work begins anew */
  | { readonly type: 'device-lost'; readonly reason: string }
  | { readonly type: 'paused' | 'resumed' };

/** From the worker to the page. */
export type WorkerReply =
  | { readonly type: 'event'; readonly run: number; readonly event: WorkerEvent }
  /** the latest-value slot: RGBA, transferred */
  | {
      readonly type: 'picture';
      readonly run: number;
      readonly index: number;
      readonly evaluation: number;
      readonly width: number;
      readonly height: number;
      readonly data: Uint8ClampedArray<ArrayBuffer>;
    }
  /** a paint run ended well. @param record YAML of params and results */
  | { readonly type: 'done'; readonly run: number; readonly record: string }
  /** a film is being written. @param done painted frames that are in it, of `frames` */
  | { readonly type: 'exporting'; readonly run: number; readonly done: number; readonly frames: number }
  /** an export ended well; `files` is one film, or the stills in order */
  | { readonly type: 'exported'; readonly run: number; readonly files: readonly { name: string; blob: Blob }[] }
  | { readonly type: 'inspected'; readonly run: number; readonly painted: PaintedSoFar }
  | { readonly type: 'cancelled'; readonly run: number }
  | { readonly type: 'failed'; readonly run: number; readonly error: SentError };
