import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStreetLine, driveAlong } from '../../../../src/frames/sources/procedural/street-line.ts';
import { real } from '../../../support/reals.ts';

describe('the centre line', () => {
  const line = createStreetLine(7);

  it('finds street coordinates of a place again', () => {
    fc.assert(
      fc.property(real(-300, 9000), real(-5, 5), (along, across) => {
        const p = line.at(along);
        const found = line.locate(p.east + across * p.tangentNorth, along - across * p.tangentEast);
        // two steps towards the foot point; the line bends with a radius over 49 m, so a few millimetres are left
        expect(Math.abs(found.across - across)).toBeLessThan(0.01);
        expect(Math.abs(found.along - along)).toBeLessThan(0.05);
      }),
    );
  });

  it('has the slope of its easting and bends gently', () => {
    for (let north = -50; north < 3000; north += 7.3) {
      const p = line.at(north);
      const d = 1e-4;
      // central difference of a cubic: error d², rounding 1e-12/d
      expect((line.at(north + d).east - line.at(north - d).east) / (2 * d)).toBeCloseTo(p.slope, 6);
      const turn = (line.at(north + 1).slope - p.slope) / (1 + p.slope * p.slope) ** 1.5;
      // the second derivative of a B-spline is at most 4 · 16 m / (56 m)²
      expect(Math.abs(turn)).toBeLessThan(1 / 49);
    }
  });
});

describe('a drive', () => {
  it('goes in even steps on the road, looking along it', () => {
    const poses = driveAlong({ frames: 200, seed: 11, spacing: 2.5, start: 1000 });
    const line = createStreetLine(11);
    expect(poses).toHaveLength(200);
    for (let i = 1; i < poses.length; i++) {
      const [e, n] = poses[i]!.position;
      const [e0, n0] = poses[i - 1]!.position;
      const step = Math.sqrt((e - e0) ** 2 + (n - n0) ** 2);
      // half a metre off the centre line of a bend of 49 m radius a step is shorter or longer by 1 %
      expect(Math.abs(step - 2.5)).toBeLessThan(0.03);
      expect(line.locate(e, n).across).toBeCloseTo(0.5, 2);
      const course = (Math.atan2(e - e0, n - n0) * 180) / Math.PI;
      const off = ((poses[i]!.heading - course + 540) % 360) - 180;
      // 2.5 m of a 49 m bend turn by 2.9°, of which half lies after the step's middle
      expect(Math.abs(off)).toBeLessThan(1.5);
      expect(poses[i]!.heading).toBeGreaterThanOrEqual(0);
      expect(poses[i]!.heading).toBeLessThan(360);
    }
  });

  it('is the same for the same seed and starts where it is told', () => {
    expect(driveAlong({ frames: 3, seed: 2 })).toEqual(driveAlong({ frames: 3, seed: 2 }));
    expect(driveAlong({ frames: 3, seed: 2 })).not.toEqual(driveAlong({ frames: 3, seed: 3 }));
    const [pose] = driveAlong({ frames: 1, seed: 2, start: 50, across: 0, height: 3, pitch: -2, fov: 60 });
    expect(pose).toMatchObject({ pitch: -2, fov: 60 });
    expect(pose!.position[1]).toBe(50);
    expect(pose!.position[2]).toBe(3);
  });
});
