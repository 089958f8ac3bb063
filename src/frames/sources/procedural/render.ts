import type { RgbaImage, Size } from '../../../core/image.ts';
import type { CameraPose } from '../../../route/camera.ts';
import { createPinhole, rayThrough } from '../../../route/pinhole.ts';
import { createShader } from './shading.ts';
import type { Surface } from './solids.ts';
import type { Street } from './street.ts';
import { createTracer } from './tracer.ts';

/** Sub-pixel positions of a pixel's rays: a turned square, so that level and upright edges get four steps. */
const SAMPLES = [
  [0.375, 0.125],
  [0.875, 0.375],
  [0.125, 0.625],
  [0.625, 0.875],
] as const;

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
  return 255 * Math.sqrt(rolled < 0 ? 0 : rolled > 1 ? 1 : rolled);
}

/**
 * Renders the street from a pose, four rays a pixel. The same street, pose and size give the same bytes on every machine:
 * all of it is the four basic operations, square roots and integer hashes.
 */
export function renderView(street: Street, pose: CameraPose, size: Size): View {
  const { width, height } = size;
  const camera = createPinhole(pose, size);
  const tracer = createTracer(street);
  const shader = createShader(street, tracer);
  const data = new Uint8ClampedArray(width * height * 4);
  const depth = new Float32Array(width * height);
  // a ray stands for half a pixel across; its cone is given a little more, for the sampling is not a perfect filter
  const pixel = 0.36 / camera.focal;
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const [cx, cy, cz] = rayThrough(camera, i + 0.5, j + 0.5);
      depth[j * width + i] = tracer.trace(camera.position, cx, cy, cz, 5000);
      let red = 0;
      let green = 0;
      let blue = 0;
      for (const [sx, sy] of SAMPLES) {
        const [x, y, z] = rayThrough(camera, i + sx, j + sy);
        const inverse = 1 / Math.sqrt(x * x + y * y + z * z);
        shader.along(camera.position, x * inverse, y * inverse, z * inverse, pixel * inverse);
        const c: Surface = shader.colour;
        red += tone(c.red);
        green += tone(c.green);
        blue += tone(c.blue);
      }
      const o = (j * width + i) * 4;
      data[o] = red / 4;
      data[o + 1] = green / 4;
      data[o + 2] = blue / 4;
      data[o + 3] = 255;
    }
  }
  return { image: { width, height, data }, depth };
}
