import { expect, it } from 'vitest';
import { assembleCpu } from '../../../src/flow/kernels/assemble.cpu.ts';
import { assemble } from '../../../src/flow/kernels/assemble.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

const size = { width: 14, height: 12 };
const pixels = size.width * size.height;
const gamma = 3;

/** Quadratic forms as squares of random linear forms: never negative, as the real ones. */
function tensors(seed: number): Float32Array {
  const r = randomFloats(12 * pixels, seed, -1, 1);
  const out = new Float32Array(24 * pixels);
  for (let i = 0; i < 4 * pixels; i++) {
    const [a, b, c] = [r[3 * i]!, r[3 * i + 1]!, r[3 * i + 2]!];
    out.set([a * a, a * b, b * b, a * c, b * c, c * c], 6 * i);
  }
  return out;
}

function host() {
  return {
    tensors: tensors(1),
    edges: randomFloats(4 * pixels, 2, 0.1, 1),
    origin: randomFloats(4 * pixels, 3, -2, 2),
    flow: randomFloats(4 * pixels, 4, -2, 2),
    inverse: new Float32Array(8 * pixels),
    constant: new Float32Array(4 * pixels),
  };
}

describeGpu('assemble on the GPU', () => {
  it('equals the CPU reference', async () => {
    const data = host();
    const cpu = copies(data);
    assembleCpu({ ...size, gamma, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => assemble({ ...size, gamma, ...buffers }));
    expect(largestDifference(gpu.inverse, cpu.inverse)).toBeLessThan(1e-4);
    // Where a form is nearly 0 its root is of a difference of like numbers: weights up to 1000 amplify the rounding.
    const scale = cpu.constant.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    expect(largestDifference(gpu.constant, cpu.constant) / scale).toBeLessThan(1e-3);
  });
});

it('inverts the matrix of the data term and all four neighbours', () => {
  const data = host();
  data.tensors.fill(0);
  assembleCpu({ ...size, gamma, ...data });
  const pixel = 5 * size.width + 6;
  const total =
    data.edges[2 * pixel]! +
    data.edges[2 * pixel + 1]! +
    data.edges[2 * (pixel - 1)]! +
    data.edges[2 * (pixel - size.width) + 1]!;
  expect([...data.inverse.slice(4 * pixel, 4 * pixel + 4)]).toEqual([
    expect.closeTo(1 / total, 5),
    expect.closeTo(0, 9),
    expect.closeTo(1 / total, 5),
    0,
  ]);
});
