import type { PleinAirError } from '../../core/errors.ts';
import type { BlobStore } from '../../platform/blob-store.ts';
import type { ImageryProvider, PictureRef, Sighting, View } from '../imagery.ts';
import type { ViewMaker } from '../view-maker.ts';

/** A frame that is to be there at the end. */
export interface WantedFrame {
  /** the caller's own name for it */
  readonly id: string;
  /** shown to people and in errors: `frame 12` */
  readonly label: string;
  readonly picture: PictureRef;
  readonly view: View;
  /** SHA-256 that a shared project says the source sent; null where none is known */
  readonly expected: string | null;
}

/** A frame that is there. */
export interface FetchedFrame {
  /** under which the frame's picture is kept; and what the source sent, see `MadeView` */
  readonly sha256: string;
  readonly sourceSha256: string;
  readonly sighting: Sighting;
}

export type FetchEvent =
  | {
      readonly type: 'fetched';
      readonly id: string;
      readonly frame: FetchedFrame;
      /** nothing was asked for: it was kept already */
      readonly cached: boolean;
      /** downloaded */
      readonly bytes: number;
      /** the source sent other bytes than `expected` */
      readonly changed: boolean;
    }
  /** this one alone; the others go on */
  | { readonly type: 'failed'; readonly id: string; readonly error: PleinAirError };

export interface FetchPorts {
  readonly provider: ImageryProvider;
  /** `frames` of the browser's stores: pictures by hash, and below `asked/` what was asked for */
  readonly frames: BlobStore;
  readonly maker: ViewMaker;
  /** ISO date */
  readonly now: () => string;
}

export interface FetchOptions {
  /** frames at a time, default 4 */
  readonly parallel?: number;
  /** name of the tab's session where frames may be kept only for a while (`SourceFacts.temporary`); null: kept like any other */
  readonly session: string | null;
  readonly signal?: AbortSignal;
}
