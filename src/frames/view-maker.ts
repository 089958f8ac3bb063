import type { FetchedPicture, View } from './imagery.ts';

/** A frame as it is kept. */
export interface MadeView {
  /** an encoded picture: the service's own bytes, or a PNG of what was cut out of a panorama */
  readonly bytes: Uint8Array;
  /**
   * The frame's identity, hexadecimal: SHA-256 of the bytes where they are the service's own; for a cut-out, SHA-256 over the source's
   * hash and the view, which is the same on every machine whatever its PNG encoder and its GPU's rounding.
   */
  readonly sha256: string;
  /** SHA-256 of what the service sent; of several tiles, of all in order, one after another */
  readonly sourceSha256: string;
}

/** Port: makes a frame of what a service sent. Work for another thread: decoding and reprojection take tens of milliseconds. */
export interface ViewMaker {
  /** @throws PleinAirError kind `input` where the bytes are no picture */
  make(picture: FetchedPicture, view: View, signal?: AbortSignal): Promise<MadeView>;
}
