import { expect, it } from 'vitest';
import { weightedMedianCpu } from '../../../src/flow/kernels/weighted-median.cpu.ts';
import { weightedMedian } from '../../../src/flow/kernels/weighted-median.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

const size = { width: 24, height: 20 };
const pixels = size.width * size.height;
const sigmas = { sigmaSpace: 7, sigmaColour: 0.05 };

/** Both images in one colour to the left of a column and another from there on. */
function twoColours(column: number): Float32Array {
  const features = new Float32Array(2 * pixels * 16);
  for (let p = 0; p < 2 * pixels; p++) features.fill(p % size.width < column ? 0.2 : 0.8, p * 16, p * 16 + 3);
  return features;
}

/** A field of both directions by column and row. */
function fieldOf(motion: (x: number, y: number) => readonly [number, number]): Float32Array {
  const field = new Float32Array(4 * pixels);
  for (let p = 0; p < 2 * pixels; p++)
    field.set(motion(p % size.width, Math.floor(p / size.width) % size.height), 2 * p);
  return field;
}

function filtered(flow: Float32Array, features: Float32Array, origin = flow.slice(), limit = 9): Float32Array {
  const target = new Float32Array(4 * pixels);
  weightedMedianCpu({ ...size, ...sigmas, limit, features, origin, flow: flow.slice(), target });
  return target;
}

describeGpu('weighted median on the GPU', () => {
  it('equals the CPU reference', async () => {
    const data = {
      features: randomFloats(2 * pixels * 16, 1, 0.4, 0.6),
      origin: randomFloats(4 * pixels, 2, -3, 3),
      flow: randomFloats(4 * pixels, 3, -4, 4),
      target: new Float32Array(4 * pixels),
    };
    const cpu = copies(data);
    weightedMedianCpu({ ...size, ...sigmas, limit: 1, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => weightedMedian({ ...size, ...sigmas, limit: 1, ...buffers }));
    // Values differ by less than a halving leaves, and by a gap between two values where weights round to the other side of the half.
    const apart = gpu.target.map((value, i) => Math.abs(value - cpu.target[i]!));
    expect(apart.filter((difference) => difference > 2e-3).length).toBeLessThan(0.01 * apart.length);
    expect(largestDifference(gpu.target, cpu.target)).toBeLessThan(0.5);
  });
});

it('puts a motion edge where the colours change', () => {
  // The motion's edge lies 2 px beside the picture's.
  const target = filtered(
    fieldOf((x) => (x < 10 ? [4, 0] : [0, 0])),
    twoColours(12),
  );
  const row = target.subarray(2 * 10 * size.width);
  expect(row[2 * 11]).toBeCloseTo(4, 2);
  expect(row[2 * 12]).toBeCloseTo(0, 2);
});

it('drops what stands alone', () => {
  const flow = fieldOf(() => [1, 2]);
  flow[2 * (9 * size.width + 9)] = 8;
  expect(filtered(flow, twoColours(0))[2 * (9 * size.width + 9)]).toBeCloseTo(1, 3);
});

it('leaves motion as it is that grows evenly, up to the border', () => {
  const ramp = fieldOf((x, y) => [0.3 * x, 0.2 * y]);
  expect(largestDifference(filtered(ramp, twoColours(0)), ramp)).toBeLessThan(1e-2);
});

it('limits what one warp may change', () => {
  const target = filtered(new Float32Array(4 * pixels).fill(7), twoColours(0), new Float32Array(4 * pixels).fill(2), 1);
  expect(largestDifference(target, new Float32Array(4 * pixels).fill(3))).toBeLessThan(1e-6);
});
