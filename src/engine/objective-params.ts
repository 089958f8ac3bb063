import type { ContentLossFunction } from './losses/content.ts';
import type { TemporalCriterion } from './losses/temporal.ts';

/** How 2×2 maps are made one (`nn_pooling`). */
export type Pooling = 'avg' | 'max';

/** The params that make the objective; names as in the schema. */
export interface ObjectiveParams {
  readonly nn_pooling: Pooling;
  readonly nn_content_layers: readonly string[];
  readonly nn_content_layer_weights: readonly number[];
  readonly nn_content_loss_function: ContentLossFunction;
  readonly nn_style_layers: readonly string[];
  readonly nn_style_layer_weights: readonly number[];
  readonly weight_content: number;
  readonly weight_style: number;
  readonly weight_tv: number;
  readonly weight_temporal: number;
  readonly video_temporal_criterion: TemporalCriterion;
}
