import { contentConstant } from '../losses/content.ts';
import { styleConstant } from '../losses/style.ts';
import { normalizeWeights } from '../losses/terms.ts';
import { convOfTap } from '../network/layers.ts';
import type { ObjectiveParams } from '../objective-params.ts';
import type { LayerShape } from './plan/network-shape.ts';
import { activationScale, type Scaling } from './plan/scaling.ts';
import type { FusedStyleTarget } from './style-grams.ts';

/** Exponents are taken in steps of this, so that frames of one film, and mixes near each other, share one plan. */
const STEP = 4;

/**
 * Γ: the power of two that gradients of the network are stored with. It brings a bound on the root mean square of the losses' gradients at
 * the taps to at most 1, which leaves 65504 for single large values and 2^-14 for what an optimisation that goes well makes of it. The bound is
 * taken from the style: |F·D| ≤ |F|·|D| with F as strong as the painting's, and D, the distance of the Gram matrices, as long as the painting's
 * own; for content, a difference twice as strong as activations are. Depends on params, size and style alone.
 */
export function gradientScale(
  layers: readonly LayerShape[],
  params: ObjectiveParams,
  scaling: Scaling,
  style: FusedStyleTarget,
): number {
  const shapeOf = (tap: string) => layers.find(({ name }) => name === convOfTap(tap).name)!;
  const styleWeights = normalizeWeights(params.nn_style_layer_weights);
  const contentWeights = normalizeWeights(params.nn_content_layer_weights);
  const bounds = [
    ...params.nn_style_layers.map((tap, i) => {
      const { outputs, size } = shapeOf(tap);
      const s = activationScale(scaling, tap);
      const { mean } = style.layers.get(tap)!;
      let squares = 0;
      let trace = 0;
      mean.forEach((v, at) => {
        squares += v * v;
        if (at % (outputs + 1) === 0) trace += v;
      });
      const factor = (params.weight_style * styleWeights[i]! * styleConstant(outputs)) / params.nn_style_layers.length;
      // In the picture's own units this is |dL/dF|; the stored activations are s times as large, so their gradient is 1/s of it.
      return ((4 * factor) / (size.width * size.height) / s) * Math.sqrt(squares) * Math.sqrt(trace / outputs);
    }),
    ...params.nn_content_layers.map((tap, i) => {
      const { outputs, size } = shapeOf(tap);
      const s = activationScale(scaling, tap);
      const k = contentConstant(params.nn_content_loss_function, outputs, size.width * size.height);
      const factor = (params.weight_content * contentWeights[i]! * k) / params.nn_content_layers.length;
      return (2 * factor * 2) / s ** 2;
    }),
  ];
  const bound = Math.max(...bounds);
  return bound > 0 && Number.isFinite(bound) ? 2 ** (-STEP * Math.ceil(Math.log2(bound) / STEP)) : 1;
}
