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
  job_schema_version: z.literal(1).default(1).meta({
    group: 'Input',
    title: 'Schema version',
    description:
      'Version of this table that a file was written for. A file without it is read in the older form: the same names, `job_scale_min` 0.',
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
