import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { streetPairs } from '../../../bench/flow/street-pairs.ts';
import { type FloatImage, toFloatImage } from '../../../src/core/image.ts';
import { cameraOfMatches, estimateCamera } from '../../../src/flow/epipolar/estimate-camera.ts';
import { detectFeatures, type Features } from '../../../src/flow/epipolar/features.ts';
import { matchFeatures } from '../../../src/flow/epipolar/match-features.ts';
import { inverseCamera } from '../../../src/flow/epipolar/relative-camera.ts';
import { apply, multiply, transpose } from '../../../src/flow/epipolar/rotations.ts';
import { renderView } from '../../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../../src/frames/sources/procedural/street.ts';
import type { CameraPose } from '../../../src/route/camera.ts';
import { draw, waves } from '../../support/texture.ts';
import { anglesOff, type Movement } from './scene.ts';

const size = { width: 192, height: 112 };

/** Rotation from east, north, up to a camera's axes: x right, y down, z forward. */
function toCamera({ heading, pitch }: CameraPose): number[] {
  const [h, p] = [(heading * Math.PI) / 180, (pitch * Math.PI) / 180];
  return [
    ...[Math.cos(h), -Math.sin(h), 0],
    ...[Math.sin(p) * Math.sin(h), Math.sin(p) * Math.cos(h), -Math.cos(p)],
    ...[Math.cos(p) * Math.sin(h), Math.cos(p) * Math.cos(h), Math.sin(p)],
  ];
}

function movementOf(a: CameraPose, b: CameraPose): Movement {
  const rotation = multiply(toCamera(b), transpose(toCamera(a)));
  return {
    rotation,
    translation: apply(
      toCamera(b),
      [0, 1, 2].map((k) => a.position[k]! - b.position[k]!),
    ),
  };
}

describe('pictures of the built-in street', () => {
  it.each(['straight', 'turning'] as const)('%s: the camera is found, in either order', (course) => {
    const { a, b, poses } = streetPairs(course, 5, size, [2])[0]!;
    const prior = { fov: poses[0].fov, motion: null };
    const truth = movementOf(...poses);
    const there = estimateCamera(a, b, prior);
    const back = estimateCamera(b, a, prior);
    if (there.kind === 'none' || back.kind === 'none') throw new Error('no camera');
    for (const camera of [there.camera, inverseCamera(back.camera)]) {
      const off = anglesOff(camera, truth);
      expect(off.rotation).toBeLessThan(0.4);
      expect(off.direction).toBeLessThan(1.5);
    }
    expect(there.parallax).toBeGreaterThan(1.5);
  });

  it('a still camera and one that turns have no parallax', () => {
    const street = createStreet(1);
    const pose: CameraPose = { position: [0, 40, 2], heading: 0, pitch: 0, fov: 75 };
    const turned = { ...pose, heading: 6 };
    const [a, b] = [pose, turned].map((each) => toFloatImage(renderView(street, each, size).image));
    const prior = { fov: 75, motion: null };
    expect(estimateCamera(a!, a!, prior)).toMatchObject({ kind: 'none', reason: 'no-parallax' });
    const found = estimateCamera(a!, b!, prior);
    if (found.kind !== 'none') throw new Error(`a camera towards ${found.camera.translation}`);
    expect(found.reason).toBe('no-parallax');
    const truth = { rotation: movementOf(pose, turned).rotation, translation: [0, 0, 1] };
    expect(anglesOff({ rotation: found.rotation!, translation: [0, 0, 1] }, truth).rotation).toBeLessThan(0.2);
  });

  it('different streets have no camera', () => {
    const [a, b] = [3, 4].map((seed) => detectFeatures(streetPairs('straight', 5, size, [seed])[0]!.a, 2200));
    const matches = matchFeatures(a!, b!);
    for (const fov of [75, null]) {
      const found = cameraOfMatches(matches, size, { fov, motion: null });
      expect(found.kind).toBe('none');
      if (found.kind === 'none') expect(['few-matches', 'no-model']).toContain(found.reason);
    }
  });

  it('even pictures have no matches', () => {
    const even = draw(64, 48, () => [90, 90, 90]);
    expect(estimateCamera(even, even, { fov: 75, motion: null })).toMatchObject({ reason: 'few-matches', matches: 0 });
  });
});

