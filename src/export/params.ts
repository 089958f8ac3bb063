import { z } from 'zod';

/** The export's parameters, in the order in which a file lists them: how painted frames become a film. */
export const exportParams = {
  export_codec: z.enum(['vp9', 'vp8', 'av1']).default('vp9').meta({
    group: 'Export',
    title: 'Codec',
    description: '`vp9` plays everywhere; `vp8` also on old machines; `av1` is smallest and slowest.',
  }),
  export_fps: z.number().min(1).max(60).default(12).meta({
    group: 'Export',
    title: 'Frame rate',
    unit: 'frames/s',
    step: 1,
    description: 'Frames of the film in a second.',
  }),
  export_hold: z.int().min(1).max(6).default(1).meta({
    group: 'Export',
    title: 'Hold',
    unit: 'frames',
    description: 'Frames of the film for which each painted frame stands.',
  }),
  export_interpolate: z.int().min(1).max(24).default(1).meta({
    group: 'Export',
    title: 'Frames in between',
    unit: 'frames',
    description:
      'Frames shown for each painted one: itself and those between it and the next; each stands for `export_hold`. 1 makes none. Where the cameras of two frames are known they are views from between them, by depth, along a smooth way, else they follow the optical flow. At 24 frames/s, 12 make a ride of 12 metres a second of frames 6 m apart. At the end and with `flow_method: none` the painted frame stands still instead.',
  }),
  export_cut: z.enum(['cut', 'dissolve']).default('dissolve').meta({
    group: 'Export',
    title: 'Across a cut',
    description:
      'What frames in between show across a cut: `dissolve` fades one painted frame into the other, `cut` holds the earlier one. With `export_interpolate: 1` there are none, and a cut stays a cut.',
  }),
  export_steady: z.enum(['on', 'off']).default('off').meta({
    group: 'Export',
    title: 'Steady camera',
    description:
      'Turns each frame of the film, painted ones too, to where a smoothly turning camera would look, by what the flow tells of the cameras: heading, pitch and roll. Enlarges the film by 6 % so that no border is seen. Stills stay as they are painted.',
  }),
  export_bitrate: z
    .union([z.literal('auto'), z.number().min(50).max(200000)])
    .default('auto')
    .meta({
      group: 'Export',
      title: 'Bit rate',
      unit: 'kbit/s',
      scale: 'log',
      description:
        'Data rate of the film. `auto` asks `vp9` and `av1` for a quality that keeps painted texture, whatever rate that takes; for `vp8`, which knows rates alone, it sets one by size and frame rate.',
    }),
  export_params: z.boolean().default(true).meta({
    group: 'Export',
    title: 'Params in the film',
    description: 'Writes the params into the film as a tag, so that the film alone can be painted again.',
  }),
  export_credit: z.boolean().default(true).meta({
    group: 'Export',
    title: 'Credits in the film',
    description:
      'Writes what the sources of the frames ask to be named into the film’s comment, which players show, and beside stills as a text file. Own photographs need none.',
  }),
};
