import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import { budget, filmBudgets, type Painted, planVisits } from '../../src/render/plan.ts';

const plan = (frames: number, params: Partial<Params> = {}) => planVisits(createParams(params), frames);
const name = (painting: Painted | null | undefined) => painting && `${painting.index}.${painting.pass}`;
const names = (paintings: readonly (Painted | null)[]) => paintings.map(name);

describe('the plan of a film in one pass', () => {
  it('goes from frame to frame, each held to the one before', () => {
    const visits = plan(3);
    expect(visits.map(({ kind }) => kind)).toEqual(['first', 'later', 'later']);
    expect(visits.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(names(visits.map(({ before }) => before))).toEqual([null, '0.1', '1.1']);
    expect(visits.map(({ held }) => held.map(({ painting }) => name(painting)))).toEqual([[], ['0.1'], ['1.1']]);
    expect(plan(1).map(({ kind }) => kind)).toEqual(['still']);
  });

  it('goes the other way round with video_direction backward', () => {
    const visits = plan(3, { video_direction: 'backward' });
    expect(visits.map(({ index }) => index)).toEqual([2, 1, 0]);
    expect(names(visits.map(({ before }) => before))).toEqual([null, '2.1', '1.1']);
  });

  it('holds frames to those further back, closest first, as far as there are some', () => {
    const visits = plan(6, { video_temporal_offsets: [4, 1, 2, 2] });
    const held = visits.map((visit) => visit.held.map(({ painting, distance }) => [painting.index, distance]));
    expect(held[1]).toEqual([[0, 1]]);
    expect(held[3]).toEqual([
      [2, 1],
      [1, 2],
    ]);
    expect(held[5]).toEqual([
      [4, 1],
      [3, 2],
      [1, 4],
    ]);
  });

  it('holds frames to anchors too, up to four of them', () => {
    const [last] = plan(31, { video_anchor_every: 5 }).slice(-1);
    expect(last!.held.map(({ distance }) => distance)).toEqual([1, 5, 10, 15, 20]);
  });

  it('holds nothing with weight_temporal 0, and without a flow', () => {
    for (const params of [{ weight_temporal: 0 }, { flow_method: 'none' }] as const) {
      expect(plan(4, { ...params, video_loop: true }).every(({ held, home }) => held.length === 0 && !home)).toBe(true);
    }
  });

  it('draws the last frames of a round trip towards the first', () => {
    const home = plan(8, { video_loop: true }).map(
      (visit) => visit.home && [visit.home.painting.index, visit.home.distance],
    );
    expect(home).toEqual([null, null, null, null, null, [0, 3], [0, 2], [0, 1]]);
    const back = plan(8, { video_loop: true, video_direction: 'backward' }).at(-1)!;
    expect([back.index, back.home?.painting.index, back.home?.distance]).toEqual([0, 7, 1]);
    expect(plan(2, { video_loop: true }).every((visit) => visit.home === null)).toBe(true);
  });
});

describe('the plan of a film in several passes', () => {
  const params = { video_passes: 3, video_temporal_after_pass: 3 };

  it('alternates its direction', () => {
    expect(plan(3, params).map(name)).toEqual([
      ...['0.1', '1.1', '2.1'],
      ...['2.2', '1.2', '0.2'],
      ...['0.3', '1.3', '2.3'],
    ]);
    const backward = plan(3, { ...params, video_direction: 'backward' }).map(({ index }) => index);
    expect(backward).toEqual([2, 1, 0, 0, 1, 2, 2, 1, 0]);
  });

  it('paints each frame by itself first, then from its own result with the frame before of the same pass', () => {
    const visits = plan(3, params);
    expect(visits.map(({ kind }) => kind)).toEqual([...new Array(3).fill('alone'), ...new Array(6).fill('blended')]);
    expect(names(visits.map(({ before }) => before))).toEqual([
      null,
      null,
      null,
      null,
      '2.2',
      '1.2',
      null,
      '0.3',
      '1.3',
    ]);
    expect(names(visits.map(({ own }) => own)).slice(3)).toEqual(['2.1', '1.1', '0.1', '0.2', '1.2', '2.2']);
    expect(visits.every(({ after }) => after === null)).toBe(true);
  });

  it('takes the other neighbour from the pass before where it has a weight', () => {
    const visits = plan(3, { ...params, video_blend_weight_other: 0.5 });
    expect(names(visits.map(({ after }) => after))).toEqual([null, null, null, '1.1', '0.1', null, '1.2', '2.2', null]);
  });

  it('holds frames from video_temporal_after_pass on', () => {
    const held = plan(3, { ...params, video_temporal_offsets: [1, 2] }).map((visit) =>
      visit.held.map(({ painting }) => name(painting)),
    );
    expect(held).toEqual([[], [], [], [], [], [], [], ['0.3'], ['1.3', '0.3']]);
  });

  it('goes round in a circle with video_loop', () => {
    const visits = plan(3, { ...params, video_loop: true, video_blend_weight_other: 1 });
    const [begin, , end] = visits.slice(6);
    expect([name(begin!.before), name(begin!.after)]).toEqual(['2.2', '1.2']);
    expect([name(end!.before), name(end!.after), name(end!.home?.painting)]).toEqual(['1.3', '0.3', '0.3']);
    expect(begin!.held.map(({ painting }) => name(painting))).toEqual(['2.2']);
  });
});

it('names nothing that is not painted before', () => {
  const some = fc.record({
    video_passes: fc.integer({ min: 1, max: 5 }),
    video_temporal_after_pass: fc.integer({ min: 1, max: 4 }),
    video_temporal_offsets: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
    video_anchor_every: fc.constantFrom(-1, 3),
    video_blend_weight_other: fc.constantFrom(0, 1),
    video_direction: fc.constantFrom('forward' as const, 'backward' as const),
    video_loop: fc.boolean(),
  });
  fc.assert(
    fc.property(some, fc.integer({ min: 1, max: 12 }), (params, frames) => {
      const painted = new Set<string>();
      const visits = plan(frames, params);
      visits.forEach((visit, order) => {
        const { before, own, after, held, home } = visit;
        const others = [before, own, after, home?.painting ?? null, ...held.map(({ painting }) => painting)];
        for (const other of others) if (other) expect(painted).toContain(name(other));
        expect(visit.order).toBe(order);
        for (const { painting, distance } of held) {
          // Round the end of a circle the first is one away from the last.
          const apart = Math.abs(painting.index - visit.index);
          expect(apart === distance || (params.video_loop && distance === 1 && apart === frames - 1)).toBe(true);
        }
        painted.add(name(visit)!);
      });
      expect(visits.length).toBe(frames * (frames === 1 ? 1 : params.video_passes));
    }),
  );
});

describe('budgets', () => {
  it('are those of stills, first and later frames, and passes', () => {
    const params = createParams({
      job_max_iterations: 7,
      video_first_iterations: 6,
      video_iterations: 5,
      video_pass_iterations: 4,
    });
    expect(filmBudgets(params, 1)).toEqual([7]);
    expect(filmBudgets(params, 3)).toEqual([6, 5, 5]);
    expect(filmBudgets({ ...params, video_passes: 2 }, 2)).toEqual([4, 4, 4, 4]);
    expect(filmBudgets({ ...params, video_passes: 2 }, 1)).toEqual([7]);
  });

  it('are those of a first frame where the film begins anew', () => {
    const params = createParams({ video_first_iterations: 6, video_iterations: 5 });
    expect(budget(params, 'later', true)).toBe(6);
    expect(budget(params, 'blended', true)).toBe(params.video_pass_iterations);
  });
});
