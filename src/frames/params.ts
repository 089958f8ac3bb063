import { z } from 'zod';

const position = z
  .tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)])
  .meta({ allowed: '[latitude, longitude] in degrees' });

/** The camera's parameters, in the order in which a file lists them: what a frame taken along a route shows. */
export const frameParams = {
  frame_width: z.int().min(64).max(2048).default(640).meta({
    group: 'Camera',
    title: 'Frame width',
    unit: 'px',
    step: 16,
    description:
      'Of the pictures that are fetched; at most 640 for `streetview`. They are painted at `input_max_size`.',
  }),
  frame_height: z.int().min(64).max(2048).default(360).meta({
    group: 'Camera',
    title: 'Frame height',
    unit: 'px',
    step: 8,
    description: 'Of the pictures that are fetched; at most 640 for `streetview`.',
  }),
  frame_fov: z.number().min(10).max(120).default(90).meta({
    group: 'Camera',
    title: 'Field of view',
    unit: '°',
    step: 1,
    description: 'Horizontal; smaller looks closer. A picture that is flat already keeps its own.',
  }),
  frame_pitch: z.number().min(-90).max(90).default(0).meta({
    group: 'Camera',
    title: 'Pitch',
    unit: '°',
    step: 1,
    description: 'How far the camera looks up; below 0 down.',
  }),
  frame_heading_mode: z.enum(['travel', 'lookat', 'fixed']).default('travel').meta({
    group: 'Camera',
    title: 'Camera looks',
    description:
      '`travel`: along the route; `lookat`: at `frame_lookat`; `fixed`: always to `frame_heading_offset`, clockwise from north.',
  }),
  frame_lookat: position.nullable().default(null).meta({
    group: 'Camera',
    title: 'Look at',
    description: 'The place that the camera looks at, where `frame_heading_mode` is `lookat`.',
  }),
  frame_heading_offset: z.number().min(-180).max(180).default(0).meta({
    group: 'Camera',
    title: 'Heading offset',
    unit: '°',
    step: 1,
    description: 'Turns the camera clockwise from where it would look; 90 looks out of the right window.',
  }),
  frame_heading_smooth_m: z.number().min(0).max(200).default(15).meta({
    group: 'Camera',
    title: 'Smooth turns over',
    unit: 'm',
    step: 1,
    description: 'Metres of the way over which a turn is spread, where the camera looks along the route.',
  }),
  frame_dedupe: z.boolean().default(true).meta({
    group: 'Camera',
    title: 'Drop repeats',
    description: 'Leaves out a frame whose picture is that of the frame before.',
  }),
  frame_min_move_m: z.number().min(0).max(20).default(1).meta({
    group: 'Camera',
    title: 'Least move',
    unit: 'm',
    step: 0.5,
    description: 'Leaves out a frame whose picture was taken nearer than this to the one before.',
  }),
  frame_balance: z.enum(['auto', 'none']).default('auto').meta({
    group: 'Camera',
    title: 'Balance the light',
    description:
      '`auto`: matches exposure and white balance of neighbouring photographs before they are painted, by what the flow finds again in both; slow changes of light stay, and so does a sudden large one, as in a tunnel. Needs a `flow_method`. `none`: photographs are painted as they are.',
  }),
};
