import type { FlowField } from '../core/field.ts';
import type { Size } from '../core/image.ts';
import type { CameraPose } from './camera.ts';
import { createPinhole, projectDirection, projectPoint, rayThrough, type Vector } from './pinhole.ts';

/** All points p with normal · p = offset, ENU metres; null is the plane at infinity, whose motion is that of the rotation alone. */
export type Plane = { readonly normal: Vector; readonly offset: number } | null;

/**
 * Motion between two cameras of what lies on a plane, by the plane's exact homography, in pixels of the grid.
 * @param size of the images
 * @param grid of the field; smaller than the images where that is enough, its vectors are in its own pixels then
 * @returns not a number where the plane is not seen in front of both cameras
 */
export function planeFlow(from: CameraPose, to: CameraPose, plane: Plane, size: Size, grid: Size = size): FlowField {
  const a = createPinhole(from, size);
  const b = createPinhole(to, size);
  const { width, height } = grid;
  const [pitchX, pitchY] = [size.width / width, size.height / height];
  const data = new Float32Array(2 * width * height).fill(Number.NaN);
  const towards = plane ? plane.offset - dot(plane.normal, a.position) : 0;
  for (let j = 0, k = 0; j < height; j++) {
    for (let i = 0; i < width; i++, k += 2) {
      const [x, y] = [(i + 0.5) * pitchX, (j + 0.5) * pitchY];
      const ray = rayThrough(a, x, y);
      const depth = plane ? towards / dot(plane.normal, ray) : 1;
      if (!(depth > 0 && Number.isFinite(depth))) continue;
      const seen = plane ? projectPoint(b, along(a.position, ray, depth)) : projectDirection(b, ray);
      if (!(seen.depth > 0)) continue;
      data[k] = (seen.x - x) / pitchX;
      data[k + 1] = (seen.y - y) / pitchY;
    }
  }
  return { width, height, data };
}

/** What two cameras see between them, as fields that a search may begin from, in both directions. */
export interface PoseStart {
  readonly forward: FlowField;
  readonly backward: FlowField;
}

/** Planes are smooth: their fields need no more than this on the longer side, pixels. */
const LONGEST_SIDE = 160;

/** Shares of what is said at which the ground may lie under the camera: nobody measures it, and roads are not flat. */
const HEIGHTS = Array.from({ length: 9 }, (_, i) => 0.7 * 1.0933 ** i);

/** Metres from the way to walls beside it: 1.7 to 15, each a little farther: a twelfth of the motion of what is seen there. */
const WALLS = Array.from({ length: 28 }, (_, i) => 1.7 * 1.085 ** i);

/** Metres to what stands across the way, from the camera farther back, as multiples of the way between the cameras: 1.2 to 17. */
const ACROSS = Array.from({ length: 20 }, (_, i) => 1.2 * 1.15 ** i);

/** Cameras nearer to each other than this have turned and no more, metres. */
const SAME_PLACE = 0.05;

/**
 * Motion between two cameras of the planes that streets are made of: what is infinitely far (the rotation between the cameras, exactly), the
 * ground under the camera, walls along the way and across it. None of it is known to be where it is looked for: whoever uses these
 * fields chooses among them by what the pictures show. Heights of cameras are not used, only their places on the map: those that come with
 * photographs are off by metres, and cameras on one way stand about as high above it.
 * @param cameraHeight metres from the ground to the camera
 */
export function poseStarts(from: CameraPose, to: CameraPose, size: Size, cameraHeight: number): PoseStart[] {
  const [a, b] = [levelled(from), levelled(to)];
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(size.width, size.height));
  const grid = { width: Math.round(size.width * shrink), height: Math.round(size.height * shrink) };
  return streetPlanes(a, b, cameraHeight).map((plane) => ({
    forward: planeFlow(a, b, plane, size, grid),
    backward: planeFlow(b, a, plane, size, grid),
  }));
}

function streetPlanes(a: CameraPose, b: CameraPose, cameraHeight: number): Plane[] {
  const [east, north] = [b.position[0] - a.position[0], b.position[1] - a.position[1]];
  const way = Math.hypot(east, north);
  if (way < SAME_PLACE) return [null];
  const ahead: Vector = [east / way, north / way, 0];
  const right: Vector = [ahead[1], -ahead[0], 0];
  const up: Vector = [0, 0, 1];
  const middle: Vector = [(a.position[0] + b.position[0]) / 2, (a.position[1] + b.position[1]) / 2, 0];
  const upright = (normal: Vector, distance: number): Plane => ({ normal, offset: dot(normal, middle) + distance });
  // A camera that looks back sees what lies behind the other one.
  const sight = dot(ahead, viewOf(a)) + dot(ahead, viewOf(b)) < 0 ? -1 : 1;
  return [
    null,
    ...HEIGHTS.map((share): Plane => ({ normal: up, offset: -share * cameraHeight })),
    ...WALLS.flatMap((distance) => [upright(right, distance), upright(right, -distance)]),
    ...ACROSS.map((times) => upright(ahead, sight * way * (times - 0.5))),
  ];
}

function levelled(pose: CameraPose): CameraPose {
  return { ...pose, position: [pose.position[0], pose.position[1], 0] };
}

function viewOf(pose: CameraPose): Vector {
  const camera = createPinhole(pose, { width: 1, height: 1 });
  return camera.forward;
}

function along(position: Vector, ray: Vector, depth: number): Vector {
  return [position[0] + depth * ray[0], position[1] + depth * ray[1], position[2] + depth * ray[2]];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
