import type { RelativeCamera } from '../../../src/core/field.ts';
import { type FloatImage, type Size, toFloatImage } from '../../../src/core/image.ts';
import { dot } from '../../../src/flow/epipolar/rotations.ts';
import { exactFlow } from '../../../src/frames/sources/procedural/ground-truth.ts';
import { renderView } from '../../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../../src/frames/sources/procedural/street-line.ts';
import { createPinhole, type Pinhole } from '../../../src/route/pinhole.ts';

/** Two views of the built-in street with the camera between them and the exact motion of the first. @param spacing metres between them */
export function streetPair(size: Size, spacing: number) {
  const seed = 4;
  const street = createStreet(seed);
  const poses = driveAlong({ frames: 2, seed, spacing });
  const [a, b] = poses.map((pose) => toFloatImage(renderView(street, pose, size).image)) as [FloatImage, FloatImage];
  const [from, to] = poses.map((pose) => createPinhole(pose, size)) as [Pinhole, Pinhole];
  return { a, b, camera: cameraBetween(from, to), exact: exactFlow(street, poses[0]!, poses[1]!, size) };
}

function cameraBetween(a: Pinhole, b: Pinhole): RelativeCamera {
  const axes = ({ right, down, forward }: Pinhole) => [right, down, forward];
  const way = a.position.map((value, k) => value - b.position[k]!);
  const length = Math.hypot(...way);
  const [x, y, z] = axes(b).map((axis) => dot(axis, way) / length) as [number, number, number];
  return {
    focal: a.focal,
    rotation: axes(b).flatMap((row) => axes(a).map((column) => dot(row, column))),
    translation: [x, y, z],
  };
}
