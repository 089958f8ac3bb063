import { describe, expect, it } from 'vitest';
import type { FlowPair } from '../../src/core/field.ts';
import { inverseCamera } from '../../src/flow/epipolar/relative-camera.ts';
import { exactFlow } from '../../src/frames/sources/procedural/ground-truth.ts';
import { createStreet } from '../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../src/frames/sources/procedural/street-line.ts';
import { asMotion, chainFlows, chainPairs, type Motion } from '../../src/render/chained-flow.ts';
import { relativeCameraOf } from '../../src/route/relative-pose.ts';

/** The same motion everywhere, trusted as far as it stays in the picture. */
const constant = (u: number, v: number, trust = 1, width = 12, height = 8): Motion => {
  const data = new Float32Array(width * height * 2);
  const weights = new Float32Array(width * height);
  for (let i = 0; i < weights.length; i++) {
    data.set([u, v], 2 * i);
    const [x, y] = [(i % width) + u, Math.floor(i / width) + v];
    weights[i] = x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1 ? trust : 0;
  }
  return { field: { width, height, data }, reliability: { width, height, data: weights } };
};

describe('chainFlows', () => {
  it('adds motions up, and loses what leaves the picture on the way', () => {
    const { width, data } = chainFlows(constant(2, 0.5), constant(1.25, -1));
    const at = (x: number, y: number) => [data[2 * (y * width + x)], data[2 * (y * width + x) + 1]];
    expect(at(0, 1)).toEqual([3.25, -0.5]);
    expect(at(6, 6)).toEqual([3.25, -0.5]);
    expect(at(10, 3)).toEqual([Number.NaN, Number.NaN]);
    expect(at(4, 7)).toEqual([Number.NaN, Number.NaN]);
  });

  it('loses what either of the two does not trust', () => {
    const lost = (a: Motion, b: Motion) => chainFlows(a, b).data.every(Number.isNaN);
    expect(lost(constant(0, 0, 0.4), constant(0, 0))).toBe(true);
    expect(lost(constant(0, 0), constant(0, 0, 0.4))).toBe(true);
    expect(lost(constant(0, 0, 0.6), constant(0, 0, 0.6))).toBe(false);
  });

  it('can be chained further: what is lost stays lost', () => {
    const shift = constant(3, 0);
    const twice = asMotion(chainFlows(shift, shift));
    const { width, data } = chainFlows(shift, twice);
    const known = Array.from({ length: width }, (_, x) => !Number.isNaN(data[2 * x]));
    // Three columns go with every step, and one to interpolate from with every chaining.
    expect(known.lastIndexOf(true)).toBe(width - 1 - 9 - 2);
    expect(data[0]).toBe(9);
  });

  it('agrees with the exact motion over two steps of a drive', () => {
    const size = { width: 64, height: 36 };
    const street = createStreet(3);
    const poses = driveAlong({ frames: 3, seed: 3 });
    const motion = (from: number, to: number): Motion => {
      const { flow, visible } = exactFlow(street, poses[from]!, poses[to]!, size);
      return { field: flow, reliability: visible };
    };
    const chained = chainFlows(motion(2, 1), motion(1, 0));
    const exact = motion(2, 0);
    const errors: number[] = [];
    for (let i = 0; i < exact.reliability.data.length; i++) {
      if (exact.reliability.data[i] === 0 || Number.isNaN(chained.data[2 * i])) continue;
      const [u, v] = [0, 1].map((c) => chained.data[2 * i + c]! - exact.field.data[2 * i + c]!) as [number, number];
      errors.push(Math.hypot(u, v));
    }
    errors.sort((a, b) => a - b);
    expect(errors.length).toBeGreaterThan(0.5 * exact.reliability.data.length);
    expect(errors[Math.floor(0.9 * errors.length)]).toBeLessThan(0.25);
  });
});

describe('chainPairs', () => {
  const size = { width: 96, height: 56 };
  const street = createStreet(3);
  // Steps of 2 and 4 m: their ways are units of their own.
  const [first, , second, , , , third] = driveAlong({ frames: 7, seed: 3, spacing: 1 });
  const poses = [first!, second!, third!];
  const pairOf = (from: number, to: number): FlowPair => {
    const [a, b] = [poses[from]!, poses[to]!];
    const [there, back] = [exactFlow(street, a, b, size), exactFlow(street, b, a, size)];
    const { camera } = relativeCameraOf(a, b, size)!;
    const masks = { forward: there.visible, backward: back.visible };
    return { forward: there.flow, backward: back.flow, reliability: masks, geometry: { camera, epipolar: masks } };
  };
  const steps = [pairOf(0, 1), pairOf(1, 2)];

  it('tells the cameras of both ends', () => {
    const chained = chainPairs(steps);
    if (!('geometry' in chained) || !chained.geometry) throw new Error('no cameras');
    const { camera } = relativeCameraOf(poses[0]!, poses[2]!, size)!;
    expect(chained.geometry.camera.focal).toBeCloseTo(camera.focal, 6);
    chained.geometry.camera.rotation.forEach((value, k) => {
      expect(value).toBeCloseTo(camera.rotation[k]!, 6);
    });
    chained.geometry.camera.translation.forEach((value, k) => {
      expect(value).toBeCloseTo(camera.translation[k]!, 3);
    });
    expect(Math.hypot(...chained.geometry.camera.translation)).toBeCloseTo(1, 9);
  });

  it('chains the motions, and trusts what is not lost on the way', () => {
    const chained = chainPairs(steps) as FlowPair;
    const field = chainFlows(
      { field: steps[0]!.forward, reliability: steps[0]!.reliability.forward },
      { field: steps[1]!.forward, reliability: steps[1]!.reliability.forward },
    );
    let known = 0;
    for (let i = 0; i < size.width * size.height; i++) {
      const isKnown = !Number.isNaN(field.data[2 * i]!);
      if (isKnown) known++;
      expect(chained.reliability.forward.data[i]).toBe(isKnown ? 1 : 0);
      expect(chained.geometry!.epipolar.forward.data[i]).toBe(isKnown ? 1 : 0);
      // Lost ones lead out of the picture, and are numbers.
      if (isKnown) expect(chained.forward.data[2 * i]).toBe(field.data[2 * i]);
      else expect(chained.forward.data[2 * i]).toBeGreaterThan(size.width);
    }
    expect(known).toBeGreaterThan(0.2 * size.width * size.height);
  });

  it('is a start alone where the cameras of a step are not known', () => {
    const { geometry: _, ...bare } = steps[1]!;
    const chained = chainPairs([steps[0]!, bare]);
    expect(Object.keys(chained).sort()).toEqual(['backward', 'forward']);
    expect([...chained.forward.data].some(Number.isNaN)).toBe(true);
  });

  it('has no cameras where the way comes back to its beginning', () => {
    const { forward, backward, reliability, geometry } = steps[0]!;
    const { camera, epipolar } = geometry!;
    const returned: FlowPair = {
      forward: backward,
      backward: forward,
      reliability: { forward: reliability.backward, backward: reliability.forward },
      geometry: {
        camera: inverseCamera(camera),
        epipolar: { forward: epipolar.backward, backward: epipolar.forward },
      },
    };
    expect('geometry' in chainPairs([steps[0]!, returned])).toBe(false);
  });
});
