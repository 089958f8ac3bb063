import { createFloatImage, type FloatImage } from '../core/image.ts';
import { addBicubic } from './catmull-rom.ts';
import type { Rotation } from './epipolar/rotations.ts';

/**
 * A picture as its camera would have taken it turned and zoomed: by the homography of a rotation, Catmull–Rom, the border repeated.
 * @param focal pixels @param rotation from the camera's axes to the turned one's @param zoom above 1: sees less
 */
export function turnedView(image: FloatImage, focal: number, rotation: Rotation, zoom: number): FloatImage {
  const { width, height } = image;
  const out = createFloatImage(width, height, 3);
  const taps = [new Float64Array(4), new Float64Array(4)] as const;
  const [r0, r1, r2, r3, r4, r5, r6, r7, r8] = rotation as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let y = 0, i = 0; y < height; y++) {
    const b = (y + 0.5 - height / 2) / (focal * zoom);
    for (let x = 0; x < width; x++, i++) {
      const a = (x + 0.5 - width / 2) / (focal * zoom);
      // Back by the transpose.
      const z = r2 * a + r5 * b + r8;
      const px = (focal * (r0 * a + r3 * b + r6)) / z + width / 2 - 0.5;
      const py = (focal * (r1 * a + r4 * b + r7)) / z + height / 2 - 0.5;
      addBicubic(image, px, py, 1, out.data, i, taps);
    }
  }
  return out;
}
