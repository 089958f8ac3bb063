import { expect, it } from 'vitest';
import { curvatureCpu } from '../../../src/flow/kernels/curvature.cpu.ts';
import { lineariseCpu } from '../../../src/flow/kernels/linearise.cpu.ts';
import { linearise } from '../../../src/flow/kernels/linearise.ts';
import { slopeCpu } from '../../../src/flow/kernels/slope.cpu.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

const size = { width: 24, height: 18 };
const pixels = size.width * size.height;

function host(features: Float32Array, origin: Float32Array) {
  return { features, origin, tensors: randomFloats(24 * pixels, 9), flow: new Float32Array(4 * pixels) };
}

describeGpu('linearise on the GPU', () => {
  it('equals the CPU reference, also where pixels leave the image', async () => {
    const data = host(randomFloats(32 * pixels, 1, -1, 1), randomFloats(4 * pixels, 2, -6, 6));
    const cpu = copies(data);
    lineariseCpu({ ...size, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => linearise({ ...size, ...buffers }));
    // Products up to about 10; sample positions up to 30 px carry 2e-6 px of rounding, times slopes of noise.
    expect(largestDifference(gpu.tensors, cpu.tensors)).toBeLessThan(1e-4);
    expect(largestDifference(gpu.flow, data.origin)).toBe(0);
    expect(cpu.tensors.some((value) => value === 0)).toBe(true);
  });
});

it('gives a form whose minimum is the remaining motion', () => {
  // Grey of b is grey of a, moved by (0.3, −0.2): smooth enough for one linearisation.
  const image = new Float32Array(8 * pixels);
  const scene = (x: number, y: number) => 0.5 + 0.2 * Math.sin(0.5 * x + 0.1 * y) + 0.2 * Math.cos(0.4 * y - 0.1 * x);
  for (let i = 0; i < pixels; i++) {
    const x = i % size.width;
    const y = Math.floor(i / size.width);
    image.fill(scene(x, y), 4 * i, 4 * i + 4);
    image.fill(scene(x - 1.3, y + 0.2), 4 * (pixels + i), 4 * (pixels + i) + 4);
  }
  const features = new Float32Array(32 * pixels);
  slopeCpu({ ...size, image, features });
  curvatureCpu({ ...size, features, edgeDecay: 8, edgeFloor: 0.05 });
  const data = host(
    features,
    Float32Array.from({ length: 4 * pixels }, (_, i) => (i % 2 === 0 ? 1 : 0)),
  );
  lineariseCpu({ ...size, ...data });
  // Gradient constancy determines both components at one pixel; take one in the middle.
  const o = 12 * (9 * size.width + 10) + 6;
  const [k11, k12, k22, k13, k23] = data.tensors.slice(o, o + 5) as unknown as [number, number, number, number, number];
  const det = k11 * k22 - k12 * k12;
  expect((-k13 * k22 + k23 * k12) / det).toBeCloseTo(0.3, 1);
  expect((-k23 * k11 + k13 * k12) / det).toBeCloseTo(-0.2, 1);
});
