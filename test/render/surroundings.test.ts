import { describe, expect, it } from 'vitest';
import type { FloatImage } from '../../src/core/image.ts';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import type { Motion } from '../../src/render/chained-flow.ts';
import type { FilmMotion } from '../../src/render/film-motion.ts';
import { type Painted, planVisits } from '../../src/render/plan.ts';
import { findSurroundings } from '../../src/render/surroundings.ts';

const FRAMES = 6;
const picture = ({ index, pass }: Painted): FloatImage => ({
  width: 1,
  height: 1,
  channels: 3,
  data: Float32Array.of(index, pass, 0),
});
const nameOf = (painted: FloatImage | undefined | null) => painted && `${painted.data[0]}.${painted.data[1]}`;

/** A film of which `share` of a frame can be seen in the next one. @param shares by "earlier-later", 1 where it is not said */
function motionWith(shares: Readonly<Record<string, number>>, method: 'dense' | 'none' = 'dense'): FilmMotion {
  const share = (from: number, to: number) => shares[`${Math.min(from, to)}-${Math.max(from, to)}`] ?? 1;
  const between = (from: number, to: number): Motion => ({
    field: { width: 1, height: 1, data: Float32Array.of(to - from, 0) },
    reliability: { width: 1, height: 1, data: Float32Array.of(share(from, to)) },
  });
  return {
    between: async (from, to) => (method === 'none' ? null : between(from, to)),
    geometry: async () => null,
    share: async (from, to) => (method === 'none' ? null : share(from, to)),
    prepare: () => undefined,
    close: async () => undefined,
  };
}

/** What is around a painting. @param index of the frame @param pass from 1 */
async function around(
  { index, pass }: Painted,
  shares: Readonly<Record<string, number>>,
  params: Partial<Params> = {},
  method: 'dense' | 'none' = 'dense',
) {
  const all = createParams({ video_cut_threshold: 0.4, ...params });
  const visits = planVisits(all, FRAMES);
  const visit = visits.find((one) => one.index === index && one.pass === pass)!;
  return findSurroundings(
    visit,
    all,
    motionWith(shares, method),
    { painting: async (at) => picture(at), photograph: async (at) => picture({ index: at, pass: 0 }) },
    visits[0]!,
  );
}
const held = (found: Awaited<ReturnType<typeof around>>) => found.held.map(({ painted }) => nameOf(painted));

const long = { video_temporal_offsets: [1, 2, 4] };

describe('what is around a frame', () => {
  it('is the photograph of the frame before, where it is filled by analogy and not cut', async () => {
    const photographOf = async (params: Partial<Params>, shares = {}) =>
      (await around({ index: 3, pass: 1 }, shares, params)).before?.photograph;
    expect(nameOf((await photographOf({})) ?? undefined)).toBe('2.0');
    expect(await photographOf({ flow_fill: 'content' })).toBeNull();
    expect(await photographOf({}, { '2-3': 0.05 })).toBeNull();
  });

  it('is what the plan says, with the motion from the frame to each', async () => {
    const found = await around({ index: 4, pass: 1 }, {}, long);
    expect(found).toMatchObject({ reliable: 1, cut: false, side: null, own: null, after: null, home: null });
    expect(nameOf(found.before?.painted)).toBe('3.1');
    expect(held(found)).toEqual(['3.1', '2.1', '0.1']);
    expect(found.held.map(({ motion }) => motion?.field.data[0])).toEqual([-1, -2, -4]);
    expect(nameOf(found.first)).toBe('0.1');
  });

  it('is cut off where too little follows, but for the colours of the frame before', async () => {
    const found = await around({ index: 4, pass: 1 }, { '3-4': 0.39 }, long);
    expect(found).toMatchObject({ reliable: 0.39, cut: true, side: 'before', held: [], home: null });
    expect(nameOf(found.before?.painted)).toBe('3.1');
    expect(await around({ index: 4, pass: 1 }, { '3-4': 0.4 }, long)).toMatchObject({ cut: false });
    expect(await around({ index: 4, pass: 1 }, { '3-4': 0 }, { video_cut_threshold: 0 })).toMatchObject({ cut: false });
  });

  it('reaches back to a cut and not beyond it, even where a pixel seems to be seen there', async () => {
    expect(held(await around({ index: 4, pass: 1 }, { '2-3': 0.1 }, long))).toEqual(['3.1']);
    expect(held(await around({ index: 4, pass: 1 }, { '1-2': 0.1 }, long))).toEqual(['3.1', '2.1']);
  });

  it('is cut behind a frame that is painted backwards', async () => {
    const found = await around({ index: 2, pass: 1 }, { '2-3': 0.2 }, { video_direction: 'backward' });
    expect(found).toMatchObject({ cut: true, side: 'after' });
    expect(nameOf(found.before?.painted)).toBe('3.1');
  });

  it('has no cut without a flow', async () => {
    const found = await around({ index: 2, pass: 1 }, {}, { flow_method: 'none' }, 'none');
    expect(found).toMatchObject({ reliable: null, cut: false, side: null, held: [] });
    expect(found.before?.motion).toBeNull();
  });

  it('draws home only where home can be seen', async () => {
    const loop = { video_loop: true };
    const home = async (shares: Readonly<Record<string, number>>) =>
      (await around({ index: 5, pass: 1 }, shares, loop)).home;
    expect(nameOf((await home({}))?.painted)).toBe('0.1');
    expect((await home({}))?.distance).toBe(1);
    expect(await home({ '0-5': 0.3 })).toBeNull();
  });

  it('of a further pass leaves out what lies beyond a cut, on either side', async () => {
    const passes = { video_passes: 3, video_temporal_after_pass: 2, video_blend_weight_other: 1 };
    const whole = await around({ index: 2, pass: 3 }, {}, passes);
    expect([whole.before, whole.after].map((one) => nameOf(one?.painted))).toEqual(['1.3', '3.2']);
    expect(nameOf(whole.own)).toBe('2.2');
    const cut = await around({ index: 2, pass: 3 }, { '1-2': 0.2 }, passes);
    expect(cut).toMatchObject({ cut: true, before: null, held: [] });
    expect(nameOf(cut.after?.painted)).toBe('3.2');
    expect((await around({ index: 2, pass: 3 }, { '2-3': 0.2 }, passes)).after).toBeNull();
  });

  it('closes a circle over the ends of the film without calling it a cut', async () => {
    const passes = { video_passes: 3, video_temporal_after_pass: 2, video_loop: true };
    const closed = await around({ index: 0, pass: 3 }, {}, passes);
    expect(nameOf(closed.before?.painted)).toBe('5.2');
    expect(held(closed)).toEqual(['5.2']);
    const open = await around({ index: 0, pass: 3 }, { '0-5': 0.1 }, passes);
    expect(open).toMatchObject({ before: null, side: null, held: [] });
  });
});
