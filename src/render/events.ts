import type { RgbaImage, Size } from '../core/image.ts';
import type { PaintStep } from '../engine/painter.ts';
import type { FrameRecord } from './frame-record.ts';

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
      /** all frames are there and right: painting begins */
      readonly type: 'started';
      readonly frames: number;
      readonly size: Size;
      /** how many frames an earlier run has painted already */
      readonly kept: number;
    }
  | {
      readonly type: 'flow';
      readonly index: number;
      /** share of the frame, 0–1, that can be trusted to follow the frame before */
      readonly reliable: number;
    }
  | ({ readonly type: 'step'; readonly index: number } & PaintStep)
  | {
      readonly type: 'painted';
      readonly index: number;
      readonly frames: number;
      readonly record: FrameRecord;
      /** before `color_mode` puts colours back; `finishedFrames` gives what people see */
      readonly image: RgbaImage;
      /** taken from an earlier run */
      readonly kept: boolean;
    };
