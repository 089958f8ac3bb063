import { describe, expect, it } from 'vitest';
import type { FlowField, Mask } from '../../src/core/field.ts';
import type { FloatImage } from '../../src/core/image.ts';
import { matchLinear } from '../../src/engine/color/linear-match.ts';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import type { Motion } from '../../src/render/chained-flow.ts';
import { ALONE, frameStart, type Surroundings } from '../../src/render/frame-start.ts';
import type { VisitKind } from '../../src/render/plan.ts';
import { towardsTargets } from '../../src/render/temporal.ts';
import { unveiled } from '../../src/render/unveiled.ts';
import { largestDifference } from '../support/floats.ts';
import { waves } from '../support/images.ts';

const [width, height] = [20, 16];
const content = waves(width, height, 1);
const style = waves(30, 40, 2);
const painted = waves(width, height, 3);
const firstPainted = waves(width, height, 4);
const earlier = waves(width, height, 5);
const own = waves(width, height, 6);
const MEAN = [123.68, 116.779, 103.939] as const;

const field = (u: number, v: number): FlowField => ({
  width,
  height,
  data: Float32Array.from({ length: width * height * 2 }, (_, i) => (i % 2 === 0 ? u : v)),
});
const mask = (value: number): Mask => ({ width, height, data: new Float32Array(width * height).fill(value) });
const motion = (u: number, trust: number): Motion => ({ field: field(u, 0), reliability: mask(trust) });

/** All content moves 3 px to the right: what is at the left border was not seen before. */
const before = { painted, motion: motion(-3, 0.75) };

function start(kind: VisitKind, params: Partial<Params>, given: Partial<Surroundings> = {}) {
  return frameStart({
    params: createParams(params),
    kind,
    content,
    style,
    mean: MEAN,
    around: { ...ALONE, ...given },
  });
}
/** With a fill that leaves what is carried as it is. */
const later = (params: Partial<Params> = {}, given: Partial<Surroundings> = {}) =>
  start('later', { flow_fill: 'mean', ...params }, { before, held: [before], first: firstPainted, ...given });
const at = (image: FloatImage, x: number, y: number) => [
  ...image.data.slice(3 * (y * width + x), 3 * (y * width + x) + 3),
];

describe('a frame painted alone', () => {
  it.each(['still', 'first', 'alone'] as const)('of kind %s starts afresh, coarse to fine, held to nothing', (kind) => {
    const { initial, coarseToFine, temporal } = start(kind, {});
    expect({ coarseToFine, temporal }).toEqual({ coarseToFine: true, temporal: [] });
    expect(initial).toEqual(content);
  });

  it('goes by video_first_init in a film, of one pass or several, and by job_init_type as a still', () => {
    const params = { video_first_init: 'content', job_init_type: 'gray' } as const;
    expect(start('first', params).initial).toEqual(content);
    expect(start('alone', params).initial).toEqual(content);
    expect(largestDifference(at(start('still', params).initial, 5, 5), MEAN)).toBeLessThan(1e-4);
  });

  it.each(['first', 'alone'] as const)('of kind %s starts from the first style where that is asked for', (kind) => {
    const { initial } = start(kind, { video_first_init: 'style' });
    expect([initial.width, initial.height]).toEqual([width, height]);
    expect(largestDifference(initial.data, content.data)).toBeGreaterThan(10);
    expect(initial).toEqual(start('still', { job_init_type: 'style' }).initial);
  });

  it('has noise of job_seed and job_noise_ratio', () => {
    const noise = (params: Partial<Params>) => start('first', { video_first_init: 'random', ...params }).initial;
    expect(noise({})).toEqual(noise({}));
    expect(largestDifference(noise({}).data, noise({ job_seed: 1 }).data)).toBeGreaterThan(1);
    expect(largestDifference(noise({ job_noise_ratio: 0 }).data, content.data)).toBeLessThan(1e-3);
  });
});

describe('a later frame without a flow', () => {
  const still = { painted, motion: null };
  const without = (params: Partial<Params>) => later({ flow_method: 'none', ...params }, { before: still, held: [] });

  it('starts as video_init says, and is held to nothing', () => {
    expect(without({ video_init: 'prev' })).toEqual({ initial: painted, coarseToFine: false, temporal: [] });
    expect(without({ video_init: 'first' }).initial).toEqual(firstPainted);
    expect(without({ video_init: 'content' })).toEqual({ initial: content, coarseToFine: true, temporal: [] });
  });

  it('starts as the first frame where it should start from a warped one', () => {
    const params = { video_init: 'prev_warped', video_first_init: 'style' } as const;
    expect(without(params)).toEqual(start('first', params));
  });
});

