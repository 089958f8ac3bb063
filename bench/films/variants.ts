import type { Params } from '../../src/project/schema.ts';

/** A way to paint a sequence, and what its warping error may be beside that of frames painted alone. */
export interface Variant {
  readonly name: string;
  readonly params: Partial<Params>;
  /** the most that passes; null where nothing is asked */
  readonly limit: number | null;
}

/** Evaluations for each frame; with several passes they are shared among these. */
export interface Work {
  readonly evaluations: number;
  readonly passes: number;
}

/** What is compared: from frames that know nothing of each other to frames that are held to several others. */
export function variants({ evaluations, passes }: Work): Variant[] {
  return [
    { name: 'frames alone', params: { flow_method: 'none', video_init: 'content' }, limit: null },
    { name: 'warm start only', params: { weight_temporal: 0 }, limit: null },
    { name: 'short-term', params: { video_temporal_offsets: [1] }, limit: 0.4 },
    { name: 'long-term', params: { video_temporal_offsets: [1, 2, 4] }, limit: 0.35 },
    {
      name: `multi-pass (${passes})`,
      params: {
        video_passes: passes,
        video_pass_iterations: Math.max(1, Math.round(evaluations / passes)),
        video_temporal_after_pass: Math.ceil((passes + 1) / 2),
      },
      limit: null,
    },
  ];
}
