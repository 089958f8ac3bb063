import type { Size } from '../../../core/image.ts';
import { contentConstant } from '../../losses/content.ts';
import { styleConstant } from '../../losses/style.ts';
import { normalizeWeights } from '../../losses/terms.ts';
import type { ObjectiveParams } from '../../objective-params.ts';
import { createConvPlanner } from './conv-step.ts';
import { planImageTerms, type WarpedPart } from './image-step.ts';
import { contentStep, createLossBook, gramLosses, gramStep, styleSeed, sumStep, type TapMap } from './loss-steps.ts';
import type { LayerShape } from './network-shape.ts';
import { planBackward, planForward, type Seed } from './network-steps.ts';
import { activationScale, PLAIN, type Scaling } from './scaling.ts';
import type { Strategy } from './strategy.ts';
import type { Step, Tensor } from './tensor.ts';

/** A target that is compared with features. */
interface ContentTarget {
  readonly tap: string;
  readonly features: Tensor;
  readonly target: Tensor;
}

/** One evaluation of the objective, laid out. */
export interface ObjectivePlan {
  readonly size: Size;
  readonly steps: readonly Step[];
  /** first steps after which all content features are there */
  readonly contentSteps: number;
  /** x as vec4s, [pixels, 4] */
  readonly image: Tensor;
  /** [pixels, 4] */
  readonly gradient: Tensor;
  /** content, style, tv, temporal */
  readonly totals: Tensor;
  /** warped frames with their reliability; one part of all pixels unless they are larger than one binding may show */
  readonly warped: readonly WarpedPart[];
  readonly content: readonly ContentTarget[];
  /** mixed Gram matrices by tap, of the activations as they are stored: s² times those of the network */
  readonly style: ReadonlyMap<string, { readonly target: Tensor; readonly scale: number }>;
  /** factor of ‖G − A‖² by tap: what the mix's spread is multiplied with */
  readonly styleFactors: ReadonlyMap<string, number>;
}

/** What a plan is made for. */
export interface PlanSpec {
  readonly layers: readonly LayerShape[];
  readonly params: ObjectiveParams;
  /** warped frames that the temporal term compares with */
  readonly temporalTargets: number;
  readonly strategy: Strategy;
  /** by default everything as it is, in f32 */
  readonly scaling?: Scaling;
  /** Γ, a power of two that the network's gradients are stored with */
  readonly gradientScale?: number;
  /** bytes that one binding may show: what is larger is worked on in bands; by default there is no limit */
  readonly bindingLimit?: number;
}

const UNLIMITED = Number.POSITIVE_INFINITY;

const distinct = (names: readonly string[]) => [...new Set(names)];

