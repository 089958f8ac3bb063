import { describe, expect, it } from 'vitest';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import { type ChainLink, chainKey, filmChain } from '../../src/render/chain.ts';
import type { CameraPose } from '../../src/route/camera.ts';

const link: ChainLink = {
  params: createParams({ input_style_filenames: ['a.jpg', 'b.jpg'] }),
  size: { width: 160, height: 120 },
  styles: ['a'.repeat(64), 'b'.repeat(64)],
  weights: 'c'.repeat(64),
  frame: 'd'.repeat(64),
  place: 'later',
  before: 'e'.repeat(64),
  own: null,
  after: null,
  held: [1],
  home: null,
  cameras: [null],
  reference: null,
};

const camera = (east: number, heading: number): CameraPose => ({ position: [east, 0, 2], heading, pitch: 0, fov: 80 });

/** What a painting of each kind has around it. */
const AROUND: Readonly<Record<ChainLink['place'], Partial<ChainLink>>> = {
  still: { before: null, held: [] },
  first: { before: null, held: [] },
  later: {},
  alone: { before: null, held: [] },
  blended: { own: '1'.repeat(64) },
};

const withParams = (changes: Partial<Params>, place: ChainLink['place']): ChainLink => ({
  ...link,
  ...AROUND[place],
  place,
  params: { ...link.params, ...changes },
});

/** Whether the change paints a frame of that place anew. */
async function repaints(changes: Partial<Params>, place: ChainLink['place']): Promise<boolean> {
  return (await chainKey(withParams(changes, place))) !== (await chainKey(withParams({}, place)));
}

const PLACES = ['still', 'first', 'later', 'alone', 'blended'] as const;

