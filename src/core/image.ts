/** 8-bit sRGB with alpha, row by row, 4 bytes a pixel: what files, canvases and films hold. */
export interface RgbaImage {
  readonly width: number;
  readonly height: number;
  /** length = width·height·4, order R, G, B, A */
  readonly data: Uint8ClampedArray;
}

/** Float image, interleaved (row, column, channel). The engine and the flow use 3 channels RGB in 0–255. */
export interface FloatImage {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** length = width·height·channels */
  readonly data: Float32Array;
}

/** Size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A float image filled with zeros. */
export function createFloatImage(width: number, height: number, channels = 3): FloatImage {
  return { width, height, channels, data: new Float32Array(width * height * channels) };
}

/** RGB of an 8-bit image as floats in 0–255, laid on white where it is transparent: what hides under alpha is no picture. */
export function toFloatImage(image: RgbaImage): FloatImage {
  const out = createFloatImage(image.width, image.height, 3);
  for (let i = 0, o = 0; o < out.data.length; i += 4, o += 3) {
    const cover = image.data[i + 3]! / 255;
    const white = 255 * (1 - cover);
    out.data[o] = white + cover * image.data[i]!;
    out.data[o + 1] = white + cover * image.data[i + 1]!;
    out.data[o + 2] = white + cover * image.data[i + 2]!;
  }
  return out;
}

/** Rounds and clips a 3-channel float image (0–255) to 8 bits, opaque. */
export function toRgbaImage(image: FloatImage): RgbaImage {
  const data = new Uint8ClampedArray(image.width * image.height * 4);
  for (let i = 0, o = 0; o < data.length; i += 3, o += 4) {
    data[o] = image.data[i]!;
    data[o + 1] = image.data[i + 1]!;
    data[o + 2] = image.data[i + 2]!;
    data[o + 3] = 255;
  }
  return { width: image.width, height: image.height, data };
}
