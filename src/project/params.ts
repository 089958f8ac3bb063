import { z } from 'zod';

/** Most styles in one mix. */
export const MAX_STYLES = 8;

/** A name as a file manager shows it: params travel, folders stay at home. */
const filename = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\\\p{Cc}]+$/u)
  .meta({ allowed: 'a file name without folders' });

/** The document's own parameters, in the order in which a file lists them: what is painted, with what, and in which order. */
export const projectParams = {
  job_schema_version: z.literal(2).default(2).meta({
    group: 'Input',
    title: 'Schema version',
    description:
      'Version of this table that a file was written for. A file without it is read in the older form: the same names, `job_scale_min` 0; what a file of version 1 does not say of its film means what was the default then.',
  }),
  input_filename: filename.nullable().default(null).meta({
    group: 'Input',
    title: 'Content',
    description: 'Name of the picture or folder that was painted, without its path.',
  }),
  input_style_filenames: z.array(filename).max(MAX_STYLES).default([]).meta({
    group: 'Input',
    title: 'Styles',
    description: 'Names of the paintings, without their paths. None where the styles are given at the start.',
  }),
  input_style_sha256: z
    .array(
      z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .meta({ allowed: '64 hexadecimal digits in lower case' }),
    )
    .max(MAX_STYLES)
    .default([])
    .meta({
      group: 'Input',
      title: 'Style hashes',
      description: 'SHA-256 of each style’s file, to find the same painting again. None, or one for each style.',
    }),
  input_style_weights: z.array(z.number().min(0).max(1)).max(MAX_STYLES).default([]).meta({
    group: 'Input',
    title: 'Style mix',
    step: 0.05,
    description: 'v_s, the share of each style, scaled to sum 1. Where a file gives none, all weigh the same.',
  }),
  input_style_resize: z.enum(['area', 'fit', 'stretch']).default('area').meta({
    group: 'Input',
    title: 'Style size by',
    description:
      '`area`: the style gets the area of the frame, its own shape kept: factor √(frame area / style area)·scale. `fit`: the longest sides agree. `stretch`: squeezed to the frame’s shape.',
  }),
  input_style_scale: z.number().min(0.25).max(4).default(1).meta({
    group: 'Input',
    title: 'Stroke size',
    scale: 'log',
    description: 'Enlarges the style before it is looked at: larger gives broader strokes.',
  }),
  input_style_size: z.int().min(64).max(2048).nullable().default(null).meta({
    group: 'Input',
    title: 'Style size',
    unit: 'px',
    step: 16,
    description: 'Longest side of the style in place of what `input_style_resize` gives, times `input_style_scale`.',
  }),
  input_max_size: z.int().min(32).max(2048).default(512).meta({
    group: 'Input',
    title: 'Picture size',
    unit: 'px',
    step: 16,
    description: 'Longest side of what is painted; smaller pictures are not enlarged.',
  }),
  video_first_iterations: z.int().min(1).max(20000).default(500).meta({
    group: 'Film',
    title: 'Evaluations, first frame',
    unit: 'evaluations',
    scale: 'log',
    description: 'Most evaluations of the objective for the first frame, counted at full size.',
  }),
  video_iterations: z.int().min(1).max(20000).default(200).meta({
    group: 'Film',
    title: 'Evaluations, later frames',
    unit: 'evaluations',
    scale: 'log',
    description: 'Most evaluations of the objective for each later frame, counted at full size.',
  }),
  video_first_init: z.enum(['content', 'random', 'style']).default('content').meta({
    group: 'Film',
    title: 'First frame starts from',
    description: 'The photograph, noise (see `job_noise_ratio`), or the first style.',
  }),
  video_init: z.enum(['prev_warped', 'prev', 'first', 'content', 'random', 'style']).default('prev_warped').meta({
    group: 'Film',
    title: 'Later frames start from',
    description:
      'The frame before carried along the flow, the frame before as it is, the first painted frame, the photograph, noise, or the first style.',
  }),
  video_temporal_offsets: z.array(z.int().min(1).max(100)).min(1).max(4).default([1]).meta({
    group: 'Film',
    title: 'Held to frames before',
    unit: 'frames',
    description:
      'How many frames back the earlier frames lie that a frame is held to: 1 is the one before it (short-term), 1, 2, 4 keeps what was hidden for a while, too (long-term). Each costs a flow of its own.',
  }),
  video_anchor_every: z
    .union([z.literal(-1), z.int().min(1).max(1000)])
    .default(-1)
    .meta({
      group: 'Film',
      title: 'Anchors every',
      unit: 'frames',
      description:
        'Holds a frame also to those this many frames back, twice, three and four times as many; -1 to none of them. For cameras that stay in one place.',
    }),
  video_weight_combine: z.enum(['closest_first', 'normalize']).default('closest_first').meta({
    group: 'Film',
    title: 'Long-term weights',
    description:
      'Which of several earlier frames holds a pixel. `closest_first`: c_long(i − j) = max(c(i − j) − Σ_{k<j} c(i − k), 0), so that a frame further back counts where the nearer ones say nothing. `normalize`: all of them, c / max(Σ c, 1).',
  }),
  video_temporal_criterion: z.enum(['mse', 'smoothl1']).default('mse').meta({
    group: 'Film',
    title: 'Temporal distance',
    description:
      'ρ in (1/D)·Σ c·ρ(x − ω). `mse`: d². `smoothl1`: d²/2 up to one grey level and |d| − 1/2 beyond, which forgives single pixels that differ much; its pull is weaker, so `weight_temporal` needs to be ten to a hundred times as large.',
  }),
  video_cut_threshold: z.number().min(0).max(1).default(0.15).meta({
    group: 'Film',
    title: 'Cut below',
    step: 0.05,
    description:
      'Share of a frame that must be found again in the frame before it, there and back. Below this the pictures show different places: the film begins anew with that frame, in the colours of the one before. A smaller overlap carries what it can; pictures of different streets agree by chance over some 2 to 15 %. 0 never cuts.',
  }),
  video_passes: z.int().min(1).max(20).default(1).meta({
    group: 'Film',
    title: 'Passes',
    unit: 'passes',
    description:
      '1 paints frame after frame. More go over all frames that often, in alternating directions: the first paints every frame by itself (from `video_first_init`), each further one starts from the result of the pass before with the neighbouring frame blended in.',
  }),
  video_pass_iterations: z.int().min(1).max(1000).default(100).meta({
    group: 'Film',
    title: 'Evaluations in a pass',
    unit: 'evaluations',
    scale: 'log',
    description: 'Most evaluations of the objective for each frame in each of several passes, counted at full size.',
  }),
  video_blend_weight: z.number().min(0).max(10).default(1).meta({
    group: 'Film',
    title: 'Blend, frame before',
    step: 0.1,
    description:
      'b in (x + b·c·ω) / (1 + b·c), where a frame of a further pass starts: x is its result of the pass before, ω the warped frame before it in this pass, c its reliability.',
  }),
  video_blend_weight_other: z.number().min(0).max(10).default(0).meta({
    group: 'Film',
    title: 'Blend, frame after',
    step: 0.1,
    description: 'The same for the neighbour on the other side, as the pass before has painted it.',
  }),
  video_temporal_after_pass: z.int().min(1).max(20).default(8).meta({
    group: 'Film',
    title: 'Held from pass',
    description:
      'Of several passes the first in which frames are held to earlier ones (`weight_temporal`); the passes before it come together by blending alone.',
  }),
  video_direction: z.enum(['forward', 'backward']).default('forward').meta({
    group: 'Film',
    title: 'Order of painting',
    description: 'From the first frame to the last, or the other way round; of several passes the first.',
  }),
  video_loop: z.boolean().default(false).meta({
    group: 'Film',
    title: 'Round trip',
    description:
      'For a way that ends where it began: the last frames are drawn towards the first as painted, so that the film can be played in a circle.',
  }),
  video_start_frame: z.int().min(1).max(1000000).default(1).meta({
    group: 'Film',
    title: 'First frame',
    description: 'Number of the first frame to paint, counted from 1.',
  }),
  video_end_frame: z.int().min(1).max(1000000).nullable().default(null).meta({
    group: 'Film',
    title: 'Last frame',
    description: 'Number of the last frame to paint, counted from 1; null paints to the end.',
  }),
};
