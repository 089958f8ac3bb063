import type { FlowPair } from '../core/field.ts';
import type { Size } from '../core/image.ts';
import {
  type CameraPath,
  cameraPath,
  type Neighbour,
  type PairDepths,
  pairDepths,
  STEADY_REACH,
  steadyTurn,
  wayRatio,
  withinBorder,
} from '../flow/epipolar/camera-path.ts';
import type { Vector3 } from '../flow/epipolar/rotations.ts';

export type PairMotion = Pick<FlowPair, 'forward' | 'backward' | 'reliability' | 'geometry'>;

/**
 * Motion between the frame at this place among those given, from 0, and the one after it; after the last comes the first.
 * @returns `cut` where the film is cut there, null where no motion is known
 */
export type MotionAfter = (place: number) => Promise<PairMotion | 'cut' | null>;

/** How a picture is turned to be steady: rotation vector in its own axes, and the focal length it counts for, pixels. */
export interface Turn {
  readonly turn: Vector3;
  readonly focal: number;
}

/** The movements of a film's camera from frame to frame, those ahead and behind included. */
export interface CameraChain {
  /** as `motionAfter`; asked once for each place while it is in use */
  motion(place: number): ReturnType<MotionAfter>;
  /** the camera's way after a frame, without jumps at the frames @returns undefined where no geometry is known */
  path(place: number): Promise<CameraPath | undefined>;
  /** what brings a frame to where a smoothly turning camera looks, as far as a zoom hides the borders @returns null where no geometry is known around it */
  turn(place: number, zoom: number, size: Size): Promise<Turn | null>;
}

/**
 * @param count frames of the film; 0 where that is not known: nothing is looked for ahead then
 * @param circle after the last comes the first
 * @param steady whether turns are asked for: more pairs are held then
 */
export function createCameraChain(
  motionAfter: MotionAfter,
  count: number,
  circle: boolean,
  steady: boolean,
): CameraChain {
  const motions = new Map<number, ReturnType<MotionAfter>>();
  const depths = new Map<number, Promise<PairDepths | null>>();

  /** null beyond the ends */
  const placed = (place: number): number | null => {
    if (circle && count > 1) return ((place % count) + count) % count;
    return place >= 0 && place < count - 1 ? place : null;
  };
  const motion = (place: number): ReturnType<MotionAfter> => {
    const found = motions.get(place) ?? motionAfter(place);
    keep(motions, place, found, steady ? STEADY_REACH + 1 : 2);
    return found;
  };
  const depthsOf = async (place: number): Promise<PairDepths | null> => {
    const at = placed(place);
    if (at === null) return null;
    const found =
      depths.get(at) ??
      motion(at).then((pair) =>
        pair && pair !== 'cut' && pair.geometry ? pairDepths({ ...pair, geometry: pair.geometry }) : null,
      );
    keep(depths, at, found, 2 * STEADY_REACH + 4);
    return found;
  };
  /** Movements from a place on, up to the first that is not known. */
  const chain = async (place: number, step: 1 | -1): Promise<PairDepths[]> => {
    const found: PairDepths[] = [];
    for (let i = 0; i < STEADY_REACH; i++) {
      const next = await depthsOf(place + step * i);
      if (!next) break;
      found.push(next);
    }
    return found;
  };
  return {
    motion,
    async path(place) {
      const pair = await motion(place);
      if (!pair || pair === 'cut' || !pair.geometry) return undefined;
      const own = await depthsOf(place);
      const [before, after] = own ? [await depthsOf(place - 1), await depthsOf(place + 1)] : [null, null];
      const neighbour = (other: PairDepths | null, ratio: number | null): Neighbour | null =>
        other && { camera: other.camera, ratio };
      const behind = before && own ? wayRatio(before, own) : null;
      const ahead = after && own ? wayRatio(own, after) : null;
      return cameraPath(
        pair.geometry.camera,
        neighbour(before, behind === null ? null : 1 / behind),
        neighbour(after, ahead),
      );
    },
    async turn(place, zoom, size) {
      const before = (await chain(place - 1, -1)).reverse();
      const after = await chain(place, 1);
      const known = after[0] ?? before.at(-1);
      if (!known) return null;
      const cameras = (steps: PairDepths[]) => steps.map(({ camera }) => camera);
      const { focal } = known.camera;
      return { focal, turn: withinBorder(steadyTurn(cameras(before), cameras(after)), zoom, focal, size) };
    },
  };
}

/** Holds it, and lets go of those asked for first: places come in order. */
function keep<T>(held: Map<number, T>, place: number, value: T, most: number): void {
  if (held.has(place)) return;
  held.set(place, value);
  for (const oldest of [...held.keys()].slice(0, -most)) held.delete(oldest);
}
