import type { FlowField, Mask } from '../../src/core/field.ts';
import { type FloatImage, type Size, toFloatImage } from '../../src/core/image.ts';
import { exactFlow } from '../../src/frames/sources/procedural/ground-truth.ts';
import { renderView } from '../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../src/frames/sources/procedural/street-line.ts';
import type { CameraPose } from '../../src/route/camera.ts';

/** Two views of the built-in street, and what is known of the way from one to the other. */
export interface StreetPair {
  readonly a: FloatImage;
  readonly b: FloatImage;
  readonly poses: readonly [CameraPose, CameraPose];
  /** on a's grid */
  readonly truth: FlowField;
  /** 1 where a's pixel is seen in b */
  readonly visible: Mask;
  /** the same on b's grid: where b's pixels were in a */
  readonly truthBack: FlowField;
}

/** `turning` takes the places where the street bends most, `straight` those where it bends least. */
export const COURSES = ['straight', 'turning'] as const;

export type Course = (typeof COURSES)[number];

/** Length of the drive that places are looked for in, and what lies between two that are looked at, metres. */
const STRETCH = 400;
const STEP = 10;

/** Views `spacing` metres apart, at as many places as there are seeds, each in a street of its own. */
export function streetPairs(course: Course, spacing: number, size: Size, seeds: readonly number[]): StreetPair[] {
  return seeds.map((seed) => {
    const street = createStreet(seed);
    const poses = posesAt(course, spacing, seed);
    const [a, b] = poses.map((pose) => toFloatImage(renderView(street, pose, size).image)) as [FloatImage, FloatImage];
    const { flow: truth, visible } = exactFlow(street, ...poses, size);
    const { flow: truthBack } = exactFlow(street, poses[1], poses[0], size);
    return { a, b, poses, truth, visible, truthBack };
  });
}

/** The same places for every spacing. */
function posesAt(course: Course, spacing: number, seed: number): [CameraPose, CameraPose] {
  const starts = Array.from({ length: STRETCH / STEP }, (_, i) => i * STEP);
  const turns = starts.map((start) => {
    const [from, to] = driveAlong({ frames: 2, seed, start, spacing: STEP });
    return Math.abs(((to!.heading - from!.heading + 540) % 360) - 180);
  });
  const wanted = course === 'turning' ? Math.max(...turns) : Math.min(...turns);
  const start = starts[turns.indexOf(wanted)]!;
  return driveAlong({ frames: 2, seed, start, spacing }) as [CameraPose, CameraPose];
}
