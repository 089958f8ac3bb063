import type { FlowField, FlowPair } from '../../core/field.ts';
import type { RgbaImage } from '../../core/image.ts';
import { depthColours, knownDepths, nearestShown } from '../../flow/epipolar/depth-colours.ts';
import { epipole, inverseCamera } from '../../flow/epipolar/relative-camera.ts';
import type { MotionDepth, MotionPaths } from './motion-messages.ts';

/** Reliability above which motion counts as trusted. */
const TRUSTED = 0.5;
/** Colours of the ways in which a pixel's motion was found. */
export const PATH_COLOURS = {
  epipolar: [64, 168, 160],
  itself: [244, 150, 60],
  untrusted: [52, 54, 62],
} as const;
const MARK = [255, 255, 255] as const;
/** Arms of the cross at the epipole, pixels from its middle. */
const [ARM_FROM, ARM_TO] = [2, 7];

/** Depth of the later frame, on its grid. @returns null where no moving camera was found */
export function depthOf({ backward, reliability, geometry }: FlowPair): MotionDepth | null {
  if (!geometry) return null;
  const camera = inverseCamera(geometry.camera);
  const depths = knownDepths(camera, backward, geometry.epipolar.backward, reliability.backward);
  const nearest = nearestShown(depths);
  return {
    picture: depthColours(depths, backward, nearest),
    nearest,
    known: depths.reduce((count, rho) => count + (Number.isFinite(rho) ? 1 : 0), 0) / depths.length,
  };
}

/** How the motion of each pixel of the later frame was found, on its grid, with a cross at the epipole where the frame shows it. */
export function pathsOf({ backward, reliability, geometry }: FlowPair): MotionPaths {
  const { width, height } = backward;
  const data = new Uint8ClampedArray(4 * width * height);
  const counts = { epipolar: 0, itself: 0, untrusted: 0 };
  reliability.backward.data.forEach((weight, i) => {
    const follows = geometry !== undefined && geometry.epipolar.backward.data[i]! > TRUSTED;
    const kind = weight <= TRUSTED ? 'untrusted' : follows ? 'epipolar' : 'itself';
    counts[kind]++;
    data.set([...PATH_COLOURS[kind], 255], 4 * i);
  });
  const picture = { width, height, data };
  const point = geometry ? epipole(inverseCamera(geometry.camera), backward) : null;
  const inside = point !== null && isInside(point, backward);
  if (inside) markCross(picture, Math.floor(point.x), Math.floor(point.y));
  const pixels = width * height;
  return { picture, epipolar: counts.epipolar / pixels, itself: counts.itself / pixels, marked: inside };
}

function isInside({ x, y }: { x: number; y: number }, { width, height }: FlowField): boolean {
  return x >= 0 && y >= 0 && x < width && y < height;
}

/** A cross that leaves its middle open. */
function markCross({ width, height, data }: RgbaImage, x: number, y: number): void {
  const set = (px: number, py: number) => {
    if (px >= 0 && py >= 0 && px < width && py < height) data.set([...MARK, 255], 4 * (py * width + px));
  };
  for (let arm = ARM_FROM; arm <= ARM_TO; arm++) {
    for (const sign of [-1, 1]) {
      set(x + sign * arm, y);
      set(x, y + sign * arm);
    }
  }
}
