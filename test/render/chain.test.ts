import { describe, expect, it } from 'vitest';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import { type ChainLink, chainKey } from '../../src/render/chain.ts';

const link: ChainLink = {
  params: createParams({ input_style_filenames: ['a.jpg', 'b.jpg'] }),
  size: { width: 160, height: 120 },
  styles: ['a'.repeat(64), 'b'.repeat(64)],
  weights: 'c'.repeat(64),
  frame: 'd'.repeat(64),
  place: 'later',
  previous: 'e'.repeat(64),
};

const withParams = (changes: Partial<Params>, place: ChainLink['place']): ChainLink => ({
  ...link,
  place,
  previous: place === 'later' ? link.previous : null,
  params: { ...link.params, ...changes },
});

/** Whether the change paints a frame of that place anew. */
async function repaints(changes: Partial<Params>, place: ChainLink['place']): Promise<boolean> {
  return (await chainKey(withParams(changes, place))) !== (await chainKey(withParams({}, place)));
}

const PLACES = ['still', 'first', 'later'] as const;

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
    ['the frame before', { previous: 'f'.repeat(64) }],
    ['being the first', { previous: null, place: 'first' }],
  ])('changes with %s', async (_, change) => {
    expect(await chainKey({ ...link, ...change })).not.toBe(await chainKey(link));
  });

  it('carries a change of any frame to all later ones, and to no earlier one', async () => {
    const film = async (frames: readonly string[]) => {
      const keys: string[] = [];
      for (const [i, frame] of frames.entries()) {
        keys.push(
          await chainKey({ ...link, frame, place: i === 0 ? 'first' : 'later', previous: keys.at(-1) ?? null }),
        );
      }
      return keys;
    };
    const before = await film(['1', '2', '3', '4']);
    const after = await film(['1', 'x', '3', '4']);
    expect(after.map((key, i) => key === before[i])).toEqual([true, false, false, false]);
    expect(new Set([...before, ...after]).size).toBe(7);
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
    [{ video_first_init: 'random' }, ['first']],
    [{ video_iterations: 7 }, ['later']],
    [{ video_init: 'prev' }, ['later']],
    [{ weight_temporal: 0 }, ['later']],
    [{ flow_warp: 'bicubic' }, ['later']],
    [{ flow_method: 'none' }, ['later']],
    [{ flow_mask_blur: 0 }, ['later']],
  ])('%j touches only the frames that use it: %j', async (changes, places) => {
    const touched = [];
    for (const place of PLACES) if (await repaints(changes, place)) touched.push(place);
    expect(touched).toEqual(places);
  });
});