describe('chainKey', () => {
  it('is a SHA-256, the same for the same link in another object', async () => {
    const key = await chainKey(link);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await chainKey(structuredClone(link))).toBe(key);
  });

  it.each<[string, Partial<ChainLink>]>([
    ['the photograph', { frame: 'f'.repeat(64) }],
    ['a painting', { styles: ['a'.repeat(64), 'f'.repeat(64)] }],
    ['the order of the paintings, to which the shares belong', { styles: ['b'.repeat(64), 'a'.repeat(64)] }],
    ['the number of paintings', { styles: ['a'.repeat(64)] }],
    ['the weights', { weights: 'f'.repeat(64) }],
    ['the width', { size: { width: 162, height: 120 } }],
    ['the height', { size: { width: 160, height: 122 } }],
    ['the frame before', { before: 'f'.repeat(64) }],
    ['being the first', { before: null, place: 'first' }],
    ['the same frame in the pass before', { own: 'f'.repeat(64) }],
    ['the frame on the other side', { after: 'f'.repeat(64) }],
    ['the frames that it is held to', { held: [1, 2] }],
    ['the cameras', { cameras: [[camera(0, 0), camera(3, 90)]] }],
    ['the photograph whose colours the paintings take', { reference: 'f'.repeat(64) }],
    ['what a round trip comes back to', { home: { key: 'f'.repeat(64), distance: 1 } }],
  ])('changes with %s', async (_, change) => {
    expect(await chainKey({ ...link, ...change })).not.toBe(await chainKey(link));
  });

  it.each<Partial<Params>>([
    { export_fps: 24 },
    { export_hold: 2 },
    { export_codec: 'vp8' },
    { export_bitrate: 900 },
    { export_params: false },
    { job_device: 'wasm' },
    { input_filename: 'street' },
    { input_style_filenames: ['renamed.jpg', 'b.jpg'] },
    { video_start_frame: 1, video_end_frame: 9 },
    // What is painted when, and held to what, says the place of a painting in the film.
    { video_direction: 'backward', video_loop: true, video_passes: 9, video_temporal_after_pass: 2 },
    { video_temporal_offsets: [1, 2], video_anchor_every: 4 },
    // These say by another name what `styles`, `weights` and `size` hold.
    { input_style_sha256: ['a'.repeat(64), 'b'.repeat(64)] },
    { nn_weights: 'file', nn_weights_missing: 'untrained' },
    { input_max_size: 1024 },
    // Colours are put back when a painted frame is shown.
    { color_mode: 'luma_swap', color_space: 'lab' },
    { color_mode: 'match_linear', color_time: 'after', color_match_mode: 'pca' },
    { color_mode: 'match_histogram', color_time: 'after' },
  ])('keeps what is painted when only %j changes', async (changes) => {
    for (const place of PLACES) expect(await repaints(changes, place), place).toBe(false);
  });

  it.each<Partial<Params>>([
    { weight_content: 6 },
    { weight_style: 9999 },
    { weight_tv: 0 },
    { input_style_weights: [1, 0] },
    { input_style_scale: 2 },
    { input_style_resize: 'fit' },
    { input_style_size: 256 },
    { nn_pooling: 'max' },
    { nn_content_layers: ['conv3_2'] },
    { nn_style_layer_weights: [1, 0, 0, 0, 0] },
    { nn_content_loss_function: 2 },
    { job_minimizer: 'adam' },
    { job_ftol: 0 },
    { job_lbfgs_history: 30 },
    { job_line_search: 'none' },
    { job_scale_min: 0 },
    { job_scale_factor: 2 },
    { job_seed: 1 },
    { job_noise_ratio: 0.5 },
    { color_mode: 'luma_only' },
    { color_mode: 'match_linear', color_time: 'before' },
    { color_mode: 'match_histogram', color_time: 'before' },
  ])('paints every frame anew when %j changes', async (changes) => {
    for (const place of PLACES) expect(await repaints(changes, place), place).toBe(true);
  });

  it.each<[Partial<Params>, readonly ChainLink['place'][]]>([
    [{ job_max_iterations: 7 }, ['still']],
    [{ job_init_type: 'gray' }, ['still']],
    [{ video_first_iterations: 7 }, ['first']],
    [{ video_first_init: 'random' }, ['first', 'alone']],
    [{ video_iterations: 7 }, ['later']],
    [{ video_init: 'prev' }, ['later']],
    [{ video_pass_iterations: 7 }, ['alone', 'blended']],
    [{ video_blend_weight: 2 }, ['blended']],
    [{ video_blend_weight_other: 2 }, ['blended']],
    [{ video_cut_threshold: 0 }, ['later', 'blended']],
    [{ video_weight_combine: 'normalize' }, ['later', 'blended']],
    [{ video_temporal_criterion: 'smoothl1' }, ['later', 'blended']],
    [{ weight_temporal: 0 }, ['later', 'blended']],
    [{ flow_warp: 'bicubic' }, ['later', 'blended']],
    [{ flow_method: 'none' }, ['later', 'blended']],
    [{ flow_mask_blur: 0 }, ['later', 'blended']],
    [{ flow_edge_rule: 'ruder2016' }, ['later', 'blended']],
    [{ flow_magnified_value: 1 }, ['later', 'blended']],
    [{ flow_fill: 'content' }, ['later', 'blended']],
  ])('%j touches only the frames that use it: %j', async (changes, places) => {
    const touched = [];
    for (const place of PLACES) if (await repaints(changes, place)) touched.push(place);
    expect(touched).toEqual(places);
  });

  it.each<Partial<Params>>([
    { weight_temporal: 0 },
    { video_weight_combine: 'normalize' },
    { video_temporal_criterion: 'smoothl1' },
  ])('%j leaves a frame as it is that is held to nothing', async (changes) => {
    const free: ChainLink = { ...link, place: 'blended', own: '1'.repeat(64), held: [] };
    expect(await chainKey({ ...free, params: { ...free.params, ...changes } })).toBe(await chainKey(free));
  });
});