describe('a later frame', () => {
  it('starts from the painted frame before it, carried along the backward flow, at full size', () => {
    const { initial, coarseToFine } = later();
    expect(coarseToFine).toBe(false);
    expect(at(initial, 10, 7)).toEqual(at(painted, 7, 7));
    expect(at(initial, 3, 0)).toEqual(at(painted, 0, 0));
  });

  it('is held to the warped frame by the reliability of the flow, which lies on its own grid', () => {
    const { temporal, initial } = later();
    expect(temporal).toHaveLength(1);
    expect(temporal[0]!.warped).toEqual(initial);
    expect(temporal[0]!.weights.data[7 * width + 10]).toBe(0.75);
  });

  it('is held to nothing where the frame before has no pixel to give, even if a blurred mask says a little', () => {
    const { weights } = later().temporal[0]!;
    const row = [...weights.data.slice(5 * width, 6 * width)];
    expect(row).toEqual([0, 0, 0, ...new Array(width - 3).fill(0.75)]);
    expect(before.motion.reliability.data.every((c) => c === 0.75)).toBe(true);
  });

  it('fills what comes from outside by the mean colour with flow_fill mean', () => {
    const { initial } = later();
    for (const x of [0, 1, 2]) expect(largestDifference(at(initial, x, 9), MEAN)).toBeLessThan(1e-4);
    expect(at(initial, 3, 9)).toEqual(at(painted, 0, 9));
  });

  it('is free of what the flow cannot be trusted with, in the colours of the film, with flow_fill content', () => {
    const { initial, temporal } = later({ flow_fill: 'content' });
    const start = unveiled(temporal[0]!, matchLinear(content, painted, 'sym'));
    expect(initial).toEqual(towardsTargets(start, temporal));
    // What it is held to is the carried frame itself.
    expect(at(temporal[0]!.warped, 10, 7)).toEqual(at(painted, 7, 7));
  });

  it('paints what is not seen as the frame before was painted, with flow_fill analogy', () => {
    const plain = { ...painted, data: painted.data.map((_, i) => [20, 60, 200][i % 3]!) };
    const example = { painted: plain, motion: before.motion, photograph: waves(width, height, 7) };
    const run = (flow_fill: Params['flow_fill']) => later({ flow_fill }, { before: example, held: [example] });
    const { initial } = run('analogy');
    // Whatever the photograph shows was painted in one colour.
    for (const x of [0, 1, 2, 10]) expect(largestDifference(at(initial, x, 9), [20, 60, 200])).toBeLessThan(0.01);
    expect(largestDifference(at(run('content').initial, 1, 9), [20, 60, 200])).toBeGreaterThan(0.1);
    expect(run('analogy')).toEqual(run('analogy'));
    // Without the photograph it begins as with `content`.
    expect(later({ flow_fill: 'analogy' })).toEqual(later({ flow_fill: 'content' }));
  });

  it('is held less to paint that is enlarged, which has the strokes of the frame before at the start', () => {
    const grown: FlowField = {
      width,
      height,
      data: Float32Array.from({ length: 2 * width * height }, (_, i) => {
        const pixel = Math.floor(i / 2);
        return i % 2 === 0 ? -0.7 * ((pixel % width) - 10) : -0.7 * (Math.floor(pixel / width) - 8);
      }),
    };
    const large = { painted, motion: { field: grown, reliability: mask(1) }, photograph: waves(width, height, 7) };
    const run = (flow_magnified_value: number, flow_fill: Params['flow_fill'] = 'analogy') =>
      later({ flow_magnified_value, flow_fill }, { before: large, held: [large] });
    expect(run(0.15).temporal[0]!.weights.data[8 * width + 10]).toBeCloseTo(0.15, 4);
    expect(run(1).temporal[0]!.weights.data[8 * width + 10]).toBe(1);
    const roughness = ({ data }: FloatImage) =>
      data.reduce((sum, value, i) => sum + (i % (3 * width) < 3 ? 0 : Math.abs(value - data[i - 3]!)), 0);
    const [held, free] = [run(1).initial, run(0.15).initial];
    expect(roughness(free)).toBeGreaterThan(1.5 * roughness(held));
    // The magnification is no doubt about what is seen: without analogy the warp stays as it is.
    expect(run(0.15, 'content').initial).toEqual(run(1, 'content').initial);
  });

  it('fills by the same noise each time with flow_fill random', () => {
    const { initial } = later({ flow_fill: 'random' });
    expect(initial).toEqual(later({ flow_fill: 'random' }).initial);
    const other = later({ flow_fill: 'random', job_seed: 1 }).initial;
    expect(largestDifference(at(initial, 0, 0), at(other, 0, 0))).toBeGreaterThan(0);
  });

  it('interpolates by flow_warp', () => {
    const half = { painted, motion: motion(-2.5, 0.75) };
    const warped = (flow_warp: Params['flow_warp']) =>
      at(later({ flow_warp }, { before: half, held: [] }).initial, 10, 7);
    const [left, right] = [at(painted, 7, 7), at(painted, 8, 7)];
    const middle = left.map((v, i) => (v + right[i]!) / 2);
    expect(largestDifference(warped('bilinear'), middle)).toBeLessThan(1e-3);
    expect(largestDifference(warped('bicubic'), warped('bilinear'))).toBeGreaterThan(0.1);
  });

  it.each<[Params['video_init'], FloatImage, boolean]>([
    ['prev', painted, false],
    ['first', firstPainted, false],
    ['content', content, true],
  ])('starts from %s where video_init says so, and is held all the same', (video_init, expected, fresh) => {
    const { initial, coarseToFine, temporal } = later({ video_init });
    expect(initial).toEqual(expected);
    expect(coarseToFine).toBe(fresh);
    expect(temporal[0]!.warped).toEqual(later().initial);
  });

  it.each(['random', 'style'] as const)('starts afresh, coarse to fine, from %s', (kind) => {
    const { initial, coarseToFine } = later({ video_init: kind });
    expect(coarseToFine).toBe(true);
    // The same noise in every frame.
    expect(initial).toEqual(start('first', { video_first_init: kind }).initial);
  });

  it('starts from an earlier frame where the one before has nothing to give and that one has', () => {
    const hidden = { painted, motion: motion(0, 0) };
    const seen = { painted: earlier, motion: motion(0, 1) };
    const { initial, temporal } = later({}, { before: hidden, held: [hidden, seen] });
    expect(temporal.map(({ weights }) => weights.data[0])).toEqual([0, 1]);
    expect(largestDifference(initial.data, earlier.data)).toBeLessThan(1e-4);
  });
});

