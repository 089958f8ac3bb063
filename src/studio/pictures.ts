/** A picture that the worker made, for the canvas of that id. */
export interface Picture {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** RGBA, handed over */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Size of the street picture, and of a built-in style's tile. */
export const STREET = { width: 1088, height: 448 };
export const TILE = { width: 240, height: 180 };
export const STREET_ID = 'street';
