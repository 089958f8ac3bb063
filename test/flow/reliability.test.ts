import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FlowField } from '../../src/core/field.ts';
import { readFlo } from '../../src/flow/flo.ts';
import { type ReliabilityParams, reliability } from '../../src/flow/reliability.ts';

const defaults: ReliabilityParams = {
  flow_consistency_rel: 0.01,
  flow_consistency_abs: 0.5,
  flow_edge_rule: 'ruder2016',
  flow_edge_rel: 0.01,
  flow_edge_abs: 0.002,
  flow_mask_blur: 0.8,
  flow_mask_min_filter: 0,
  flow_edge_value: 0,
};
const hard: ReliabilityParams = { ...defaults, flow_mask_blur: 0 };

const width = 16;
const height = 12;
const field = (w: (x: number, y: number) => [number, number]): FlowField => ({
  width,
  height,
  data: Float32Array.from({ length: 2 * width * height }, (_, i) => {
    const pixel = Math.floor(i / 2);
    return w(pixel % width, Math.floor(pixel / width))[i % 2]!;
  }),
});
const still = field(() => [0, 0]);

describe('reliability', () => {
  it('trusts flow whose return leads back', () => {
    const mask = reliability(
      field(() => [2, 1]),
      field(() => [-2, -1]),
      hard,
    );
    expect(mask.data[5 * width + 5]).toBe(1);
  });

  it('does not trust pixels that leave the image', () => {
    const mask = reliability(
      field(() => [2, 0]),
      field(() => [-2, 0]),
      hard,
    );
    expect([...mask.data.slice(0, width)]).toEqual([...Array(14).fill(1), 0, 0]);
  });

  it.each([
    // |w + w′|² against 0.01·(|w|² + |w′|²) + 0.5, with w = 0: 0.99·|w′|² against 0.5
    [0.7, 1],
    [0.72, 0],
  ])('compares forward and backward flow by the rule of the paper: %d px apart gives %d', (apart, expected) => {
    const mask = reliability(
      still,
      field(() => [apart, 0]),
      hard,
    );
    expect(mask.data[5 * width + 5]).toBe(expected);
  });

  it.each([
    // |∇u|² against 0.002 for small motion
    [0.044, 1],
    [0.046, 0],
  ])('finds motion boundaries by the rule of the paper: a slope of %d gives %d', (slope, expected) => {
    const stretched = field((x) => [slope * (x - 8), 0]);
    const back = field((x) => [-slope * (x - 8), 0]);
    expect(reliability(stretched, back, { ...hard, flow_edge_rel: 0 }).data[5 * width + 8]).toBe(expected);
  });

  it('gives boundaries the weight that is asked for', () => {
    const stretched = field((x) => [0.05 * (x - 8), 0]);
    const back = field((x) => [-0.05 * (x - 8), 0]);
    const mask = reliability(stretched, back, { ...hard, flow_edge_value: 0.4 });
    expect(mask.data[5 * width + 8]).toBeCloseTo(0.4, 6);
  });

  it('lets occlusions grow outward through the blur', () => {
    const occluder = field((x, y) => (x === 8 && y === 6 ? [3, 0] : [0, 0]));
    const params = { ...defaults, flow_edge_rel: 1, flow_edge_abs: 9 };
    const mask = reliability(still, occluder, params);
    // A pixel turns from +255 to −255, so that its weight in the Gaussian counts twice.
    const taps = [-2, -1, 0, 1, 2].map((k) => Math.exp((-k * k) / (2 * 0.8 ** 2)));
    const sum = taps.reduce((a, b) => a + b);
    expect(mask.data[6 * width + 8]).toBeCloseTo(1 - (2 * taps[2]! ** 2) / sum ** 2, 5);
    expect(mask.data[6 * width + 9]).toBeCloseTo(1 - (2 * taps[3]! * taps[2]!) / sum ** 2, 5);
  });

  it('widens what is not trusted by the minimum filter', () => {
    const occluder = field((x, y) => (x === 8 && y === 6 ? [3, 0] : [0, 0]));
    const params = { ...hard, flow_edge_rel: 1, flow_edge_abs: 9, flow_mask_min_filter: 5 };
    const mask = reliability(still, occluder, params);
    const zeros = mask.data.filter((value) => value === 0).length;
    expect(zeros).toBe(25);
    expect(mask.data[8 * width + 10]).toBe(0);
    expect(mask.data[9 * width + 10]).toBe(1);
  });
});

