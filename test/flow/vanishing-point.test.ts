import { describe, expect, it } from 'vitest';
import type { FlowPair } from '../../src/core/field.ts';
import { createRandom } from '../../src/core/random.ts';
import { vanishingPoint } from '../../src/flow/vanishing-point.ts';

const WIDTH = 96;
const HEIGHT = 64;

/** A pair of fields, all of it trusted. */
function pair(motion: (x: number, y: number) => readonly [number, number], trusted = 1): FlowPair {
  const field = (sign: number) => {
    const data = new Float32Array(2 * WIDTH * HEIGHT);
    for (let y = 0, i = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++, i++) {
        const [u, v] = motion(x, y);
        data[2 * i] = sign * u;
        data[2 * i + 1] = sign * v;
      }
    }
    return { width: WIDTH, height: HEIGHT, data };
  };
  const mask = { width: WIDTH, height: HEIGHT, data: new Float32Array(WIDTH * HEIGHT).fill(trusted) };
  return { forward: field(1), backward: field(-1), reliability: { forward: mask, backward: mask } };
}

/** Away from a point, at depths that differ from pixel to pixel. */
const driving =
  (px: number, py: number, sign = 1) =>
  (x: number, y: number) => {
    const nearness = (sign * (1.2 + Math.sin(x * 0.3) * Math.cos(y * 0.2))) / 8;
    return [nearness * (x - px), nearness * (y - py)] as const;
  };

describe('where a camera drives to', () => {
  it.each([
    ['in the middle', 48, 32, 1],
    ['beside it', 20, 40, 1],
    ['outside the picture', -40, 30, 1],
    ['behind, driving back', 60, 25, -1],
  ])('is found %s, whatever the depths', (_where, x, y, sign) => {
    const found = vanishingPoint(pair(driving(x, y, sign)))!;
    expect(Math.hypot(found.x - x, found.y - y)).toBeLessThan(0.5);
  });

  it('is found among things that move by themselves and noise', () => {
    const random = createRandom(3);
    const drive = driving(50, 30);
    const found = vanishingPoint(
      pair((x, y) => {
        const [u, v] = drive(x, y);
        if (x > 60 && y > 40) return [-6, 1];
        return [u + random.uniform(-0.3, 0.3), v + random.uniform(-0.3, 0.3)];
      }),
    )!;
    expect(Math.hypot(found.x - 50, found.y - 30)).toBeLessThan(1.5);
  });

  it('is nowhere when the camera stands, pans or turns about its axis, or nothing is trusted', () => {
    expect(vanishingPoint(pair(() => [0, 0]))).toBeNull();
    expect(vanishingPoint(pair(() => [5, 1]))).toBeNull();
    expect(vanishingPoint(pair((x, y) => [(32 - y) / 8, (x - 48) / 8]))).toBeNull();
    expect(vanishingPoint(pair(driving(48, 32), 0))).toBeNull();
  });

  it('is nowhere when half of the motion leads elsewhere', () => {
    const drive = driving(48, 32);
    expect(vanishingPoint(pair((x, y) => (x % 16 < 8 ? drive(x, y) : [3, 3])))).toBeNull();
  });
});
