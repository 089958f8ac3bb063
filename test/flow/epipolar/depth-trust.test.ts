import { describe, expect, it } from 'vitest';
import type { RelativeCamera } from '../../../src/core/field.ts';
import { type DepthView, trustDepths } from '../../../src/flow/epipolar/depth-trust.ts';
import { inverseCamera } from '../../../src/flow/epipolar/relative-camera.ts';
import { IDENTITY } from '../../../src/flow/epipolar/rotations.ts';

/** A wall that moves by 4 px to the left, and a board before it that moves by 16. */
const [width, height] = [96, 64];
const size = { width, height };
const camera: RelativeCamera = { focal: 64, rotation: IDENTITY, translation: [-1, 0, 0] };
const [WALL, BOARD] = [4 / 64, 16 / 64];
const onBoard = (x: number, y: number) => x >= 40 && x < 60 && y >= 16 && y < 48;

const over = (value: (x: number, y: number) => number) =>
  Float32Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
const textured = over((x, y) => 128 + 60 * Math.sin(1.1 * x) * Math.cos(0.9 * y));
const none = new Uint8Array(width * height);

function views(changed: Partial<DepthView> = {}): readonly [DepthView, DepthView] {
  const first = { camera, depths: over((x, y) => (onBoard(x, y) ? BOARD : WALL)), grey: textured, sky: none };
  const second = {
    camera: inverseCamera(camera),
    depths: over((x, y) => (onBoard(x + 16, y) ? BOARD : WALL)),
    grey: textured,
    sky: none,
  };
  return [{ ...first, ...changed }, second];
}
const at = (x: number, y: number) => y * width + x;

describe('depths that both pictures agree on', () => {
  const { trusted, motion } = trustDepths(...views(), size);

  it('are trusted', () => {
    for (const [x, y, u] of [
      [20, 10, -4],
      [50, 30, -16],
      [80, 50, -4],
    ] as const) {
      expect(trusted[at(x, y)]).toBe(1);
      expect(motion[2 * at(x, y)]).toBeCloseTo(u, 4);
      expect(motion[2 * at(x, y) + 1]).toBeCloseTo(0, 4);
    }
  });

  it('what the board hides in the other picture is not', () => {
    // The board covers 24 to 43 there, the wall from 28 to 47 here.
    for (let x = 29; x < 39; x++) expect(trusted[at(x, 30)]).toBe(0);
    expect(trusted[at(26, 30)]).toBe(1);
    expect(trusted[at(62, 30)]).toBe(1);
  });

  it('nor what leaves the picture', () => {
    expect(trusted[at(3, 30)]).toBe(0);
    expect(trusted[at(5, 30)]).toBe(1);
  });
});

describe('a patch with a wrong depth', () => {
  const wrong = (x: number, y: number) => x >= 72 && x < 80 && y >= 28 && y < 36;
  const depths = over((x, y) => (wrong(x, y) ? 0.4 : onBoard(x, y) ? BOARD : WALL));

  it('is not trusted where it has texture', () => {
    const { trusted } = trustDepths(...views({ depths }), size);
    for (let x = 72; x < 80; x++) expect(trusted[at(x, 31)]).toBe(0);
  });

  it('of few pixels moves with what is trusted around it, and is not trusted itself', () => {
    const speck = (x: number, y: number) => x >= 75 && x < 77 && y >= 30 && y < 32;
    const found = trustDepths(
      ...views({ depths: over((x, y) => (speck(x, y) ? 0.4 : onBoard(x, y) ? BOARD : WALL)) }),
      size,
    );
    expect(found.trusted[at(75, 31)]).toBe(0);
    expect(found.depths[at(75, 31)]).toBeCloseTo(WALL, 4);
    expect(found.motion[2 * at(75, 31)]).toBeCloseTo(-4, 3);
  });

  it('takes the depth of the surface around where it is even', () => {
    const grey = over((x, y) => (x >= 64 && x < 88 && y >= 20 && y < 44 ? 128 : textured[at(x, y)]!));
    const found = trustDepths(...views({ depths, grey }), size);
    for (let x = 72; x < 80; x++) {
      expect(found.trusted[at(x, 31)]).toBe(1);
      expect(found.motion[2 * at(x, 31)]).toBeCloseTo(-4, 1);
      expect(found.depths[at(x, 31)]).toBeCloseTo(WALL, 2);
    }
  });

  it('leaves what was handed in as it was', () => {
    const before = depths.slice();
    trustDepths(...views({ depths }), size);
    expect(depths).toEqual(before);
  });
});

it('the sky is infinitely far, whatever was found there', () => {
  const sky = Uint8Array.from({ length: width * height }, (_, i) => (i < 10 * width ? 1 : 0));
  const [own, other] = views();
  const { trusted, motion } = trustDepths({ ...own, sky }, { ...other, sky }, size);
  for (const x of [2, 50, 90]) {
    expect(trusted[at(x, 4)]).toBe(1);
    expect(motion[2 * at(x, 4)]).toBeCloseTo(0, 6);
  }
});
