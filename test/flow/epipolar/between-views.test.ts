import { describe, expect, it } from 'vitest';
import type { FlowField, Mask, PairGeometry, RelativeCamera } from '../../../src/core/field.ts';
import { createFloatImage, type FloatImage, type Size, toFloatImage } from '../../../src/core/image.ts';
import { createInBetween } from '../../../src/flow/in-between.ts';
import { exactFlow } from '../../../src/frames/sources/procedural/ground-truth.ts';
import { renderView } from '../../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../../src/frames/sources/procedural/street-line.ts';
import { relativeCameraOf } from '../../../src/route/relative-pose.ts';

function mask({ width, height }: Size, value: (x: number, y: number) => number = () => 1): Mask {
  const data = Float32Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  return { width, height, data };
}

function mean(one: FloatImage, other: FloatImage, where: (x: number, y: number) => boolean = () => true): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < one.data.length; i++) {
    const pixel = Math.floor(i / 3);
    if (!where(pixel % one.width, Math.floor(pixel / one.width))) continue;
    sum += (one.data[i]! - other.data[i]!) ** 2;
    count++;
  }
  return sum / count;
}

describe('a view from between two of the street', () => {
  const size = { width: 128, height: 72 };
  const drive = (seed: number, start: number, metres: number) => {
    const street = createStreet(seed);
    const poses = driveAlong({ frames: 5, seed, start, spacing: metres / 4 });
    const view = (i: number) => toFloatImage(renderView(street, poses[i]!, size).image);
    const exact = (from: number, to: number): FlowField => {
      const { flow, visible } = exactFlow(street, poses[from]!, poses[to]!, size);
      // What lies behind the second camera has flow 0 there, which would mean that it is far away.
      const behind = (i: number) => visible.data[i] === 0 && flow.data[2 * i] === 0 && flow.data[2 * i + 1] === 0;
      return { ...flow, data: flow.data.map((value, i) => (behind(i >> 1) ? Number.NaN : value)) };
    };
    const { camera } = relativeCameraOf(poses[0]!, poses[4]!, size)!;
    const geometry: PairGeometry = { camera, epipolar: { forward: mask(size), backward: mask(size) } };
    return { a: view(0), b: view(4), view, forward: exact(0, 4), backward: exact(4, 0), geometry };
  };
  const zero = (field: FlowField) => ({ ...field, data: field.data.map((value) => (Number.isNaN(value) ? 0 : value)) });

  // At 512×288 px that is 3 to 5 dB better than along the flow.
  it.each([
    [7, 0, 5],
    [3, 300, 5],
  ])('is nearer to the true one than along the flow (seed %i at %i m, %i m apart)', (seed, start, metres) => {
    const { a, b, view, forward, backward, geometry } = drive(seed, start, metres);
    const between = createInBetween(a, b, { forward, backward, geometry });
    const along = createInBetween(a, b, { forward: zero(forward), backward: zero(backward) });
    for (const i of [1, 2, 3]) {
      const t = i / 4;
      const fade = { ...a, data: a.data.map((value, k) => (1 - t) * value + t * b.data[k]!) };
      const error = mean(between(t), view(i));
      expect(error).toBeLessThan(0.7 * mean(along(t), view(i)));
      expect(error).toBeLessThan(0.25 * mean(fade, view(i)));
    }
    expect(between(0)).toBe(a);
    expect(between(1)).toBe(b);
    expect(mean(between(1e-4), a)).toBeLessThan(3);
    expect(mean(between(1 - 1e-4), b)).toBeLessThan(3);
  });
});

describe('a board before a wall, passed sideways', () => {
  const size = { width: 96, height: 64 };
  // The wall moves by 4 px, the board, four times nearer, by 16: focal length over depth.
  const focal = 64;
  const camera: RelativeCamera = { focal, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [-1, 0, 0] };
  const [wall, board] = [4, 16];
  const onBoard = (x: number, y: number, t: number) => x >= 40 - t * board && x < 60 - t * board && y >= 16 && y < 48;
  const texture = (x: number, y: number, tint: number) => [
    128 + 60 * Math.sin(0.7 * x + tint) + 30 * Math.sin(0.5 * y),
    100 + 100 * tint,
    128 - 60 * Math.sin(0.4 * x - 0.6 * y),
  ];
  const scene = (t: number, thing?: (x: number, y: number) => boolean) => {
    const image = createFloatImage(size.width, size.height);
    for (let y = 0, i = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++, i += 3) {
        if (thing?.(x, y)) image.data.set([250, 20, 20], i);
        else image.data.set(onBoard(x, y, t) ? texture(x + t * board, y, 1) : texture(x + t * wall, y, 0), i);
      }
    }
    return image;
  };
  const flow = (
    t: number,
    sign: number,
    motion?: (x: number, y: number) => readonly [number, number] | null,
  ): FlowField => {
    const data = new Float32Array(2 * size.width * size.height);
    for (let y = 0, i = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++, i += 2) {
        data.set(motion?.(x, y) ?? [-sign * (onBoard(x, y, t) ? board : wall), 0], i);
      }
    }
    return { ...size, data };
  };

  it.each([0.25, 0.5, 0.75])('shows both where they stand, without smear between them (at %s)', (t) => {
    const geometry = { camera, epipolar: { forward: mask(size), backward: mask(size) } };
    const between = createInBetween(scene(0), scene(1), { forward: flow(0, 1), backward: flow(1, -1), geometry })(t);
    const truth = scene(t);
    const inner = (x: number) => x > 3 && x < size.width - 4;
    expect(mean(between, truth, inner)).toBeLessThan(6);
    // No colour between the board's and the wall's: 100 is the wall's green, 200 the board's.
    let mixed = 0;
    for (let i = 1; i < between.data.length; i += 3) if (between.data[i]! > 120 && between.data[i]! < 180) mixed++;
    expect(mixed).toBeLessThanOrEqual(32);
  });

  it('moves what moves by itself along its own flow', () => {
    // A thing before the wall goes 12 px to the left and 10 down: no static point does.
    const [u, v] = [-12, 10];
    const thing = (t: number) => (x: number, y: number) => {
      const [left, top] = [74 + t * u, 20 + t * v];
      return x >= left && x < left + 10 && y >= top && y < top + 10;
    };
    const move = (t: number, sign: number) => flow(t, sign, (x, y) => (thing(t)(x, y) ? [sign * u, sign * v] : null));
    const fixed = (t: number) => mask(size, (x, y) => (thing(t)(x, y) ? 0 : 1));
    const geometry = { camera, epipolar: { forward: fixed(0), backward: fixed(1) } };
    const a = scene(0, thing(0));
    const b = scene(1, thing(1));
    const between = createInBetween(a, b, { forward: move(0, 1), backward: move(1, -1), geometry })(0.5);
    const inner = (x: number) => x > 3 && x < size.width - 4;
    expect(mean(between, scene(0.5, thing(0.5)), inner)).toBeLessThan(10);
    expect(mean(between, scene(0.5), inner)).toBeGreaterThan(100);
  });
});
