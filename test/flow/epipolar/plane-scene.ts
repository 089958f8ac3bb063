import type { RelativeCamera } from '../../../src/core/field.ts';
import { createFloatImage, type FloatImage, type Size } from '../../../src/core/image.ts';
import { motionOfDepths } from '../../../src/flow/epipolar/relative-camera.ts';
import { dot, IDENTITY, type Vector3 } from '../../../src/flow/epipolar/rotations.ts';

/** A plane with paint on it: all points p with normal · p = 1, in the first camera's axes; only what is in front is seen. */
export interface Surface {
  readonly normal: Vector3;
  /** RGB 0–255 of a point */
  readonly paint: (point: Vector3) => readonly [number, number, number];
}

/** Points to a pixel side that are averaged. */
const SAMPLES = 3;

/** Two views of planes by a camera that moves without turning, with the exact motion of the first; the nearest plane hides the others. */
export function planePair(surfaces: readonly Surface[], way: Vector3, focal: number, size: Size) {
  const length = Math.hypot(...way);
  const [x, y, z] = way.map((value) => -value / length) as [number, number, number];
  const camera: RelativeCamera = { focal, rotation: IDENTITY, translation: [x, y, z] };
  const { width, height } = size;
  const rhos = Float32Array.from({ length: width * height }, (_, i) => {
    const ray = rayAt((i % width) + 0.5, Math.floor(i / width) + 0.5, focal, size);
    return length * Math.max(0, ...surfaces.map(({ normal }) => dot(normal, ray)));
  });
  return {
    a: view(surfaces, [0, 0, 0], focal, size),
    b: view(surfaces, way, focal, size),
    camera,
    truth: motionOfDepths(camera, size, rhos),
  };
}

function view(surfaces: readonly Surface[], centre: Vector3, focal: number, size: Size): FloatImage {
  const image = createFloatImage(size.width, size.height);
  for (let i = 0; i < size.width * size.height; i++) {
    const [px, py] = [i % size.width, Math.floor(i / size.width)];
    for (let k = 0; k < SAMPLES * SAMPLES; k++) {
      const [sx, sy] = [((k % SAMPLES) + 0.5) / SAMPLES, (Math.floor(k / SAMPLES) + 0.5) / SAMPLES];
      const colour = colourAlong(surfaces, centre, rayAt(px + sx, py + sy, focal, size));
      for (let c = 0; c < 3; c++) image.data[3 * i + c]! += colour[c]! / SAMPLES ** 2;
    }
  }
  return image;
}

function colourAlong(surfaces: readonly Surface[], centre: Vector3, ray: Vector3): readonly number[] {
  let nearest = 0;
  let colour: readonly number[] = [230, 235, 240];
  for (const { normal, paint } of surfaces) {
    const rho = dot(normal, ray) / (1 - dot(normal, centre));
    if (!(rho > nearest)) continue;
    nearest = rho;
    colour = paint([centre[0] + ray[0] / rho, centre[1] + ray[1] / rho, centre[2] + ray[2] / rho]);
  }
  return colour;
}

function rayAt(x: number, y: number, focal: number, { width, height }: Size): Vector3 {
  return [(x - width / 2) / focal, (y - height / 2) / focal, 1];
}
