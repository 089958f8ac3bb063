import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/core/random.ts';
import { aggregateCpu } from '../../../../src/flow/epipolar/kernels/aggregate.cpu.ts';
import { type AggregateArgs, aggregate, PATHS } from '../../../../src/flow/epipolar/kernels/aggregate.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { copies, runOnGpu } from '../../../support/gpu-kernel.ts';

type Args = AggregateArgs<Float32Array, Uint8Array, Uint16Array>;

const penalties = { one: 3, two: 8, far: 90, edge: 40, decay: 20 };

function volume(width: number, height: number, labels: number) {
  const random = createRandom(7);
  const cost = Uint8Array.from({ length: width * height * labels }, () => random.uniform(0, 256));
  const reference = Float32Array.from({ length: 2 * width * height }, () => random.uniform(0, 255));
  // What a buffer held before.
  return { reference, cost, sum: new Uint16Array(cost.length).fill(77) };
}

describe('aggregateCpu', () => {
  it('sums the costs of paths by their definition', () => {
    const size = { width: 7, height: 5, labels: 12 };
    const args = { ...size, ...volume(7, 5, 12), penalties };
    aggregateCpu(args);
    expect([...args.sum]).toEqual(sumsByDefinition(args));
  });

  it('gives a pixel that tells nothing the label of its surroundings', () => {
    const size = { width: 9, height: 9, labels: 8 };
    const cost = new Uint8Array(81 * 8).fill(60);
    for (let i = 0; i < 81; i++) cost[8 * i + 5] = 10;
    cost.fill(30, 40 * 8, 41 * 8);
    const sum = new Uint16Array(cost.length);
    aggregateCpu({ ...size, reference: new Float32Array(162), cost, sum, penalties });
    const middle = [...sum.subarray(40 * 8, 41 * 8)];
    expect(middle.indexOf(Math.min(...middle))).toBe(5);
    expect(middle[5]).toBe(PATHS.length * 30);
    expect(middle[4]).toBe(PATHS.length * (30 + penalties.one));
  });

  it('refuses penalties whose sums exceed 16 bits', () => {
    const args = { width: 1, height: 1, labels: 4, ...volume(1, 1, 4), penalties: { ...penalties, far: 8000 } };
    expect(() => aggregateCpu(args)).toThrow(RangeError);
  });
});

it('refuses more labels than a workgroup holds', () => {
  const none = {} as GPUBuffer;
  const args = { width: 1, height: 1, labels: 1028, reference: none, cost: none, sum: none, penalties };
  expect(() => aggregate(args)).toThrow(RangeError);
});

describeGpu('aggregate on the GPU', () => {
  it.each([
    [33, 18, 40],
    [14, 25, 132],
    [3, 2, 1024],
  ])('equals the CPU reference at %d×%d and %d labels', async (width, height, labels) => {
    const host = volume(width, height, labels);
    const size = { width, height, labels, penalties };
    const cpu = copies(host);
    aggregateCpu({ ...size, ...cpu });
    const gpu = await runOnGpu(host, (buffers) => aggregate({ ...size, ...buffers }));
    expect(gpu.sum).toEqual(cpu.sum);
  });
});

/** Each path followed back to where it enters the picture, every step from every label. */
function sumsByDefinition({ cost, reference, width, height, labels }: Args): number[] {
  const { one, two, far, edge, decay } = penalties;
  const grey = (x: number, y: number) => reference[2 * (y * width + x)]!;
  const path = (x: number, y: number, dx: number, dy: number): number[] => {
    const own = [...cost.subarray((y * width + x) * labels, (y * width + x + 1) * labels)];
    const [fromX, fromY] = [x + dx, y + dy];
    if (fromX < 0 || fromY < 0 || fromX >= width || fromY >= height) return own;
    const before = path(fromX, fromY, dx, dy);
    const difference = Math.round(Math.abs(grey(x, y) - grey(fromX, fromY)));
    const large = Math.round(edge + (far - edge) * Math.exp(-difference / decay));
    const step = (from: number, to: number) => [0, one, two][Math.abs(from - to)] ?? large;
    const least = Math.min(...before);
    return own.map((value, to) => value + Math.min(...before.map((b, from) => b + step(from, to))) - least);
  };
  const sums = new Array<number>(cost.length).fill(0);
  for (const [dx, dy] of PATHS) {
    for (let i = 0; i < width * height; i++) {
      path(i % width, Math.floor(i / width), dx, dy).forEach((value, label) => {
        sums[i * labels + label]! += value;
      });
    }
  }
  return sums;
}
