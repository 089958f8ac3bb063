import { expect, it } from 'vitest';
import { relaxCpu } from '../../../src/flow/kernels/relax.cpu.ts';
import { relax } from '../../../src/flow/kernels/relax.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

// Odd sides: red and black pixels differ in number.
const size = { width: 21, height: 15 };
const pixels = size.width * size.height;
const omega = 1.85;

/** A system (own + Σe)·w = c + Σe·w_n with data at every pixel: its solution lies between the data. */
function host() {
  const edges = randomFloats(4 * pixels, 1, 0.5, 1.5);
  const inverse = new Float32Array(8 * pixels);
  const wanted = randomFloats(4 * pixels, 2, -2, 2);
  const constant = new Float32Array(4 * pixels);
  for (let i = 0; i < 2 * pixels; i++) {
    const x = i % size.width;
    const y = Math.floor((i % pixels) / size.width);
    if (x === size.width - 1) edges[2 * i] = 0;
    if (y === size.height - 1) edges[2 * i + 1] = 0;
    const left = x > 0 ? edges[2 * (i - 1)]! : 0;
    const up = y > 0 ? edges[2 * (i - size.width) + 1]! : 0;
    const diagonal = 0.2 + edges[2 * i]! + edges[2 * i + 1]! + left + up;
    inverse.set([1 / diagonal, 0, 1 / diagonal], 4 * i);
    constant.set([0.2 * wanted[2 * i]!, 0.2 * wanted[2 * i + 1]!], 2 * i);
  }
  return { edges, inverse, constant, flow: new Float32Array(4 * pixels) };
}

describeGpu('relax on the GPU', () => {
  it('equals the CPU reference after several sweeps', async () => {
    const data = host();
    const cpu = copies(data);
    relaxCpu({ ...size, omega, sweeps: 5, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => relax({ ...size, omega, sweeps: 5, ...buffers }));
    // Values up to 2, rounding of ten half sweeps.
    expect(largestDifference(gpu.flow, cpu.flow)).toBeLessThan(1e-5);
  });
});

it('solves the system: what remains of each equation is nothing', () => {
  const { edges, inverse, constant, flow } = host();
  relaxCpu({ ...size, omega: 1.6, sweeps: 200, edges, inverse, constant, flow });
  for (let i = 0; i < 2 * pixels; i++) {
    const x = i % size.width;
    const y = Math.floor((i % pixels) / size.width);
    let right = constant[2 * i]!;
    if (x + 1 < size.width) right += edges[2 * i]! * flow[2 * i + 2]!;
    if (y + 1 < size.height) right += edges[2 * i + 1]! * flow[2 * (i + size.width)]!;
    if (x > 0) right += edges[2 * (i - 1)]! * flow[2 * (i - 1)]!;
    if (y > 0) right += edges[2 * (i - size.width) + 1]! * flow[2 * (i - size.width)]!;
    expect(Math.abs(right * inverse[4 * i]! - flow[2 * i]!)).toBeLessThan(1e-5);
  }
});