/** Lays out the objective of DESIGN ("Losses, exactly"). Pure: nothing touches a device. */
export function planObjective(spec: PlanSpec): ObjectivePlan {
  const {
    layers,
    params,
    temporalTargets,
    strategy,
    scaling = PLAIN,
    gradientScale = 1,
    bindingLimit = UNLIMITED,
  } = spec;
  const { storage } = scaling;
  const { size } = layers[0]!;
  const pixels = size.width * size.height;
  const kept = (name: string, floats: number): Tensor => ({ name, floats, kind: 'kept' });
  const image = kept('image', 4 * pixels);
  const gradient = kept('gradient', 4 * pixels);
  const totals = kept('totals', 4);
  const book = createLossBook();
  const steps: Step[] = [];
  const conv = createConvPlanner(strategy, bindingLimit);
  const contentWeights = normalizeWeights(params.nn_content_layer_weights);
  const styleWeights = normalizeWeights(params.nn_style_layer_weights);
  const content = params.nn_content_layers.map((tap, i) => ({ tap, weight: contentWeights[i]! }));
  const styles = params.nn_style_layers.map((tap, i) => ({ tap, weight: styleWeights[i]! }));
  const taps = distinct([...params.nn_content_layers, ...params.nn_style_layers]);

  const { step: imageTerms, warped } = planImageTerms(
    {
      size,
      image,
      targets: temporalTargets,
      gradient,
      tv: params.weight_tv,
      temporal: params.weight_temporal,
      criterion: params.video_temporal_criterion,
    },
    book,
    bindingLimit,
  );
  steps.push(imageTerms);
  const targets = new Map<string, { target: Tensor; scale: number }>();
  const styleFactors = new Map<string, number>();
  const differences = new Map<string, Tensor>();
  let contentSteps = 0;
  const found = new Map<string, TapMap>();
  const addGrams = (ready: readonly string[]) => {
    for (const { tap, weight } of styles) {
      if (!ready.includes(tap)) continue;
      const map = found.get(tap)!;
      const factor = (params.weight_style * weight * styleConstant(map.channels)) / styles.length;
      const square = map.channels ** 2;
      const target = kept(`target of ${tap}`, square);
      const difference: Tensor = { name: `difference at ${tap}`, floats: square, kind: 'work' };
      const scale = activationScale(scaling, tap) ** 2;
      targets.set(tap, { target, scale });
      differences.set(tap, difference);
      styleFactors.set(tap, factor);
      const stored = factor / scale ** 2;
      const first = book.reserve('style', gramLosses(map), stored);
      const slope = (4 * stored * gradientScale * map.channels) / map.features.floats;
      steps.push(gramStep(map, target, difference, slope, first, book.partials, bindingLimit));
    }
  };
  const maps = planForward(layers, taps, params.nn_pooling, image, true, storage, conv, (step, ready) => {
    steps.push(step);
    // The planner's own map of this step holds the tensors; channels are those of the layer.
    for (const tap of ready) {
      const layer = layers.find(({ name }) => name === step.layer)!;
      const features = step.tensors.find(({ name }) => name === tap)!;
      found.set(tap, { tap, features, channels: layer.outputs });
    }
    if (ready.some((tap) => params.nn_content_layers.includes(tap))) contentSteps = steps.length;
    addGrams(ready);
  });
  const contentTargets = content.map(({ tap }): ContentTarget => {
    const { features } = found.get(tap)!;
    return { tap, features, target: { ...kept(`content of ${tap}`, features.floats), storage } };
  });
  const seeds = new Map<string, Seed[]>();
  const addSeed = (tap: string, seed: Seed) => seeds.set(tap, [...(seeds.get(tap) ?? []), seed]);
  for (const { tap } of styles) {
    addSeed(tap, {
      step: (at, base) => styleSeed(found.get(tap)!, differences.get(tap)!, at, base, strategy, bindingLimit),
    });
  }
  content.forEach(({ tap, weight }, i) => {
    const map = found.get(tap)!;
    const positions = map.features.floats / map.channels;
    const k = contentConstant(params.nn_content_loss_function, map.channels, positions);
    const factor = (params.weight_content * weight * k) / content.length / activationScale(scaling, tap) ** 2;
    addSeed(tap, {
      step: (at, base) =>
        contentStep(map, contentTargets[i]!.target, factor, book, at, base, gradientScale, bindingLimit),
    });
  });
  planBackward(layers, maps, seeds, params.nn_pooling, gradient, gradientScale, storage, conv, bindingLimit, (step) =>
    steps.push(step),
  );
  steps.push(sumStep(book, totals));
  return {
    size,
    steps,
    contentSteps,
    image,
    gradient,
    totals,
    warped,
    content: contentTargets,
    style: targets,
    styleFactors,
  };
}

/** The Gram matrices of one painting, laid out. */
export interface GramPlan {
  readonly steps: readonly Step[];
  readonly image: Tensor;
  /** G/M of the activations as they are stored, s² times those of the network, by tap, [channels, channels] */
  readonly grams: ReadonlyMap<string, { readonly gram: Tensor; readonly scale: number }>;
}

/** Lays out the way there alone, with a Gram matrix at each tap. @param bindingLimit bytes that one binding may show */
export function planGrams(
  layers: readonly LayerShape[],
  taps: readonly string[],
  params: Pick<ObjectiveParams, 'nn_pooling'>,
  strategy: Strategy,
  scaling: Scaling = PLAIN,
  bindingLimit = UNLIMITED,
): GramPlan {
  const { size } = layers[0]!;
  const image: Tensor = { name: 'image', floats: 4 * size.width * size.height, kind: 'kept' };
  const most = Math.max(...layers.map(({ outputs }) => outputs));
  // Nothing is ever written to it: a new buffer holds zeros, so that the difference is the Gram matrix itself.
  const nothing: Tensor = { name: 'zeros', floats: most * most, kind: 'filters' };
  const steps: Step[] = [];
  const grams = new Map<string, { gram: Tensor; scale: number }>();
  const book = createLossBook();
  planForward(
    layers,
    distinct(taps),
    params.nn_pooling,
    image,
    false,
    scaling.storage,
    createConvPlanner(strategy, bindingLimit),
    (step, ready) => {
      steps.push(step);
      for (const tap of ready) {
        const { outputs: channels } = layers.find(({ name }) => name === step.layer)!;
        const map: TapMap = { tap, features: step.tensors.find(({ name }) => name === tap)!, channels };
        const gram: Tensor = { name: `Gram matrix of ${tap}`, floats: channels ** 2, kind: 'kept' };
        grams.set(tap, { gram, scale: activationScale(scaling, tap) ** 2 });
        steps.push(
          gramStep(map, nothing, gram, 1, book.reserve('style', gramLosses(map), 1), book.partials, bindingLimit),
        );
      }
    },
  );
  return { steps, image, grams };
}
