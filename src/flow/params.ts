import { z } from 'zod';

/** The flow's parameters, in the order in which a file lists them: how motion between frames is found and used. */
export const flowParams = {
  flow_method: z.enum(['auto', 'dense', 'pose+dense', 'none']).default('auto').meta({
    group: 'Flow',
    title: 'Method',
    description:
      '`auto` looks for a camera that moves through a street that stands still, and follows each pixel along its epipolar line; what moves by itself, and pictures without such a camera, it takes as `dense` does; `dense` finds motion for every pixel from the pictures; `pose+dense` also tries what the cameras’ places and directions tell, where these are known (frames of a route, the built-in street, photographs that tell place, direction and lens), and keeps it where the pictures fit better so; `none` looks for none: no frame is held to the one before, and `video_init: prev_warped` starts it as the first frame starts.',
  }),
  flow_camera_height: z.number().min(0.3).max(20).default(2.5).meta({
    group: 'Flow',
    title: 'Camera height',
    unit: 'm',
    step: 0.1,
    description:
      'From the ground to the camera, roughly: `flow_method: pose+dense` looks for the ground from 0.7 to 1.4 times as far below the camera. With `auto` it gives a drive its metres where the cameras’ places are not known.',
  }),
  flow_consistency_rel: z.number().min(0).max(1).default(0.01).meta({
    group: 'Flow',
    title: 'Consistency, relative',
    description:
      'r in |w̃ + ŵ|² > r·(|w̃|² + |ŵ|²) + a: where forward and backward flow disagree by more, a pixel is not trusted.',
  }),
  flow_consistency_abs: z.number().min(0).max(1).default(0.5).meta({
    group: 'Flow',
    title: 'Consistency, absolute',
    unit: 'px²',
    description: 'a in the rule of `flow_consistency_rel`.',
  }),
  flow_edge_rule: z.enum(['local', 'ruder2016']).default('local').meta({
    group: 'Flow',
    title: 'Motion edge, rule',
    description:
      '`local` takes for a motion boundary where the flow departs from how it changes on both sides: a picture that grows evenly, as on the way forward, has none; `ruder2016` where the flow changes at all, the rule of Ruder et al. 2016, and of files of schema 1.',
  }),
  flow_edge_rel: z.number().min(0).max(1).default(0.01).meta({
    group: 'Flow',
    title: 'Motion edge, relative',
    description:
      'r in |∇û|² + |∇v̂|² > r·|ŵ|² + a: where the flow changes faster, a pixel lies on a motion boundary; with `flow_edge_rule: local`, ∇ is what the gradient departs by from those beside the pixel.',
  }),
  flow_edge_abs: z.number().min(0).max(1).default(0.002).meta({
    group: 'Flow',
    title: 'Motion edge, absolute',
    description: 'a in the rule of `flow_edge_rel`.',
  }),
  flow_mask_blur: z.number().min(0).max(5).default(0.8).meta({
    group: 'Flow',
    title: 'Mask blur',
    unit: 'px',
    step: 0.1,
    description: 'Standard deviation of the Gaussian that softens the reliability; 0 leaves it hard.',
  }),
  flow_mask_min_filter: z.int().min(0).max(15).default(0).meta({
    group: 'Flow',
    title: 'Mask growth',
    unit: 'px',
    description:
      'Side of the minimum filter that widens what is not trusted, after the blur; 0 is off, an even side counts as the next odd one.',
  }),
  flow_edge_value: z.number().min(0).max(1).default(0).meta({
    group: 'Flow',
    title: 'Reliability at motion edges',
    step: 0.05,
    description: 'Reliability of a pixel on a motion boundary whose flow is consistent.',
  }),
  flow_warp: z.enum(['bilinear', 'bicubic']).default('bilinear').meta({
    group: 'Flow',
    title: 'Warp',
    description: 'Interpolation where the earlier painted frame is carried along the flow; `bicubic` stays sharper.',
  }),
  flow_magnified_value: z.number().min(0).max(1).default(0.15).meta({
    group: 'Flow',
    title: 'Reliability where paint is enlarged',
    step: 0.05,
    description:
      'Factor on the reliability where the way forward enlarges the earlier painting 2.5 times or more, falling from 1 at 1.25 times: brush strokes keep their size, where 1 would hold near ground to a blur. Below 1, `flow_fill: analogy` starts such places with fine strokes.',
  }),
  flow_fill: z.enum(['analogy', 'mean', 'content', 'random']).default('analogy').meta({
    group: 'Flow',
    title: 'Fill',
    description:
      'Where a frame that follows another begins with what that one cannot give: `analogy` paints what the flow cannot be trusted with as the earlier frame was painted where its photograph looks alike (Hertzmann et al. 2001); `content` puts the photograph’s shapes, in the colours of the painting around them, wherever the flow cannot be trusted, so that nothing is seen twice; `mean` (a colour that stays grey for a long time) and `random` (seeded noise) fill only what comes from outside the frame.',
  }),
};
