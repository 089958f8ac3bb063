import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowField, FlowPair } from '../../src/core/field.ts';
import { createCpuFlowEstimator } from '../../src/flow/cpu-estimator.ts';
import type { FlowEstimator } from '../../src/flow/estimator.ts';
import { createGpuFlowEstimator } from '../../src/flow/gpu-estimator.ts';
import type { ReliabilityParams } from '../../src/flow/reliability.ts';
import { describeGpu, testDevice } from '../support/gpu.ts';
import { draw, type Texture, waves } from '../support/texture.ts';

const params: ReliabilityParams = {
  flow_consistency_rel: 0.01,
  flow_consistency_abs: 0.5,
  flow_edge_rule: 'ruder2016',
  flow_edge_rel: 0.01,
  flow_edge_abs: 0.002,
  flow_mask_blur: 0.8,
  flow_mask_min_filter: 0,
  flow_edge_value: 0,
};

const [width, height] = [64, 48];
const MOTION = [2.4, -1.3] as const;
const ground = waves(1);
const a = draw(width, height, ground);
const b = draw(width, height, (x, y) => ground(x - MOTION[0], y - MOTION[1]));

/** Mean length of the error against one motion, `margin` px inside. */
function meanError({ data }: FlowField, [u, v]: readonly [number, number], margin: number): number {
  let sum = 0;
  let count = 0;
  for (let y = margin; y < height - margin; y++) {
    for (let x = margin; x < width - margin; x++, count++) {
      const i = 2 * (y * width + x);
      sum += Math.hypot(data[i]! - u, data[i + 1]! - v);
    }
  }
  return sum / count;
}

const square = waves(3);
/** A square on the ground, moved by so many pixels to the right from where it was at first. */
const withSquare =
  (moved: number): Texture =>
  (x, y) =>
    x >= 6 + moved && x < 20 + moved && y >= 15 && y < 29 ? square(x - moved, y) : ground(x, y);

