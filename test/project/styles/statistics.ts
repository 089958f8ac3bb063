import type { RgbaImage } from '../../../src/core/image.ts';

/** Luma of every pixel, 0–255. */
function greyOf(image: RgbaImage): Float32Array {
  const grey = new Float32Array(image.width * image.height);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = 0.299 * image.data[i * 4]! + 0.587 * image.data[i * 4 + 1]! + 0.114 * image.data[i * 4 + 2]!;
  }
  return grey;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Standard deviation of the luma in every whole tile of the image, in grey levels. */
export function tileDeviations(image: RgbaImage, side: number): number[] {
  const grey = greyOf(image);
  const found: number[] = [];
  for (let top = 0; top + side <= image.height; top += side) {
    for (let left = 0; left + side <= image.width; left += side) {
      const values: number[] = [];
      for (let y = top; y < top + side; y++) {
        for (let x = left; x < left + side; x++) values.push(grey[y * image.width + x]!);
      }
      found.push(deviation(values));
    }
  }
  return found;
}

/** What tells one hand from another: mean and spread of each colour channel, and how steep the luma is at two scales; grey levels. */
export function fingerprint(image: RgbaImage): number[] {
  const print: number[] = [];
  for (let channel = 0; channel < 3; channel++) {
    const values: number[] = [];
    for (let i = channel; i < image.data.length; i += 4) values.push(image.data[i]!);
    print.push(values.reduce((sum, value) => sum + value, 0) / values.length, deviation(values));
  }
  const grey = greyOf(image);
  for (const step of [1, 4]) {
    let across = 0;
    let down = 0;
    for (let y = 0; y + step < image.height; y++) {
      for (let x = 0; x + step < image.width; x++) {
        const here = grey[y * image.width + x]!;
        across += Math.abs(grey[y * image.width + x + step]! - here);
        down += Math.abs(grey[(y + step) * image.width + x]! - here);
      }
    }
    const count = (image.width - step) * (image.height - step);
    print.push(across / count, down / count);
  }
  return print;
}

/** Euclidean distance between two fingerprints. */
export function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - b[i]!));
}