it('a wall that fills the view gives the right camera or none', () => {
  const texture = waves(8);
  const focal = size.width / 2 / Math.tan((75 * Math.PI) / 360);
  const middle = (x: number, y: number) => [(x + 0.5 - size.width / 2) / focal, (y + 0.5 - size.height / 2) / focal];
  // A wall 1 away, askew; b stands 0.15 to the right: what b sees along (u, v) lies on it at this distance.
  const slope = 0.4;
  const view = (shift: number) =>
    draw(size.width, size.height, (x, y) => {
      const [u, v] = middle(x, y) as [number, number];
      const depth = (1 + slope * shift) / (1 - slope * u);
      return texture(100 * (u * depth + shift), 100 * v * depth);
    });
  const found = estimateCamera(view(0), view(0.15), { fov: 75, motion: null });
  const truth: Movement = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [-1, 0, 0] };
  if (found.kind === 'none') expect(found.reason).toBe('ambiguous');
  else expect(anglesOff(found.camera, truth).direction).toBeLessThan(8);
});

const drive = new URL('../../../../shared/data/street-drive/', import.meta.url);

describe.skipIf(!existsSync(drive))('a real drive (skipped where ../shared/data is absent)', () => {
  const fov = 81.9;

  async function load(frame: number): Promise<FloatImage> {
    const file = fileURLToPath(new URL(`${String(frame).padStart(6, '0')}.png`, drive));
    const { data, info } = await sharp(file)
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, channels: 3, data: Float32Array.from(data) };
  }

  /** As a camera with its principal point in the middle sees it: the true one lies at 251.3, 76.1 of 512 × 154. */
  function truthOf(a: number, b: number): Movement {
    const lines = readFileSync(new URL('poses.txt', drive), 'utf8').trim().split('\n');
    const [from, to] = [a, b].map((frame) => lines[frame]!.trim().split(/\s+/).map(Number)) as [number[], number[]];
    const axes = (m: number[]) => [m[0]!, m[1]!, m[2]!, m[4]!, m[5]!, m[6]!, m[8]!, m[9]!, m[10]!];
    const into = transpose(axes(to));
    const [x, y, z] = apply(
      into,
      [3, 7, 11].map((k) => from[k]! - to[k]!),
    );
    const shifted = [x + ((251.3 - 256) / 295.3) * z, y + ((76.1 - 77) / 295.3) * z, z];
    return { rotation: multiply(into, axes(from)), translation: shifted };
  }

  const known = new Map<number, Features>();

  async function featuresOf(frame: number): Promise<Features> {
    const features = known.get(frame) ?? detectFeatures(await load(frame), 2200);
    known.set(frame, features);
    return features;
  }

  it.each([
    [20, 25, fov],
    [30, 35, fov],
    [20, 30, fov],
    [25, 20, fov],
    [20, 25, null],
    [20, 25, 1.15 * fov],
  ])('frames %s and %s, field of view %s', async (a, b, given) => {
    const matches = matchFeatures(await featuresOf(a), await featuresOf(b));
    const found = cameraOfMatches(matches, { width: 512, height: 154 }, { fov: given, motion: null });
    if (found.kind === 'none') throw new Error(found.reason);
    const off = anglesOff(found.camera, truthOf(a, b));
    expect(off.rotation).toBeLessThan(0.2);
    expect(off.direction).toBeLessThan(1);
    expect(found.inliers).toBeGreaterThan(50);
    expect(found.parallax).toBeGreaterThan(5);
  });
});
