import { z } from 'zod';
import { tapNames } from './network/layers.ts';

const share = z.number().min(0).max(1e6);
const layerName = z.enum(tapNames).meta({ allowed: `a VGG-19 layer, ${tapNames[0]} … ${tapNames.at(-1)}` });
const layerNames = z.array(layerName).min(1).max(tapNames.length);
const layerWeights = z.array(share).min(1).max(tapNames.length);

/** The engine's parameters, in the order in which a file lists them: how one picture is painted. */
export const engineParams = {
  job_device: z.enum(['auto', 'webgpu', 'wasm']).default('auto').meta({
    group: 'Job',
    title: 'Device',
    description:
      'Where the network runs. `auto` takes WebGPU on a real graphics adapter and WebAssembly on a software one. `/gpu:0` and `/cpu:0` of older files are read as `webgpu` and `wasm`.',
  }),
  job_engine: z.enum(['auto', 'fused', 'tfjs']).default('auto').meta({
    group: 'Job',
    title: 'Engine',
    description:
      'What computes the network. `fused`: own WGSL kernels that keep the whole optimisation on the GPU; it needs WebGPU. `tfjs`: TensorFlow.js, slower, on every device. `auto` takes fused on WebGPU.',
  }),
  job_precision: z.enum(['f32', 'f16']).default('f32').meta({
    group: 'Job',
    title: 'Precision',
    description:
      'How the fused engine stores what the network computes. `f16` takes two thirds of the memory or less; sums stay in single precision, and where half precision is not enough, that picture and all after it are painted in single precision, with a warning, until the run ends or the graphics device is lost. It needs a graphics card with `shader-f16`.',
  }),
  job_minimizer: z.enum(['lbfgs', 'adam']).default('lbfgs').meta({
    group: 'Job',
    title: 'Minimiser',
    description: '`lbfgs` needs fewer evaluations for the same loss; `adam` takes even steps and needs less memory.',
  }),
  job_max_iterations: z.int().min(1).max(20000).default(1000).meta({
    group: 'Job',
    title: 'Evaluations of a still',
    unit: 'evaluations',
    scale: 'log',
    description:
      'Most evaluations of the objective for a single picture, counted at full size: one at half the width and height counts as a quarter. Films have `video_first_iterations` and `video_iterations` instead.',
  }),
  job_ftol: z
    .union([z.literal(0), z.number().min(1e-7).max(1e-2)])
    .default(1e-6)
    .meta({
      group: 'Job',
      title: 'Tolerance',
      scale: 'log',
      description:
        'Stops where |f_k − f_{k+1}| / max(|f_k|, |f_{k+1}|, 1) ≤ this, f being the loss; 0 never stops early. Below 1e-7 single precision cannot tell losses apart.',
    }),
  job_ftol_interval: z.int().min(1).max(200).default(1).meta({
    group: 'Job',
    title: 'Tolerance interval',
    unit: 'iterations',
    description: 'Iterations between the two losses that `job_ftol` compares.',
  }),
  job_lbfgs_history: z.int().min(3).max(100).default(10).meta({
    group: 'Job',
    title: 'L-BFGS history',
    unit: 'pairs',
    description:
      'Earlier steps that L-BFGS builds its curvature from. Each pair keeps two more images in memory; 30 goes lower than 10 where there are evaluations enough.',
  }),
  job_line_search: z.enum(['wolfe', 'backtrack', 'none']).default('wolfe').meta({
    group: 'Job',
    title: 'Line search',
    description:
      'How L-BFGS settles the length of a step: `wolfe` until loss and slope have both fallen enough, `backtrack` until the loss has fallen enough, `none` takes every step whole (the loss may rise).',
  }),
  job_learning_rate: z.number().min(1e-3).max(50).default(1).meta({
    group: 'Job',
    title: 'Adam learning rate',
    unit: 'grey levels',
    scale: 'log',
    description: 'About how far Adam moves a pixel in one iteration, on the scale 0–255.',
  }),
  job_adam_beta1: z.number().min(0).max(0.999).default(0.9).meta({
    group: 'Job',
    title: 'Adam β₁',
    description: 'Share that the running mean of the gradient keeps at each iteration.',
  }),
  job_adam_beta2: z.number().min(0).max(0.99999).default(0.999).meta({
    group: 'Job',
    title: 'Adam β₂',
    description: 'Share that the running mean of the squared gradient keeps at each iteration.',
  }),
  job_scale_min: z
    .union([z.literal(0), z.int().min(32).max(512)])
    .default(128)
    .meta({
      group: 'Job',
      title: 'Smallest size',
      unit: 'px',
      step: 16,
      description:
        'Coarse to fine: a picture that starts afresh is painted at growing sizes, none with a longest side below this; 0 paints at full size from the start. A file without `job_schema_version` is read with 0, as the older tools did.',
    }),
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: three decimals, as the older tools' files have it
  job_scale_factor: z.number().min(1.2).max(2).default(1.414).meta({
    group: 'Job',
    title: 'Growth between sizes',
    step: 0.01,
    description: 'Each size is this many times the one before, up to full size.',
  }),
  job_init_type: z.enum(['content', 'random', 'style', 'gray']).default('content').meta({
    group: 'Job',
    title: 'Start from',
    description:
      'What a still starts from: the content picture, noise, the first style, or the mean colour of the weights. Films have `video_first_init` and `video_init` instead.',
  }),
  job_noise_ratio: z.number().min(0).max(1).default(1).meta({
    group: 'Job',
    title: 'Noise ratio',
    step: 0.05,
    description: 'r in r·U(−20, 20) + (1 − r)·content, the start that `random` means, mean-subtracted.',
  }),
  job_seed: z.int().min(0).max(4294967295).default(0).meta({
    group: 'Job',
    title: 'Seed',
    description: 'Seeds noise and untrained filters; the same seed gives the same picture on the same device.',
  }),
  nn_weights: z.enum(['oxford', 'torchvision', 'untrained', 'file']).default('oxford').meta({
    group: 'Network',
    title: 'VGG-19 weights',
    description:
      '`oxford`: the original filters, which the default weights of the losses are tuned for. `torchvision`: trained anew. `untrained`: seeded random filters, no download. `file`: local files, named to the program at each start and never written down.',
  }),
  nn_weights_missing: z.enum(['error', 'untrained']).default('error').meta({
    group: 'Network',
    title: 'Missing layers',
    description:
      'What to do about layers that the weights lack: stop, or fill them with seeded filters (the record lists them).',
  }),
  nn_pooling: z.enum(['avg', 'max']).default('avg').meta({
    group: 'Network',
    title: 'Pooling',
    description: 'How 2×2 positions become one between blocks: `avg` gives smoother strokes, `max` crisper ones.',
  }),
  nn_content_layers: layerNames.default(['conv4_2']).meta({
    group: 'Network',
    title: 'Content layers',
    description: 'Where content is compared. `convB_I` is read before its ReLU, `reluB_I` after it.',
  }),
  nn_content_layer_weights: layerWeights.default([1]).meta({
    group: 'Network',
    title: 'Content layer weights',
    step: 0.05,
    description:
      'One for each content layer, scaled to sum 1. Where a file names layers but no weights, all weigh the same.',
  }),
  nn_content_loss_function: z.literal([1, 2, 3]).default(1).meta({
    group: 'Network',
    title: 'Content loss',
    description:
      'K in K·Σ(F − P)², with N channels and M positions. 1: 1/(2·√N·√M); 2: 1/(N·M), the mean square; 3: 1/2.',
  }),
  nn_style_layers: layerNames.default(['relu1_1', 'relu2_1', 'relu3_1', 'relu4_1', 'relu5_1']).meta({
    group: 'Network',
    title: 'Style layers',
    description: 'Where Gram matrices are compared: early layers carry colour and grain, later ones strokes and forms.',
  }),
  nn_style_layer_weights: layerWeights.default([0.2, 0.2, 0.2, 0.2, 0.2]).meta({
    group: 'Network',
    title: 'Style layer weights',
    step: 0.05,
    description:
      'One for each style layer, scaled to sum 1. Where a file names layers but no weights, all weigh the same.',
  }),
  weight_content: z.number().min(0).max(1e4).default(5).meta({
    group: 'Weights',
    title: 'Content',
    scale: 'log',
    description: 'α, how firmly the picture holds to what is seen: factor of Σ_l w_l·K_l·Σ(F − P)² / #layers.',
  }),
  weight_style: z.number().min(1).max(1e7).default(10000).meta({
    group: 'Weights',
    title: 'Style',
    scale: 'log',
    description: 'β, how strongly it is painted: factor of Σ_l w_l·1/(4·N²)·Σ(G/M − A/M_s)² / #layers.',
  }),
  weight_tv: z.number().min(0).max(10).default(0.001).meta({
    group: 'Weights',
    title: 'Smoothness',
    scale: 'log',
    description: 'θ, total variation: factor of Σ|Δx| + Σ|Δy| over pixels and channels. More takes grain away.',
  }),
  weight_temporal: z.number().min(0).max(1e8).default(2e5).meta({
    group: 'Weights',
    title: 'Steadiness',
    scale: 'log',
    description:
      'γ, how firmly a frame holds to the one before: factor of (1/D)·Σ c·(x − ω)², with ω the warped earlier frame, c its reliability, D the number of values. 1e5–1e6 is the range that matters.',
  }),
  color_mode: z.enum(['none', 'luma_swap', 'luma_only', 'match_linear', 'match_histogram']).default('none').meta({
    group: 'Colour',
    title: 'Colour',
    description:
      '`none`: colours of the painting. `luma_swap`: lightness of the painted picture, colours of the photograph. `luma_only`: paints in grey, then gives the photograph’s colours back. `match_linear` and `match_histogram` carry the photograph’s colours over by mean and covariance or by histogram.',
  }),
  color_space: z.enum(['yuv', 'ycrcb', 'luv', 'lab']).default('yuv').meta({
    group: 'Colour',
    title: 'Colour space',
    description: 'Where `luma_swap` and `luma_only` tell lightness and colour apart.',
  }),
  color_time: z.enum(['before', 'after']).default('after').meta({
    group: 'Colour',
    title: 'Colour step',
    description:
      'When `match_linear` and `match_histogram` work: before painting, so that the style takes the photograph’s colours, or after it, so that the painted picture does.',
  }),
  color_match_mode: z.enum(['pca', 'chol', 'sym']).default('sym').meta({
    group: 'Colour',
    title: 'Linear match',
    description:
      'Root of the covariance that `match_linear` uses: principal axes, Cholesky, or the symmetric one, which moves colours least.',
  }),
};

/** Resolved values of `engineParams`. */
export type EngineParams = z.infer<z.ZodObject<typeof engineParams>>;