function contract(open: () => Promise<FlowEstimator>) {
  let estimator: FlowEstimator;
  let pair: FlowPair;
  beforeAll(async () => {
    estimator = await open();
    pair = await estimator.estimate(a, b);
  });
  // Throws where buffers are still lent, be it after errors and aborts.
  afterAll(() => estimator.dispose());

  it('finds a motion of parts of a pixel, in both directions', () => {
    // The texture is clean and moves as a whole: a hundredth of a pixel is well within reach.
    expect(meanError(pair.forward, MOTION, 4)).toBeLessThan(0.01);
    expect(meanError(pair.backward, [-MOTION[0], -MOTION[1]], 4)).toBeLessThan(0.01);
  });

  it('trusts it inside, and not where it leaves the image', () => {
    const { forward, backward } = pair.reliability;
    expect(forward.data[24 * width + 32]).toBe(1);
    expect(backward.data[24 * width + 32]).toBe(1);
    expect(forward.data[24 * width + width - 1]).toBeLessThan(0.1);
    expect(forward.data[24 * width]).toBe(1);
    expect(backward.data[24 * width]).toBeLessThan(0.1);
    expect(backward.data[24 * width + width - 1]).toBe(1);
  });

  it('takes over a start where it is right, and is not led astray where it is wrong', async () => {
    // A small square jumps over more than half of the picture, beyond what is sought without being told.
    const far = 34;
    const before = draw(width, height, withSquare(0));
    const after = draw(width, height, withSquare(far));
    const fieldOf = (u: number, v: number): FlowField => ({
      width,
      height,
      data: Float32Array.from({ length: 2 * width * height }, (_, i) => (i % 2 === 0 ? u : v)),
    });
    const starts = [
      { forward: fieldOf(far, 0), backward: fieldOf(-far, 0) },
      { forward: fieldOf(-7, 5), backward: fieldOf(7, -5) },
      { forward: fieldOf(Number.NaN, 0), backward: fieldOf(0, Number.NaN) },
    ];
    const { forward } = await estimator.estimate(before, after, { starts });
    const at = (x: number, y: number) => 2 * (y * width + x);
    expect(forward.data[at(12, 22)]).toBeCloseTo(far, 0);
    for (const [x, y] of [
      [32, 8],
      [30, 40],
      [5, 5],
    ] as const) {
      expect(Math.hypot(forward.data[at(x, y)]!, forward.data[at(x, y) + 1]!)).toBeLessThan(0.1);
    }
  });

  it('refuses images of different or tiny sizes, naming them', async () => {
    const other = draw(width, height - 1, ground);
    await expect(estimator.estimate(a, other)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('64×48 and 64×47 px'),
    });
    const tiny = draw(40, 15, ground);
    await expect(estimator.estimate(tiny, tiny)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('40×15'),
    });
  });

  it('takes the smallest and narrow images', async () => {
    for (const [w, h] of [
      [16, 16],
      [90, 17],
    ] as const) {
      const still = draw(w, h, ground);
      const { forward } = await estimator.estimate(still, still);
      expect(forward.data.every((value) => Math.abs(value) < 1e-3)).toBe(true);
    }
  });

  it('stops when it is aborted', async () => {
    await expect(estimator.estimate(a, b, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    const controller = new AbortController();
    const running = estimator.estimate(a, b, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });
}

describe('flow on the CPU', () => {
  contract(async () => createCpuFlowEstimator(params));

  it('finds a thing that moves farther than it is long, without being told', async () => {
    const [w, h, far] = [160, 80, 44];
    const scene =
      (moved: number): Texture =>
      (x, y) =>
        x >= 20 + moved && x < 60 + moved && y >= 20 && y < 60 ? square(x - moved, y) : ground(x, y);
    const pair = [draw(w, h, scene(0)), draw(w, h, scene(far))] as const;
    const { forward, backward } = await createCpuFlowEstimator(params).estimate(...pair);
    expect(forward.data[2 * (40 * w + 40)]).toBeCloseTo(far, 0);
    expect(backward.data[2 * (40 * w + 40 + far)]).toBeCloseTo(-far, 0);
    expect(forward.data[2 * (5 * w + 140)]).toBeCloseTo(0, 1);
  });

  it('does not trust what a nearer object hides', async () => {
    const near = waves(2);
    const square = (left: number, top: number, x: number, y: number) =>
      x >= left && x < left + 26 && y >= top && y < top + 22;
    const scene =
      (u: number): Texture =>
      (x, y) =>
        square(18 + u, 12, x, y) ? near(x - u, y) : ground(x, y);
    const { forward, reliability } = await createCpuFlowEstimator(params).estimate(
      draw(width, height, scene(0)),
      draw(width, height, scene(5)),
    );
    const at = (x: number, y: number) => y * width + x;
    expect(forward.data[2 * at(30, 22)]).toBeCloseTo(5, 1);
    expect(forward.data[2 * at(8, 22)]).toBeCloseTo(0, 1);
    expect(reliability.forward.data[at(30, 22)]).toBe(1);
    expect(reliability.forward.data[at(8, 22)]).toBe(1);
    // In b the square covers x = 44…48, where the ground of a was seen.
    for (const x of [45, 46, 47]) expect(reliability.forward.data[at(x, 22)]).toBe(0);
  });
});

describeGpu('flow on the GPU', () => {
  contract(async () => createGpuFlowEstimator(await testDevice(), params));

  it('finds what the CPU finds', async () => {
    const gpu = createGpuFlowEstimator(await testDevice(), params);
    const [fromGpu, fromCpu] = [await gpu.estimate(a, b), await createCpuFlowEstimator(params).estimate(a, b)];
    gpu.dispose();
    for (const direction of ['forward', 'backward'] as const) {
      let sum = 0;
      fromGpu[direction].data.forEach((value, i) => {
        sum += Math.abs(value - fromCpu[direction].data[i]!);
      });
      // Robust weights amplify rounding where there is nothing to see, at the borders; elsewhere results are equal.
      expect(sum / fromGpu[direction].data.length).toBeLessThan(1e-3);
    }
  });
});
