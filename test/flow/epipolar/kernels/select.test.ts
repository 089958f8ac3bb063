import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/core/random.ts';
import { NO_PLANE, PLANE, TWO_PLANES } from '../../../../src/flow/epipolar/hypotheses.ts';
import { selectCpu } from '../../../../src/flow/epipolar/kernels/select.cpu.ts';
import { select } from '../../../../src/flow/epipolar/kernels/select.ts';
import { largestDifference } from '../../../support/floats.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { copies, runOnGpu } from '../../../support/gpu-kernel.ts';

/** Inverse depth of label i of planes parallel to the picture is i. */
function depthOf(sums: readonly number[], separators: readonly number[] = []): number {
  const planes = Float32Array.from(sums.flatMap((_, i) => [0, 0, i, separators.includes(i) ? NO_PLANE : PLANE]));
  const depth = new Float32Array(1);
  selectCpu({ width: 1, height: 1, labels: sums.length, focal: 1, planes, sum: Uint16Array.from(sums), depth });
  return depth[0]!;
}

describe('selectCpu', () => {
  it('takes the least of the parabola through the least cost and its neighbours', () => {
    expect(depthOf([90, 80, 40, 20, 40, 90, 90, 90])).toBe(3);
    // 10·(x − 3.25)² + 20, times 16
    const parabola = Array.from({ length: 8 }, (_, x) => 160 * (x - 3.25) ** 2 + 320);
    expect(depthOf(parabola)).toBeCloseTo(3.25, 6);
  });

  it('takes the first of equal costs', () => {
    expect(depthOf([9, 5, 9, 5, 9, 5, 9, 9])).toBe(1);
  });

  it('takes the first and the last label as they are', () => {
    expect(depthOf([1, 2, 9, 9])).toBe(0);
    expect(depthOf([9, 9, 2, 1])).toBe(3);
  });

  it('neither takes a separator nor interpolates towards one', () => {
    expect(depthOf([9, 9, 8, 1, 7, 9, 9, 9], [3])).toBe(4);
  });

  it('measures planes along the ray of the pixel', () => {
    const planes = Float32Array.from([0, 0, 0, PLANE, 0, 2, 0, PLANE, 0, 0, 0, NO_PLANE, 4, 0, 0, TWO_PLANES]);
    const sum = Uint16Array.from([9, 1, 9, 9, 9, 9, 9, 1, 9, 1, 9, 9, 9, 9, 9, 1]);
    const depth = new Float32Array(4);
    selectCpu({ width: 2, height: 2, labels: 4, focal: 8, planes, sum, depth });
    expect([...depth]).toEqual([2 / 16, 4 / 16, 2 / 16, 4 / 16]);
  });
});

describeGpu('select on the GPU', () => {
  it('equals the CPU reference', async () => {
    for (const [largest, labels] of [
      [65535, 484],
      [12, 60],
    ] as const) {
      const random = createRandom(3);
      const size = { width: 21, height: 9, labels, focal: 18 };
      // Neighbouring labels lie far apart: another label is another depth.
      const planes = Float32Array.from({ length: 4 * labels }, (_, i) =>
        i % 4 < 3 ? random.uniform(-1, 1) : i % 44 === 3 ? NO_PLANE : PLANE,
      );
      const sum = Uint16Array.from({ length: 21 * 9 * labels }, () => random.uniform(0, largest + 1));
      const host = { planes, sum, depth: new Float32Array(21 * 9) };
      const cpu = copies(host);
      selectCpu({ ...size, ...cpu });
      const gpu = await runOnGpu(host, (buffers) => select({ ...size, ...buffers }));
      expect(largestDifference(gpu.depth, cpu.depth)).toBeLessThan(1e-6);
    }
  });
});
