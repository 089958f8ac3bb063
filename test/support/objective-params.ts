import type { ObjectiveParams } from '../../src/engine/objective-params.ts';

type Layers = Omit<ObjectiveParams, `weight_${string}`>;

/** The first three blocks, which tests on small pictures can afford. */
export const firstLayers: Layers = {
  nn_pooling: 'avg',
  nn_content_layers: ['conv3_2'],
  nn_content_layer_weights: [1],
  nn_content_loss_function: 1,
  nn_style_layers: ['relu1_1', 'relu2_1', 'relu3_1'],
  nn_style_layer_weights: [0.5, 0.3, 0.2],
  video_temporal_criterion: 'mse',
};

/** The default layers: all five blocks. */
export const defaultLayers: Layers = {
  ...firstLayers,
  nn_content_layers: ['conv4_2'],
  nn_style_layers: ['relu1_1', 'relu2_1', 'relu3_1', 'relu4_1', 'relu5_1'],
  nn_style_layer_weights: [1, 1, 1, 1, 1],
};

/** Weights under which every term of a small network counts. */
export const allTerms = { weight_content: 5e3, weight_style: 10, weight_tv: 10, weight_temporal: 1e4 } as const;
