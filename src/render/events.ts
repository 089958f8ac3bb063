import type { RgbaImage, Size } from '../core/image.ts';
import type { PaintStep } from '../engine/painter.ts';
import type { Drive } from '../flow/epipolar/drive.ts';
import type { ToneCurve } from '../frames/tone-curve.ts';
import type { CutSide, FrameRecord } from './frame-record.ts';

/** Which painting an event is about. */
export interface Place {
  /** of the frame in the film, from 0 */
  readonly index: number;
  /** from 1 */
  readonly pass: number;
  /** among all paintings of the film, from 0 */
  readonly order: number;
}

/** Everything that happens in a run, for any front end: terminal, worker, test. Pictures are made only when asked for. */
export type RenderEvent =
  | {
      readonly type: 'prepared';
      /** of the sequence, from 0 */
      readonly index: number;
      readonly frames: number;
      readonly name: string;
    }
  | { readonly type: 'warning'; readonly message: string }
  | {
      /** the light of a pair of neighbouring frames is about to be compared, which takes a flow */
      readonly type: 'balance';
      /** from 0 */
      readonly pair: number;
      readonly pairs: number;
    }
  | {
      /** where the cameras of the frames are, as far as the pictures tell */
      readonly type: 'drive';
      readonly drive: Drive;
    }
  | {
      /** what evens out the light of each frame, null where it stays as it is */
      readonly type: 'balanced';
      readonly tones: readonly (ToneCurve | null)[];
    }
  | {
      /** all frames are there and right: painting begins */
      readonly type: 'started';
      readonly frames: number;
      /** each frame is painted this often */
      readonly passes: number;
      readonly size: Size;
      /** how many paintings there are of an earlier run */
      readonly kept: number;
    }
  | {
      readonly type: 'flow';
      readonly index: number;
      /** the frame that was painted before it, from 0 */
      readonly from: number;
      /** share of the frame, 0–1, that is found again in that one, there and back */
      readonly reliable: number;
      /** that is too little: the film begins anew; on which side of the frame in the film */
      readonly cut: CutSide | null;
    }
  | ({ readonly type: 'step' } & Place & PaintStep)
  | ({
      readonly type: 'painted';
      readonly frames: number;
      readonly record: FrameRecord;
      /** before `color_mode` puts colours back; `finishedFrames` gives what people see */
      readonly image: RgbaImage;
      /** taken from an earlier run */
      readonly kept: boolean;
    } & Place);
