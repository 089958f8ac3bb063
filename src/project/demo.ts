import type { Params } from './schema.ts';

/** A painting by name, with its share. */
interface DemoStyle {
  /** `built-in:NAME` */
  readonly name: string;
  /** 0–1 */
  readonly weight: number;
}

/** The demo without a word about paintings. */
export const DEMO_STYLES: readonly DemoStyle[] = [
  { name: 'built-in:swirls', weight: 0.7 },
  { name: 'built-in:pastel', weight: 0.3 },
];

/** What the demo paints with where neither a params file nor a person says otherwise: a few minutes without any GPU. */
export const DEMO_PARAMS: Partial<Params> = {
  input_max_size: 192,
  video_first_iterations: 60,
  video_iterations: 30,
  job_max_iterations: 60,
  export_fps: 8,
};

/**
 * The demo's weights, for want of files and network, and what suits them: seeded filters tell places apart less well than trained
 * ones, so that the content and smooth patches of paint need more weight. A firmer hold on the frame before would drive all change
 * of colour into the few pixels that are free, until they turn black.
 */
export const UNTRAINED_DEMO: Partial<Params> = {
  nn_weights: 'untrained',
  weight_content: 300,
  weight_tv: 4,
  weight_temporal: 30_000,
  job_scale_min: 0,
};