describe('motion boundaries with flow_edge_rule local', () => {
  const local: ReliabilityParams = { ...hard, flow_edge_rule: 'local', flow_edge_value: 0.25 };
  /** Judged by edges alone: what is consistent with itself. */
  const edges = (flow: FlowField, params = local) => reliability(flow, flow, { ...params, flow_consistency_rel: 9 });
  const inside = (mask: { readonly data: Float32Array }) => mask.data.filter((value) => value === 0.25).length;

  it.each<[string, (x: number, y: number) => [number, number]]>([
    ['magnification', (x, y) => [0.4 * (x - 8), 0.4 * (y - 6)]],
    ['rotation', (x, y) => [-0.3 * (y - 6), 0.3 * (x - 8)]],
    ['the ground on the way forward', (x, y) => [(0.1 * (x - 8) * (y + 4)) / 3, (0.1 * (y + 4) ** 2) / 3]],
    ['a wall that meets the ground', (_, y) => [0, y < 6 ? 1 : 1 + 0.5 * (y - 6)]],
    ['a step too small to be real', (x) => [x < 8 ? 0 : 0.25, 0]],
  ])('%s is none, and is one by the rule of the paper but for the last', (name, w) => {
    const flow = field(w);
    expect(inside(edges(flow))).toBe(0);
    const paper = inside(edges(flow, { ...local, flow_edge_rule: 'ruder2016' }));
    expect(paper, name).toBeGreaterThan(10);
  });

  it.each<[string, (x: number, y: number) => [number, number]]>([
    ['a step', (x) => [x < 8 ? 0 : 3, 0]],
    ['a step in what is magnified', (x, y) => [0.2 * (x - 8) + (x < 8 ? 0 : 4), 0.2 * (y - 6)]],
  ])('%s of depth is one on both its sides, and nowhere else', (_, w) => {
    const mask = edges(field(w));
    // Above and below, what is magnified leaves the picture.
    for (let y = 2; y < 10; y++) {
      for (const x of [7, 8]) expect(mask.data[y * width + x]).toBe(0.25);
      for (const x of [3, 4, 12, 13]) expect(mask.data[y * width + x]).not.toBe(0.25);
    }
  });

  it('finds a step that an estimator has smoothed over a few pixels', () => {
    const smooth = field((x) => [Math.min(4, Math.max(0, 4 * ((x - 6) / 4))), 0]);
    const mask = edges(smooth);
    expect(mask.data[5 * width + 8]).toBe(0.25);
  });
});

const folder = new URL('../../../shared/data/ruder-marple/', import.meta.url);

describe.skipIf(!existsSync(folder))(
  'masks of the paper’s own checker (skipped where ../shared/data is absent)',
  () => {
    it.each([
      ['reliable_1_2.pgm', 'forward_1_2.flo', 'backward_2_1.flo'],
      ['reliable_2_1.pgm', 'backward_2_1.flo', 'forward_1_2.flo'],
      ['reliable_2_3.pgm', 'forward_2_3.flo', 'backward_3_2.flo'],
      ['reliable_3_2.pgm', 'backward_3_2.flo', 'forward_2_3.flo'],
    ])('%s is reproduced from the same flow', (expectedName, flowName, backName) => {
      const read = (name: string) => readFlo(readFileSync(new URL(name, folder)), name);
      const mask = reliability(read(flowName), read(backName), defaults);
      const file = readFileSync(new URL(expectedName, folder));
      const expected = file.subarray(file.length - mask.data.length);
      let near = 0;
      let otherSide = 0;
      mask.data.forEach((value, i) => {
        // The checker cuts off the fraction when it writes bytes, so that one level of difference is no error.
        if (Math.abs(255 * value - expected[i]!) <= 2) near++;
        if (Math.floor(255 * value + 1e-3) >= 128 !== expected[i]! >= 128) otherSide++;
      });
      expect(near / mask.data.length).toBeGreaterThanOrEqual(0.99);
      expect(otherSide).toBe(0);
    });
  },
);
