import { describe, expect, it } from 'vitest';
import type { RelativeCamera } from '../../../src/core/field.ts';
import { pairDepths } from '../../../src/flow/epipolar/camera-path.ts';
import { type DriveStep, placeDrive } from '../../../src/flow/epipolar/drive.ts';
import { groundHeight } from '../../../src/flow/epipolar/ground-height.ts';
import { inverseCamera, motionOfDepths } from '../../../src/flow/epipolar/relative-camera.ts';
import { apply, rotationBy, type Vector3 } from '../../../src/flow/epipolar/rotations.ts';

const UNKNOWN = { positions: [], cameraHeight: null };

/** A step on an arc: it turns by `angle` to the right, looking where it goes. */
function step(angle: number, ratio: number | null, height: number | null = null): DriveStep {
  const rotation = rotationBy([0, -angle, 0]);
  const [x, y, z] = apply(rotation, apply(rotationBy([0, angle / 2, 0]), [0, 0, 1]));
  return { camera: { focal: 100, rotation, translation: [-x, -y, -z] }, ratio, height };
}

describe('placing the cameras of a drive', () => {
  it('follows an arc with uneven steps', () => {
    // Steps of a circle of radius 10, in units of the first chord.
    const angles = [0.2, 0.1, 0.3];
    const chord = (angle: number) => 20 * Math.sin(angle / 2);
    const steps = angles.map((angle, i) => step(angle, i ? chord(angle) / chord(angles[i - 1]!) : null));
    const { stretches, scale } = placeDrive(steps, UNKNOWN);
    expect(scale).toBe('none');
    expect(stretches).toHaveLength(1);
    let heading = 0;
    for (const [i, { centre, rotation }] of stretches[0]!.places.entries()) {
      heading += i ? angles[i - 1]! : 0;
      const expected: Vector3 = [10 * (1 - Math.cos(heading)), 0, 10 * Math.sin(heading)];
      for (const c of [0, 1, 2] as const) expect(centre[c] * chord(angles[0]!)).toBeCloseTo(expected[c], 6);
      const forward = [rotation[6]!, rotation[7]!, rotation[8]!];
      expect(Math.atan2(forward[0]!, forward[2]!)).toBeCloseTo(heading, 9);
    }
  });

  it('begins a new stretch where nothing links the steps', () => {
    const { stretches } = placeDrive([step(0, null), step(0, 2), null, step(0, null), step(0, null)], UNKNOWN);
    expect(stretches.map(({ first, lengths }) => [first, lengths.length])).toEqual([
      [0, 2],
      [3, 1],
      [4, 1],
    ]);
    const bridged = placeDrive([step(0, null, 0.3), step(0, null, 0.15)], UNKNOWN).stretches;
    expect(bridged).toHaveLength(1);
    expect(bridged[0]!.lengths[1]).toBeCloseTo(2, 6);
  });

  it('is not misled by one wrong ratio, nor by one wrong height', () => {
    const good = [null, 1, 1, 1, 1, 1, 1].map((ratio) => step(0, ratio, 0.28));
    const wrongRatio = good.map((one, i) => (i === 3 ? { ...one, ratio: 1.6 } : one));
    const wrongHeight = good.map((one, i) => (i === 2 ? { ...one, height: 0.1 } : one));
    for (const steps of [wrongRatio, wrongHeight]) {
      const { lengths, height } = placeDrive(steps, UNKNOWN).stretches[0]!;
      for (const length of lengths) expect(Math.abs(length - 1)).toBeLessThan(0.08);
      expect(height).toBeCloseTo(0.28, 1);
    }
  });

  it('knows metres from positions before it takes them from an assumed height', () => {
    const steps = [null, 1, 1, 1, 1].map((ratio) => step(0, ratio, 0.25));
    // 6 m apart, one of them 30 m off.
    const positions = [0, 1, 2, 3, 4, 5].map((i) => [i === 3 ? 30 : 0, 6 * i] as const);
    const known = placeDrive(steps, { positions, cameraHeight: 3 });
    expect(known.scale).toBe('positions');
    for (const length of known.stretches[0]!.lengths) expect(length).toBeCloseTo(6, 6);
    expect(known.stretches[0]!.height).toBeCloseTo(1.5, 6);
    const assumed = placeDrive(steps, { positions: [], cameraHeight: 3 });
    expect(assumed.scale).toBe('camera_height');
    for (const length of assumed.stretches[0]!.lengths) expect(length).toBeCloseTo(12, 6);
  });
});

describe('height above the ground', () => {
  const size = { width: 160, height: 96 };
  const ones = { ...size, data: new Float32Array(size.width * size.height).fill(1) };
  const trust = { forward: ones, backward: ones };
  /** A street: ground below, walls on both sides, as inverse depths per way. */
  const street = (camera: RelativeCamera, height: number, walls: number) => {
    const at = (i: number) => {
      const x = ((i % size.width) + 0.5 - size.width / 2) / camera.focal;
      const y = (Math.floor(i / size.width) + 0.5 - size.height / 2) / camera.focal;
      return Math.max(y / height, Math.abs(x) / walls, 0.02);
    };
    const depths = Float32Array.from(ones.data, (_, i) => at(i));
    return pairDepths({
      forward: motionOfDepths(camera, size, depths),
      backward: motionOfDepths(inverseCamera(camera), size, depths),
      reliability: trust,
      geometry: { camera, epipolar: { forward: ones, backward: ones } },
    });
  };
  const ahead: RelativeCamera = { focal: 90, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, -1] };

  it('is that of the plane which most of the lower middle lies on', () => {
    expect(groundHeight(street(ahead, 0.3, 1.5))).toBeCloseTo(0.3, 2);
    expect(groundHeight(street(ahead, 0.6, 1.5))).toBeCloseTo(0.6, 2);
  });

  it('is not known where no ground is seen', () => {
    expect(groundHeight(street(ahead, 1e6, 1.5))).toBeNull();
  });
});
