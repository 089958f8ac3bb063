import type { RgbaImage, Size } from '../../core/image.ts';
import type { Colour } from './palette.ts';

/** What a style paints on: colour and the thickness of the paint, both row by row. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /**
   * pixels to one unit of brush size: 1 where the longest side is 512. Never below 0.45, so that strokes in a thumbnail stay
   * strokes and do not average out to grey.
   */
  readonly unit: number;
  /** red, green, blue for every pixel, sRGB-coded, 0–1; clipped only when the image is taken */
  readonly colour: Float32Array;
  /** thickness of the paint, about 0–1 */
  readonly relief: Float32Array;
}

/** A canvas covered evenly with one ground colour. */
export function createCanvas(size: Size, ground: Colour): Canvas {
  const { width, height } = size;
  const colour = new Float32Array(width * height * 3);
  for (let i = 0; i < colour.length; i += 3) colour.set(ground, i);
  const unit = Math.max(Math.max(width, height) / 512, 0.45);
  return { width, height, unit, colour, relief: new Float32Array(width * height) };
}

/** Lays a colour over one pixel. @param alpha 0 leaves the pixel, 1 covers it */
export function layColour(canvas: Canvas, pixel: number, colour: Colour, alpha: number): void {
  const to = canvas.colour;
  const i = pixel * 3;
  to[i] = to[i]! + (colour[0] - to[i]!) * alpha;
  to[i + 1] = to[i + 1]! + (colour[1] - to[i + 1]!) * alpha;
  to[i + 2] = to[i + 2]! + (colour[2] - to[i + 2]!) * alpha;
}

/** Multiplies the colour of one pixel: shade, glaze or glow. */
export function shadePixel(canvas: Canvas, pixel: number, factor: number): void {
  const to = canvas.colour;
  const i = pixel * 3;
  to[i] = to[i]! * factor;
  to[i + 1] = to[i + 1]! * factor;
  to[i + 2] = to[i + 2]! * factor;
}

/** Calls `paint` for every pixel with its place: x and y as fractions of the longer side, from the top left. */
export function everyPixel(canvas: Canvas, paint: (pixel: number, x: number, y: number) => void): void {
  const scale = 1 / Math.max(canvas.width, canvas.height);
  for (let row = 0, pixel = 0; row < canvas.height; row++) {
    for (let column = 0; column < canvas.width; column++, pixel++) {
      paint(pixel, (column + 0.5) * scale, (row + 0.5) * scale);
    }
  }
}

/** The finished picture: rounded and clipped to 8 bits, opaque. */
export function toImage(canvas: Canvas): RgbaImage {
  const { width, height, colour } = canvas;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0, o = 0; o < data.length; i += 3, o += 4) {
    data[o] = colour[i]! * 255;
    data[o + 1] = colour[i + 1]! * 255;
    data[o + 2] = colour[i + 2]! * 255;
    data[o + 3] = 255;
  }
  return { width, height, data };
}