describe('filmChain', () => {
  const keysOf = async (frames: readonly string[], params: Partial<Params> = {}, poses: readonly CameraPose[] = []) => {
    const frameOf = (sha256: string, i: number) => ({
      name: sha256,
      sha256,
      key: sha256,
      ...(poses[i] && { pose: poses[i] }),
    });
    const film = { size: link.size, frames: frames.map(frameOf) };
    return filmChain({ params: { ...link.params, ...params }, paintings: [{ sha256: 'a' }] }, film, 'w');
  };
  const same = (before: readonly string[], after: readonly string[]) => after.map((key, i) => key === before[i]);

  it('carries a change of any frame to all later ones, and to no earlier one', async () => {
    const before = await keysOf(['1', '2', '3', '4']);
    const after = await keysOf(['1', 'x', '3', '4']);
    expect(same(before.keys, after.keys)).toEqual([true, false, false, false]);
    expect(new Set([...before.keys, ...after.keys]).size).toBe(7);
    const [backward, changed] = [
      await keysOf(['1', '2', '3', '4'], { video_direction: 'backward' }),
      await keysOf(['1', 'x', '3', '4'], { video_direction: 'backward' }),
    ];
    expect(same(backward.keys, changed.keys)).toEqual([false, false, true, true]);
  });

  it.each<Partial<Params>>([
    { color_mode: 'luma_only' },
    { color_mode: 'match_linear', color_time: 'before' },
    { color_mode: 'match_histogram', color_time: 'before' },
  ])(
    'paints all anew with %j where the first photograph is another, whose colours the paintings take',
    async (colors) => {
      for (const way of [{ video_passes: 2 }, { video_direction: 'backward' }] as const) {
        const repainted = async (params: Partial<Params>) =>
          (await keysOf(['1', '2', '3'], params)).keyOf({ index: 2, pass: 1 }) !==
          (await keysOf(['x', '2', '3'], params)).keyOf({ index: 2, pass: 1 });
        expect(await repainted({ ...way, ...colors })).toBe(true);
        expect(await repainted({ ...way, ...colors, color_mode: 'luma_swap' })).toBe(false);
      }
    },
  );

  it('paints anew from the frame on whose camera is another, where motion is looked for by cameras', async () => {
    const [frames, poses] = [
      ['1', '2', '3', '4'],
      [camera(0, 90), camera(3, 90), camera(6, 90), camera(9, 80)],
    ];
    const keys = async (flow_method: Params['flow_method'], of: readonly CameraPose[]) =>
      (await keysOf(frames, { flow_method }, of)).keys;
    const posed = await keys('pose+dense', poses);
    expect(same(posed, await keys('pose+dense', poses.with(2, camera(6, 91))))).toEqual([true, true, false, false]);
    const dense = await keys('dense', poses);
    expect(await keys('dense', poses.with(2, camera(6, 91)))).toEqual(dense);
    // Another origin of the plane: where the cameras stand to each other is the same.
    const moved = poses.map(({ position: [east, north, up], ...pose }): CameraPose => {
      return { ...pose, position: [east - 1000.1, north + 77.7, up] };
    });
    expect(await keys('pose+dense', moved)).toEqual(posed);
  });

  it('keeps the passes that are painted where more are asked for', async () => {
    const two = await keysOf(['1', '2', '3'], { video_passes: 2 });
    const three = await keysOf(['1', '2', '3'], { video_passes: 3 });
    expect(two.visits.map(two.keyOf)).toEqual(three.visits.slice(0, 6).map(three.keyOf));
    expect(two.keys).toEqual([0, 1, 2].map((index) => three.keyOf({ index, pass: 2 })));
    expect(three.keys).not.toEqual(two.keys);
    // Every painting of every pass is kept under a name of its own.
    expect(new Set(three.visits.map(three.keyOf)).size).toBe(9);
  });

  it('keeps the passes before those that hold frames where the loss begins later', async () => {
    const early = await keysOf(['1', '2', '3'], { video_passes: 4, video_temporal_after_pass: 2 });
    const late = await keysOf(['1', '2', '3'], { video_passes: 4, video_temporal_after_pass: 4 });
    const kept = [1, 2, 3, 4].map((pass) => early.keyOf({ index: 1, pass }) === late.keyOf({ index: 1, pass }));
    expect(kept).toEqual([true, false, false, false]);
  });

  it('paints the end of a round trip anew when the film grows, and keeps its beginning', async () => {
    const frames = Array.from({ length: 12 }, (_, i) => `${i}`);
    const short = await keysOf(frames.slice(0, 11), { video_loop: true });
    const long = await keysOf(frames, { video_loop: true });
    expect(same(short.keys, long.keys.slice(0, 11))).toEqual([...new Array(7).fill(true), ...new Array(4).fill(false)]);
  });
});
