import type { Size } from '../../core/image.ts';

/** From the page: make a photograph small enough to show. */
export type PhotographRequest = { readonly id: number } & (
  | {
      readonly kind: 'file';
      readonly blob: Blob;
      /** longest side in pixels; smaller photographs are not enlarged */
      readonly side: number;
    }
  | {
      readonly kind: 'street';
      readonly seed: number;
      readonly frames: number;
      readonly index: number;
      readonly size: Size;
    }
);

/** To the page: a picture file that any `<img>` shows, or null where the bytes are no picture. */
export interface PhotographReply {
  readonly id: number;
  readonly blob: Blob | null;
}
