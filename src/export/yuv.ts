import type { RgbaImage, Size } from '../core/image.ts';

/** The matrix between R'G'B' and Y'CbCr, in the words of WebCodecs. */
export type YuvMatrix = 'smpte170m' | 'bt709';

/** Weights of red and blue in luma: ITU-R BT.601-7 §2.5.1 and BT.709-6 §3.2. */
const LUMA: Record<YuvMatrix, { red: number; blue: number }> = {
  smpte170m: { red: 0.299, blue: 0.114 },
  bt709: { red: 0.2126, blue: 0.0722 },
};

/**
 * The matrix that players assume for a film of this height when they overlook the one that the film names
 * (BT.601 below 720 lines, BT.709 from there on); using it keeps the colours right in those players too.
 */
export function matrixFor(height: number): YuvMatrix {
  return height < 720 ? 'smpte170m' : 'bt709';
}

/** The smallest even size that holds `size`: one chroma sample stands for 2 × 2 pixels. */
export function evenSize(size: Size): Size {
  return { width: size.width + (size.width % 2), height: size.height + (size.height % 2) };
}

/**
 * 8-bit sRGB to planar Y'CbCr 4:2:0 in video range (Y 16–235, Cb and Cr 16–240), planes Y, Cb, Cr one after another.
 * Odd sides grow by repeating the last row or column (`evenSize`). Chroma is the mean of each 2 × 2 pixels, which is where
 * browsers place it. Alpha is dropped.
 */
export function toI420(image: RgbaImage, matrix: YuvMatrix): Uint8Array {
  const { width, height } = evenSize(image);
  const { red, blue } = LUMA[matrix];
  const green = 1 - red - blue;
  const luma = new Uint8Array(width * height * 1.5);
  const chromaWidth = width / 2;
  const cb = luma.subarray(width * height, width * height + chromaWidth * (height / 2));
  const cr = luma.subarray(width * height + cb.length);
  // Range of (B' − Y') is ±(1 − blue)·255, of (R' − Y') ±(1 − red)·255; 4 pixels are summed.
  const cbScale = 112 / (255 * (1 - blue) * 4);
  const crScale = 112 / (255 * (1 - red) * 4);
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let sumY = 0;
      let sumR = 0;
      let sumB = 0;
      for (let k = 0; k < 4; k++) {
        const column = x + (k & 1);
        const row = y + (k >> 1);
        const i = (Math.min(row, image.height - 1) * image.width + Math.min(column, image.width - 1)) * 4;
        const r = image.data[i]!;
        const b = image.data[i + 2]!;
        const value = red * r + green * image.data[i + 1]! + blue * b;
        luma[row * width + column] = Math.round(16 + (value * 219) / 255);
        sumY += value;
        sumR += r;
        sumB += b;
      }
      const c = (y / 2) * chromaWidth + x / 2;
      cb[c] = Math.round(128 + (sumB - sumY) * cbScale);
      cr[c] = Math.round(128 + (sumR - sumY) * crScale);
    }
  }
  return luma;
}
