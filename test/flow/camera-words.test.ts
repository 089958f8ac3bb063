import { describe, expect, it } from 'vitest';
import type { CameraSearch, RelativeCamera } from '../../src/core/field.ts';
import { cameraWords, fieldOfView, noCameraWords } from '../../src/flow/camera-words.ts';
import { apply, multiply, rotationBy, unit } from '../../src/flow/epipolar/rotations.ts';

const RADIANS = Math.PI / 180;

/** A camera at `place` (a's axes: right, down, ahead) whose axes are those of a, turned by `turn`, degrees about a's x, y and z. */
function camera(place: readonly number[], turn: readonly number[] = [0, 0, 0]): RelativeCamera {
  const rotation = rotationBy(turn.map((angle) => -angle * RADIANS));
  const translation = unit(apply(rotation, place).map((v) => -v));
  return { focal: 100, rotation, translation };
}

describe('the movement of a camera in words', () => {
  it.each([
    ['moved straight ahead, did not turn', camera([0, 0, 1])],
    ['moved straight back, did not turn', camera([0, 0, -2])],
    ['moved 45.0° right of ahead, did not turn', camera([1, 0, 1])],
    ['moved 45.0° left of ahead, did not turn', camera([-1, 0, 1])],
    ['moved 45.0° left of straight back, did not turn', camera([-1, 0, -1])],
    ['moved straight ahead and 45.0° above its line of sight, did not turn', camera([0, -1, 1])],
    ['moved straight ahead and 45.0° below its line of sight, did not turn', camera([0, 1, 1])],
    // About the axis that points down, clockwise as seen from above.
    ['moved straight ahead, turned 1.2° right', camera([0, 0, 1], [0, 1.2, 0])],
    ['moved straight ahead, turned 1.2° left', camera([0, 0, 1], [0, -1.2, 0])],
    ['moved straight ahead, turned 3.0° up', camera([0, 0, 1], [3, 0, 0])],
    ['moved straight ahead, turned 3.0° clockwise', camera([0, 0, 1], [0, 0, 3])],
  ])('%s', (words, moved) => {
    expect(cameraWords(moved)).toBe(words);
  });

  it('tells the direction of travel apart from the turn', () => {
    const { rotation, translation } = camera([0, 0, 1], [0, 20, 0]);
    expect(cameraWords({ focal: 1, rotation: multiply(rotation, [1, 0, 0, 0, 1, 0, 0, 0, 1]), translation })).toBe(
      'moved straight ahead, turned 20.0° right',
    );
  });

  it('tells the field of view', () => {
    expect(fieldOfView(camera([0, 0, 1]), 200)).toBeCloseTo(90, 6);
  });

  it.each<[CameraSearch['outcome'], string]>([
    ['few-matches', 'only 12 places'],
    ['no-model', 'more of the 12 matches than chance'],
    ['no-parallax', 'only turns explains 9 of 12 matches'],
    ['ambiguous', 'the 12 matches equally well'],
    ['small-motion', 'moves so little'],
  ])('tells why there is none: %s', (outcome, words) => {
    expect(noCameraWords({ outcome, matches: 12, inliers: 9 })).toContain(words);
  });
});
