import { describe, expect, it } from 'vitest';
import type { FlowField, RelativeCamera } from '../../../src/core/field.ts';
import { cameraPath, pairDepths, steadyTurn, wayRatio, withinBorder } from '../../../src/flow/epipolar/camera-path.ts';
import { inverseCamera, motionOfDepths } from '../../../src/flow/epipolar/relative-camera.ts';
import {
  apply,
  IDENTITY,
  multiply,
  rotationBy,
  rotationVector,
  shareOf,
  transpose,
  type Vector3,
} from '../../../src/flow/epipolar/rotations.ts';

const close = (one: readonly number[], other: readonly number[], digits = 9) => {
  expect(one).toHaveLength(other.length);
  one.forEach((value, i) => {
    expect(value).toBeCloseTo(other[i]!, digits);
  });
};

describe('rotations', () => {
  it.each<Vector3>([
    [0, 0, 0],
    [1e-7, -2e-7, 0],
    [0.3, -0.2, 0.7],
    [0, 3.1, 0],
    [0, Math.PI, 0],
  ])('are their vectors (%s, %s, %s)', (...vector) => close(rotationVector(rotationBy(vector)), vector));

  it('share out evenly', () => {
    const r = rotationBy([0.4, -0.1, 0.9]);
    close(multiply(shareOf(r, 0.25), shareOf(r, 0.75)), r);
    close(multiply(r, transpose(r)), IDENTITY);
  });
});

/** A drive on a circle: by each step it turns by `angle` to the right about the vertical axis, looking where it goes. */
const onArc = (angle: number): RelativeCamera => {
  const turn = rotationBy([0, -angle, 0]);
  const way = apply(rotationBy([0, angle / 2, 0]), [0, 0, 1]);
  const back = apply(turn, way);
  return { focal: 100, rotation: turn, translation: [-back[0], -back[1], -back[2]] };
};

describe('the way between two cameras', () => {
  it('begins at one and ends at the other', () => {
    const camera = onArc(0.4);
    const path = cameraPath(camera, { camera: onArc(0.1), ratio: 0.7 }, { camera: onArc(-0.2), ratio: null });
    close(path(0).centre, [0, 0, 0]);
    close(path(0).rotation, IDENTITY);
    close(path(1).centre, inverseCamera(camera).translation);
    close(path(1).rotation, camera.rotation);
  });

  it('is an arc where the camera turns as it goes', () => {
    const angle = 0.5;
    // Chord 1: radius 1 / (2 sin(angle / 2)).
    const radius = 1 / (2 * Math.sin(angle / 2));
    const path = cameraPath(onArc(angle));
    for (const t of [0.25, 0.5, 0.75]) {
      const [x, y, z] = path(t).centre;
      close([x, y, z], [radius * (1 - Math.cos(t * angle)), 0, radius * Math.sin(t * angle)], 2);
      close(path(t).rotation, rotationBy([0, -t * angle, 0]));
    }
  });

  it('goes on through a frame without a jump in speed, direction or turning', () => {
    const [first, second] = [onArc(0.1), onArc(0.3)];
    const ratio = 1.8;
    const into = cameraPath(first, null, { camera: second, ratio });
    const out = cameraPath(second, { camera: first, ratio: 1 / ratio }, null);
    const step = 1e-5;
    const end = into(1).rotation;
    const turnedIn = multiply(end, transpose(into(1 - step).rotation));
    const move = (a: Vector3, b: Vector3): Vector3 => [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
    const before = apply(end, move(into(1 - step).centre, into(1).centre));
    const after = move(out(0).centre, out(step).centre);
    close(
      before.map((c) => c / step),
      after.map((c) => (c * ratio) / step),
      3,
    );
    close(
      rotationVector(turnedIn).map((c) => c / step),
      rotationVector(out(step).rotation).map((c) => c / step),
      3,
    );
  });
});

describe('the ratio of two ways', () => {
  const size = { width: 48, height: 32 };
  const pixels = size.width * size.height;
  const ones = { ...size, data: new Float32Array(pixels).fill(1) };
  const camera: RelativeCamera = { focal: 40, rotation: IDENTITY, translation: [0, 0, -1] };
  // Depth of the frame both share: 4 to 9 of the first way; the second is 1.5 times as long.
  const shared = Float32Array.from(ones.data, (_, i) => size.width / (4 * size.width + 5 * (i % size.width)));
  const still: FlowField = motionOfDepths(camera, size, new Float32Array(pixels));
  const known = { geometry: { camera, epipolar: { forward: ones, backward: ones } } };
  const trust = { forward: ones, backward: ones };
  const first = pairDepths({
    forward: still,
    backward: motionOfDepths(inverseCamera(camera), size, shared),
    reliability: trust,
    ...known,
  });
  const longer = shared.map((rho) => 1.5 * rho);

  it('comes from the depths that both show', () => {
    const forward = motionOfDepths(camera, size, longer);
    const second = pairDepths({ forward, backward: still, reliability: trust, ...known });
    expect(wayRatio(first, second)).toBeCloseTo(1.5, 4);
    expect(wayRatio(second, first)).toBeNull();
  });

  it('does not come from what is not trusted', () => {
    // Two thirds of a picture leave the next one as it comes nearer: what is found for them is anything.
    const left = (i: number) => i % size.width < 32;
    const forward = motionOfDepths(
      camera,
      size,
      longer.map((rho, i) => (left(i) ? 0.3 * rho : rho)),
    );
    const reliability = { forward: { ...size, data: ones.data.map((_, i) => (left(i) ? 0 : 1)) }, backward: ones };
    const second = pairDepths({ forward, backward: still, reliability, ...known });
    expect(wayRatio(first, second)).toBeCloseTo(1.5, 4);
  });
});

describe('a steady camera', () => {
  it('turns evenly where the real one shakes about an even turn', () => {
    const even = 0.05;
    const shake = [0.02, -0.03, 0.01, 0.025, -0.02, -0.015, 0.03, -0.01, 0.02, -0.03, 0.015];
    const rotation = (angle: number) => rotationBy([0.3 * angle, angle, -0.2 * angle]);
    const headings = shake.map((s, i) => even * i + s);
    const steps = headings.slice(1).map((h, i): RelativeCamera => {
      return { focal: 100, rotation: rotation(h - headings[i]!), translation: [0, 0, -1] };
    });
    const shown = headings.map((h, i) => h + steadyTurn(steps.slice(0, i), steps.slice(i))[1]);
    const rough = (h: readonly number[]) => Math.hypot(...h.slice(2).map((value, i) => value - 2 * h[i + 1]! + h[i]!));
    expect(rough(shown)).toBeLessThan(0.3 * rough(headings));
    for (const [i, heading] of shown.entries()) expect(Math.abs(heading - even * i)).toBeLessThan(0.03);
  });

  it('leaves an even turn and a lone frame as they are', () => {
    const steps = Array.from({ length: 4 }, () => onArc(0.1));
    close(steadyTurn(steps.slice(0, 1), steps), [0, 0, 0]);
    close(steadyTurn([], []), [0, 0, 0]);
  });

  it('turns no farther than the zoom hides the border', () => {
    const size = { width: 200, height: 100 };
    close(withinBorder([0, 0.01, 0], 1.1, 100, size), [0, 0.01, 0]);
    const most = withinBorder([0, 1, 0], 1.1, 100, size)[1];
    // 100/1.1 px from the middle, turned, is 100 px.
    expect(most).toBeLessThanOrEqual(Math.atan(1) - Math.atan(1 / 1.1));
    expect(most).toBeGreaterThan(0.02);
  });
});
