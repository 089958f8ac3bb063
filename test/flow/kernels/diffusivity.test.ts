import { expect, it } from 'vitest';
import { diffusivityCpu } from '../../../src/flow/kernels/diffusivity.cpu.ts';
import { diffusivity } from '../../../src/flow/kernels/diffusivity.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

const size = { width: 15, height: 11 };
const pixels = size.width * size.height;
const alpha = 0.03;

describeGpu('diffusivity on the GPU', () => {
  it('equals the CPU reference', async () => {
    const data = {
      features: randomFloats(32 * pixels, 1),
      flow: randomFloats(4 * pixels, 2, -3, 3),
      edges: new Float32Array(4 * pixels),
    };
    const cpu = copies(data);
    diffusivityCpu({ ...size, alpha, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => diffusivity({ ...size, alpha, ...buffers }));
    // Noise keeps |∇w| far from 0: weights below 1, single precision.
    expect(largestDifference(gpu.edges, cpu.edges)).toBeLessThan(1e-5);
  });
});

it('smooths uniform motion most, leaves jumps alone and never crosses the border', () => {
  const features = new Float32Array(32 * pixels).fill(1);
  const flow = new Float32Array(4 * pixels);
  for (let i = 0; i < 2 * pixels; i++) flow[2 * i] = i % size.width < 7 ? 0 : 5;
  const edges = new Float32Array(4 * pixels);
  diffusivityCpu({ ...size, alpha, features, flow, edges });
  const row = 5 * size.width;
  expect(edges[2 * (row + 2)]).toBeCloseTo(alpha / Math.sqrt(1e-6), 3);
  expect(edges[2 * (row + 6)]).toBeCloseTo(alpha / 5, 5);
  expect(edges[2 * (row + size.width - 1)]).toBe(0);
  expect(edges[2 * (pixels - 3) + 1]).toBe(0);
});