describe('a frame behind a cut', () => {
  const cut = (params: Partial<Params>) => start('later', params, { before, cut: true, first: firstPainted });
  const mean = ({ data }: FloatImage, c: number) =>
    data.reduce((sum, v, i) => sum + (i % 3 === c ? v : 0), 0) / (data.length / 3);

  it('starts as a first one, held to nothing, from the photograph in the colours of the film so far', () => {
    const { initial, coarseToFine, temporal } = cut({});
    expect({ coarseToFine, temporal }).toEqual({ coarseToFine: true, temporal: [] });
    for (const c of [0, 1, 2]) expect(mean(initial, c)).toBeCloseTo(mean(painted, c), 2);
    // It is the photograph still: one map of its colours for all pixels.
    expect(largestDifference(initial.data, content.data)).toBeGreaterThan(1);
    const same = cut({ video_init: 'prev' });
    expect(same.initial).toEqual(initial);
  });

  it('is held to the beginning of a round trip where that is seen', () => {
    const home = { painted: firstPainted, motion: motion(0, 0.5), distance: 1 };
    const { initial, temporal } = start('later', {}, { before, cut: true, home });
    expect(initial).toEqual(cut({}).initial);
    expect(temporal.map(({ warped, weights }) => [warped.data, weights.data[0]])).toEqual([[firstPainted.data, 0.5]]);
  });

  it('starts as video_first_init says where that is no photograph', () => {
    const params = { video_first_init: 'random' } as const;
    expect(cut(params)).toEqual(start('first', params));
  });
});

describe('a frame of a further pass', () => {
  const blended = (params: Partial<Params>, given: Partial<Surroundings> = {}) =>
    start('blended', params, { own, before: { painted, motion: motion(-3, 0.5) }, ...given });

  it('starts from (x + b·c·ω)/(1 + b·c) at full size', () => {
    const { initial, coarseToFine, temporal } = blended({ video_blend_weight: 2 });
    expect({ coarseToFine, temporal }).toEqual({ coarseToFine: false, temporal: [] });
    // b·c = 1: the middle of the two.
    const expected = at(own, 10, 7).map((x, i) => (x + at(painted, 7, 7)[i]!) / 2);
    expect(largestDifference(at(initial, 10, 7), expected)).toBeLessThan(1e-4);
    // Nothing is seen there of the frame before.
    expect(at(initial, 1, 7)).toEqual(at(own, 1, 7));
  });

  it('takes the neighbour on the other side in with a weight of its own', () => {
    const after = { painted: earlier, motion: motion(0, 1) };
    const { initial } = blended({ video_blend_weight: 2, video_blend_weight_other: 3 }, { after });
    const expected = at(own, 10, 7).map((x, i) => (x + at(painted, 7, 7)[i]! + 3 * at(earlier, 10, 7)[i]!) / 5);
    expect(largestDifference(at(initial, 10, 7), expected)).toBeLessThan(1e-4);
  });

  it('stays what it is with blend weights of 0, and without neighbours', () => {
    expect(blended({ video_blend_weight: 0 }).initial.data).toEqual(own.data);
    expect(blended({}, { before: null }).initial.data).toEqual(own.data);
  });
});
