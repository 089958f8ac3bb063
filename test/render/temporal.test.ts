import { describe, expect, it } from 'vitest';
import type { FlowField, FlowPair, Mask } from '../../src/core/field.ts';
import type { FloatImage } from '../../src/core/image.ts';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import { frameStart } from '../../src/render/temporal.ts';
import { largestDifference } from '../support/floats.ts';
import { waves } from '../support/images.ts';

const [width, height] = [20, 16];
const content = waves(width, height, 1);
const style = waves(30, 40, 2);
const painted = waves(width, height, 3);
const firstPainted = waves(width, height, 4);
const MEAN = [123.68, 116.779, 103.939] as const;

const field = (u: number, v: number): FlowField => ({
  width,
  height,
  data: Float32Array.from({ length: width * height * 2 }, (_, i) => (i % 2 === 0 ? u : v)),
});
const mask = (value: number): Mask => ({ width, height, data: new Float32Array(width * height).fill(value) });

/** All content moves 3 px to the right: what is at the left border was not seen before. */
const flow: FlowPair = {
  forward: field(3, 0),
  backward: field(-3, 0),
  reliability: { forward: mask(0.25), backward: mask(0.75) },
};

function start(params: Partial<Params>, given: Partial<Parameters<typeof frameStart>[0]> = {}) {
  return frameStart({
    params: createParams(params),
    content,
    style,
    mean: MEAN,
    still: false,
    previous: { painted, flow },
    firstPainted,
    ...given,
  });
}
const alone = { previous: null, firstPainted: null };
const at = (image: FloatImage, x: number, y: number) => [
  ...image.data.slice(3 * (y * width + x), 3 * (y * width + x) + 3),
];

describe('frameStart of a frame painted alone', () => {
  it('starts afresh, coarse to fine, held to nothing', () => {
    const { initial, coarseToFine, temporal } = start({}, alone);
    expect({ coarseToFine, temporal }).toEqual({ coarseToFine: true, temporal: [] });
    expect(initial).toEqual(content);
  });

  it('goes by video_first_init in a film and by job_init_type as a still', () => {
    const params = { video_first_init: 'content', job_init_type: 'gray' } as const;
    expect(start(params, alone).initial).toEqual(content);
    const still = start(params, { ...alone, still: true }).initial;
    expect(largestDifference(at(still, 5, 5), MEAN)).toBeLessThan(1e-4);
  });

  it('has noise of job_seed and job_noise_ratio', () => {
    const noise = (params: Partial<Params>) => start({ video_first_init: 'random', ...params }, alone).initial;
    expect(noise({})).toEqual(noise({}));
    expect(largestDifference(noise({}).data, noise({ job_seed: 1 }).data)).toBeGreaterThan(1);
    expect(largestDifference(noise({ job_noise_ratio: 0 }).data, content.data)).toBeLessThan(1e-3);
  });
});

describe('frameStart of a later frame without a flow', () => {
  const without = (params: Partial<Params>) =>
    start({ flow_method: 'none', video_first_init: 'style', ...params }, { previous: { painted, flow: null } });

  it('starts as video_init says, and is held to nothing', () => {
    expect(without({ video_init: 'prev' })).toEqual({ initial: painted, coarseToFine: false, temporal: [] });
    expect(without({ video_init: 'first' }).initial).toEqual(firstPainted);
    expect(without({ video_init: 'content' })).toEqual({ initial: content, coarseToFine: true, temporal: [] });
  });

  it('starts as the first frame where it should start from a warped one', () => {
    const asFirst = start({ video_first_init: 'style' }, alone);
    expect(without({ video_init: 'prev_warped' })).toEqual(asFirst);
  });
});

describe('frameStart of a later frame', () => {
  it('starts from the painted frame before it, carried along the backward flow, at full size', () => {
    const { initial, coarseToFine } = start({});
    expect(coarseToFine).toBe(false);
    expect(at(initial, 10, 7)).toEqual(at(painted, 7, 7));
    expect(at(initial, 3, 0)).toEqual(at(painted, 0, 0));
  });

  it('is held to the warped frame by the reliability of the backward flow, which lies on its own grid', () => {
    const { temporal, initial } = start({});
    expect(temporal).toHaveLength(1);
    expect(temporal[0]!.warped).toEqual(initial);
    expect(temporal[0]!.weights.data[7 * width + 10]).toBe(0.75);
  });

  it('is held to nothing where the frame before has no pixel to give, even if a blurred mask says a little', () => {
    const { weights } = start({}).temporal[0]!;
    const row = [...weights.data.slice(5 * width, 6 * width)];
    expect(row).toEqual([0, 0, 0, ...new Array(width - 3).fill(0.75)]);
    expect(flow.reliability.backward.data.every((c) => c === 0.75)).toBe(true);
  });

  it.each<[Params['flow_fill'], (x: number, y: number) => readonly number[]]>([
    ['mean', () => MEAN],
    ['content', (x, y) => at(content, x, y)],
  ])('fills what was not seen before by flow_fill %s', (flow_fill, expected) => {
    const { initial } = start({ flow_fill });
    for (const x of [0, 1, 2]) expect(largestDifference(at(initial, x, 9), expected(x, 9))).toBeLessThan(1e-4);
    expect(at(initial, 3, 9)).toEqual(at(painted, 0, 9));
  });

  it('fills by the same noise each time with flow_fill random', () => {
    const { initial } = start({ flow_fill: 'random' });
    expect(initial).toEqual(start({ flow_fill: 'random' }).initial);
    expect(
      largestDifference(at(initial, 0, 0), at(start({ flow_fill: 'random', job_seed: 1 }).initial, 0, 0)),
    ).toBeGreaterThan(0);
  });

  it('interpolates by flow_warp', () => {
    const half = { ...flow, backward: field(-2.5, 0) };
    const warped = (flow_warp: Params['flow_warp']) =>
      at(start({ flow_warp }, { previous: { painted, flow: half } }).initial, 10, 7);
    const [left, right] = [at(painted, 7, 7), at(painted, 8, 7)];
    expect(
      largestDifference(
        warped('bilinear'),
        left.map((v, i) => (v + right[i]!) / 2),
      ),
    ).toBeLessThan(1e-3);
    expect(largestDifference(warped('bicubic'), warped('bilinear'))).toBeGreaterThan(0.1);
  });

  it.each<[Params['video_init'], FloatImage, boolean]>([
    ['prev', painted, false],
    ['first', firstPainted, false],
    ['content', content, true],
  ])(
    'starts from %s where video_init says so, and is held to the warped frame all the same',
    (video_init, expected, fresh) => {
      const { initial, coarseToFine, temporal } = start({ video_init });
      expect(initial).toEqual(expected);
      expect(coarseToFine).toBe(fresh);
      expect(temporal[0]!.warped).toEqual(start({}).initial);
    },
  );

  it.each(['random', 'style'] as const)('starts afresh, coarse to fine, from %s', (kind) => {
    const { initial, coarseToFine } = start({ video_init: kind });
    expect(coarseToFine).toBe(true);
    // The same noise in every frame.
    expect(initial).toEqual(start({ video_first_init: kind }, alone).initial);
  });

  it('has no temporal term at weight_temporal 0, and the warm start all the same', () => {
    const { initial, temporal } = start({ weight_temporal: 0 });
    expect(temporal).toEqual([]);
    expect(initial).toEqual(start({}).initial);
  });
});
