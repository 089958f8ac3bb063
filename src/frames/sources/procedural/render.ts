import type { RgbaImage, Size } from '../../../core/image.ts';
import type { CameraPose } from '../../../route/camera.ts';
import { createPinhole, rayThrough } from '../../../route/pinhole.ts';
import { createShader } from './shading.ts';
import type { Street } from './street.ts';
import { createTracer } from './tracer.ts';

/** Sub-pixel positions of a pixel's rays: a turned square, so that level and upright edges get four steps. */
const SAMPLES = [
  [0.375, 0.125],
  [0.875, 0.375],
  [0.125, 0.625],
  [0.625, 0.875],
] as const;

/** Screen levels (0–255) between neighbouring pixel centres above which a pixel is sampled anew, four rays. */
const CONTRAST = 14;

/** A picture of the street with the depth it was made from. */
export interface View {
  readonly image: RgbaImage;
  /** width·height, at pixel centres: metres along the optical axis, Infinity for the sky */
  readonly depth: Float32Array;
}

/** Light to screen: a soft shoulder, then a gamma of 2 (only exact operations, so that bytes agree everywhere). */
function tone(light: number): number {
  const exposed = light * 0.92;
  const rolled = (exposed * (1 + 0.16 * exposed)) / (1 + 0.62 * exposed);
  return 255 * Math.sqrt(rolled < 0 ? 0 : Math.min(rolled, 1));
}

/**
 * Renders the street from a pose: a ray through every pixel centre, and four more where its neighbours differ. The same street,
 * pose and size give the same bytes on every machine: all of it is the four basic operations, square roots and integer hashes.
 */
export function renderView(street: Street, pose: CameraPose, size: Size): View {
  const { width, height } = size;
  const camera = createPinhole(pose, size);
  const tracer = createTracer(street);
  const shader = createShader(street, tracer);
  const depth = new Float32Array(width * height);
  const centres = new Float32Array(width * height * 3);
  const sample = (x: number, y: number, out: Float32Array, o: number, radius: number): number => {
    const [dx, dy, dz] = rayThrough(camera, x, y);
    const inverse = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
    const distance = shader.along(
      camera.position,
      dx * inverse,
      dy * inverse,
      dz * inverse,
      (radius * inverse) / camera.focal,
    );
    out[o] = tone(shader.colour.red);
    out[o + 1] = tone(shader.colour.green);
    out[o + 2] = tone(shader.colour.blue);
    return distance * inverse;
  };
  for (let j = 0, k = 0; j < height; j++) {
    for (let i = 0; i < width; i++, k++) depth[k] = sample(i + 0.5, j + 0.5, centres, k * 3, 0.5);
  }
  const data = new Uint8ClampedArray(width * height * 4);
  const one = new Float32Array(3);
  for (let j = 0, k = 0; j < height; j++) {
    for (let i = 0; i < width; i++, k++) {
      let red = centres[k * 3]!;
      let green = centres[k * 3 + 1]!;
      let blue = centres[k * 3 + 2]!;
      if (isBusy(centres, width, height, i, j)) {
        red = green = blue = 0;
        for (const [sx, sy] of SAMPLES) {
          // a quarter of the pixel, and a little more, for four points are not a perfect filter
          sample(i + sx, j + sy, one, 0, 0.34);
          red += one[0]! / 4;
          green += one[1]! / 4;
          blue += one[2]! / 4;
        }
      }
      data.set([red, green, blue, 255], k * 4);
    }
  }
  return { image: { width, height, data }, depth };
}

/** Whether any of the eight neighbours of a pixel differs from it by more than `CONTRAST` in a channel. */
function isBusy(colours: Float32Array, width: number, height: number, i: number, j: number): boolean {
  const own = (j * width + i) * 3;
  for (let y = Math.max(0, j - 1); y <= Math.min(height - 1, j + 1); y++) {
    for (let x = Math.max(0, i - 1); x <= Math.min(width - 1, i + 1); x++) {
      const other = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) if (Math.abs(colours[own + c]! - colours[other + c]!) > CONTRAST) return true;
    }
  }
  return false;
}
