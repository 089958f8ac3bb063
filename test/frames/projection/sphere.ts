import type { RgbaImage, Size } from '../../../src/core/image.ts';
import type { View } from '../../../src/frames/imagery.ts';
import type { PanoramaLayout } from '../../../src/frames/projection/projector.ts';

// Directions by the engine's own sines and whole rotation matrices: a second way to what the projection computes.

export type Direction = readonly [east: number, north: number, up: number];
type Matrix = readonly [Direction, Direction, Direction];

const RADIAN = Math.PI / 180;

export const WHOLE: PanoramaLayout['covers'] = { left: 0, top: 0, right: 1, bottom: 1 };

export function layoutOf(change: Partial<PanoramaLayout> = {}): PanoramaLayout {
  return { kind: 'panorama', heading: 0, pitch: 0, roll: 0, covers: WHOLE, ...change };
}

/**
 * A camera that looks north, its right side east, turned: by roll about its axis (right side down), then by pitch (upwards), then by heading
 * (clockwise from above).
 */
function turned(by: { heading: number; pitch: number; roll?: number }, direction: Direction): Direction {
  const [h, p, r] = [by.heading * RADIAN, by.pitch * RADIAN, (by.roll ?? 0) * RADIAN];
  const aboutNorth: Matrix = [
    [Math.cos(r), 0, Math.sin(r)],
    [0, 1, 0],
    [-Math.sin(r), 0, Math.cos(r)],
  ];
  const aboutEast: Matrix = [
    [1, 0, 0],
    [0, Math.cos(p), -Math.sin(p)],
    [0, Math.sin(p), Math.cos(p)],
  ];
  const aboutUp: Matrix = [
    [Math.cos(h), Math.sin(h), 0],
    [-Math.sin(h), Math.cos(h), 0],
    [0, 0, 1],
  ];
  return times(aboutUp, times(aboutEast, times(aboutNorth, direction)));
}

function times(matrix: Matrix, v: Direction): Direction {
  const [a, b, c] = matrix.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]);
  return [a!, b!, c!];
}

/** Where in the world a place of the panorama lies, in shares of the whole sphere's width and height. */
function directionAt(layout: PanoramaLayout, x: number, y: number): Direction {
  const longitude = (x - 0.5) * 2 * Math.PI;
  const latitude = (0.5 - y) * Math.PI;
  const level = Math.cos(latitude);
  return turned(layout, [level * Math.sin(longitude), level * Math.cos(longitude), Math.sin(latitude)]);
}

/** Where in the world the centre of a view's pixel looks; of length 1. */
function lookOf(view: View, i: number, j: number): Direction {
  const focal = view.width / 2 / Math.tan((view.fov / 2) * RADIAN);
  const x = (i + 0.5 - view.width / 2) / focal;
  const z = -(j + 0.5 - view.height / 2) / focal;
  const length = Math.hypot(x, 1, z);
  return turned(view, [x / length, 1 / length, z / length]);
}

/** A panorama whose colours are made of the direction of each pixel's centre. */
export function paintPanorama(
  { width, height }: Size,
  layout: PanoramaLayout,
  colour: (direction: Direction, i: number, j: number) => readonly [number, number, number],
): RgbaImage {
  const { left, top, right, bottom } = layout.covers;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let j = 0, o = 0; j < height; j++) {
    for (let i = 0; i < width; i++, o += 4) {
      const x = left + ((i + 0.5) / width) * (right - left);
      const y = top + ((j + 0.5) / height) * (bottom - top);
      data.set([...colour(directionAt(layout, x, y), i, j), 255], o);
    }
  }
  return { width, height, data };
}

/** East, north and up as red, green and blue: smooth everywhere, at the seam and at the poles too. */
export function colourOf([east, north, up]: Direction): readonly [number, number, number] {
  return [127.5 + 127.5 * east, 127.5 + 127.5 * north, 127.5 + 127.5 * up];
}

/** Largest difference of a view's colours from those of where it looks. */
export function largestError(image: RgbaImage, view: View): number {
  let largest = 0;
  for (let j = 0, o = 0; j < view.height; j++) {
    for (let i = 0; i < view.width; i++, o += 4) {
      colourOf(lookOf(view, i, j)).forEach((value, c) => {
        largest = Math.max(largest, Math.abs(image.data[o + c]! - value));
      });
    }
  }
  return largest;
}
