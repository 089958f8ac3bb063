import type { FloatImage, Size } from '../../core/image.ts';
import { pipelinesOf } from '../../gpu/pipeline-cache.ts';
import { readFloats } from '../../gpu/readback.ts';
import type { DispatchGroup } from '../../gpu/time-dispatches.ts';
import type { LossTerms } from '../losses/terms.ts';
import type { NetworkWeights } from '../network/weights.ts';
import type { Evaluation, Objective, ObjectiveFactory, ObjectiveSpec } from '../objective.ts';
import type { ObjectiveParams } from '../objective-params.ts';
import type { EngineParams } from '../params.ts';
import { checkPictureSize } from '../picture-size.ts';
import { activationScales } from './activation-scales.ts';
import { watchDevice } from './device-fault.ts';
import { createFilterStore } from './filters.ts';
import { gradientScale } from './gradient-scale.ts';
import type { Storage } from './kernels/storage.ts';
import { defaultPace, minimizeOnDevice, type Pace } from './minimize.ts';
import { fromVectors, toInput, toVectors, toWarped } from './pixels.ts';
import { describePlan, type PlanDescription } from './plan/describe.ts';
import { fittingSize } from './plan/fitting-size.ts';
import { type MinimizerPlan, planMinimizer } from './plan/minimizer-step.ts';
import { type LayerShape, layerShapes } from './plan/network-shape.ts';
import { type ObjectivePlan, planGrams, planObjective } from './plan/objective-plan.ts';
import type { Scaling } from './plan/scaling.ts';
import { type ConvCase, cardStrategy, lean, type Strategy } from './plan/strategy.ts';
import { tensorBytes } from './plan/tensor.ts';
import { paintingShortage, pictureShortage, type Shortage } from './shortage.ts';
import { createGramCache, FusedStyleTarget, type Grams } from './style-grams.ts';
import { cautiousCuts, submitCut } from './submit.ts';
import { fixedTuner, type Tuner } from './tune/tuner.ts';
import { createWorkspace, type Layout, layout, layoutBytes, pieceTooLarge, type Workspace } from './workspace.ts';

/** What a factory is made for, beside the objective: the minimiser's buffers are part of the plan. */
export type FusedParams = ObjectiveParams & Pick<EngineParams, 'job_minimizer' | 'job_lbfgs_history'>;

export interface FusedOptions {
  /** finds how each convolution is computed; by default a guess for graphics cards */
  readonly tuner?: Tuner;
  readonly pace?: Pace;
  /** less memory for a few percent more time: for pictures of about a megapixel. Where memory ends it is so in any case */
  readonly sparing?: boolean;
  /** how activations, gradients of the network and filters are stored; `f16` needs the device's feature `shader-f16` */
  readonly storage?: Storage;
  /** activations and gradients near 1 by powers of two, as half precision needs it; by default with `storage: 'f16'` */
  readonly scaled?: boolean;
  /** bytes that one binding may show: what is larger is worked on in bands. At most, and by default, what the device allows */
  readonly bindingLimit?: number;
}

/** An objective that can be looked into. */
interface FusedObjective extends Objective {
  /** its plan as data */
  describe(): PlanDescription;
  /** its steps by name and layer, to be timed one by one */
  dispatchGroups(): DispatchGroup[];
}

/** A plan with its layout. */
interface Laid {
  readonly plan: ObjectivePlan;
  readonly minimizer: MinimizerPlan;
  readonly layout: Layout;
  readonly flops: number;
}

/** The convolutions of layers whose choice of variant is worth knowing beforehand. */
function casesOf(layers: readonly LayerShape[], back: boolean): ConvCase[] {
  return layers.flatMap(({ inputs, outputs, size }): ConvCase[] => [
    { direction: 'forward', inputs, outputs, size },
    ...(back ? [{ direction: 'backward' as const, inputs: outputs, outputs: inputs, size }] : []),
  ]);
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/**
 * The objective of DESIGN ("Losses, exactly") as a static plan of WGSL kernels: `engine/tfjs` is the truth that it agrees with.
 * @param device stays the caller's
 * @throws RangeError where weights of a needed layer are absent, or the device has not `shader-f16` and is asked for it
 */
export function createFusedObjectives(
  device: GPUDevice,
  weights: NetworkWeights,
  params: FusedParams,
  options: FusedOptions = {},
): ObjectiveFactory {
  const {
    tuner = fixedTuner(cardStrategy(device.limits)),
    pace = defaultPace,
    storage = 'f32',
    scaled = storage === 'f16',
  } = options;
  const bindingLimit = Math.min(
    options.bindingLimit ?? Number.POSITIVE_INFINITY,
    device.limits.maxStorageBufferBindingSize,
  );
  if (storage === 'f16' && !device.features.has('shader-f16')) {
    throw new RangeError('fused engine: this device was opened without the feature shader-f16');
  }
  let { sparing = false } = options;
  const prepare = async (cases: readonly ConvCase[], signal?: AbortSignal): Promise<Strategy> => {
    // One by one: measuring may take long, and an abort waits for one of them.
    for (const conv of cases) {
      signal?.throwIfAborted();
      await tuner.prepare([conv], storage);
    }
    const strategy = await tuner.prepare([], storage);
    return sparing ? lean(strategy) : strategy;
  };
  const pipelines = pipelinesOf(device);
  const fault = watchDevice(device);
  const styleTaps = [...new Set(params.nn_style_layers)];
  const taps = [...new Set([...params.nn_content_layers, ...styleTaps])];
  layerShapes(weights, taps, { width: 32, height: 32 });
  const scaling: Scaling = {
    storage,
    activations: scaled ? activationScales(weights, taps, params.nn_pooling) : new Map(),
  };
  const filters = createFilterStore(device, weights, scaling);
  const workspaces: Workspace[] = [];
  const plans = new Map<string, Laid>();

  const borrow = (): Workspace => {
    const idle = workspaces.find(({ busy }) => !busy) ?? createWorkspace(device, pipelines, filters);
    if (!workspaces.includes(idle)) workspaces.push(idle);
    idle.busy = true;
    return idle;
  };
  const freeIdle = (): void => {
    for (const workspace of workspaces) if (!workspace.busy) workspace.dispose();
  };
  /** From now on all plans take less memory. */
  const spare = (): void => {
    sparing = true;
    plans.clear();
    freeIdle();
    if (!workspaces.some(({ busy }) => busy)) filters.dispose();
  };
  /**
   * A workspace with room for a plan, busy. Where memory ends, memory is spared before anything is refused.
   * @param make asked again where the plan is to take less
   */
  const makeRoom = async <T extends { readonly layout: Layout }>(
    make: () => Promise<T>,
    refusal: (shortage: Shortage) => Promise<Error>,
  ): Promise<{ readonly laid: T; readonly workspace: Workspace }> => {
    const laid = await make();
    const workspace = borrow();
    const shortage = await workspace.reserve(laid.layout).catch((error: unknown) => {
      workspace.busy = false;
      throw error;
    });
    if (!shortage) return { laid, workspace };
    workspace.busy = false;
    if (shortage.what === 'buffer' || sparing) throw await refusal(shortage);
    spare();
    return makeRoom(make, refusal);
  };

  const plan = (layers: readonly LayerShape[], temporalTargets: number, strategy: Strategy, scale = 1): Laid => {
    const objective = planObjective({
      layers,
      params,
      temporalTargets,
      strategy,
      scaling,
      gradientScale: scale,
      bindingLimit,
    });
    const minimizer = planMinimizer(
      objective,
      params.job_minimizer === 'adam'
        ? { minimizer: 'adam' }
        : { minimizer: 'lbfgs', history: params.job_lbfgs_history },
      bindingLimit,
    );
    const kept = [objective.image, ...objective.content.map(({ target }) => target)];
    return {
      plan: objective,
      minimizer,
      layout: layout([...objective.steps, minimizer.step], kept),
      flops: sum(objective.steps.map(({ flops }) => flops)),
    };
  };
  /** @param given the style sets the scale of gradients; how much room a plan takes does not depend on it */
  const planFor = async (
    size: Size,
    temporalTargets: number,
    given: { readonly style?: FusedStyleTarget; readonly signal?: AbortSignal | undefined },
  ): Promise<Laid> => {
    const { style, signal } = given;
    const layers = layerShapes(weights, taps, size);
    const scale = scaled && style ? gradientScale(layers, params, scaling, style) : 1;
    const key = `${size.width}×${size.height}, ${temporalTargets}, ${scale}`;
    const known = plans.get(key);
    if (known) return known;
    const made = plan(layers, temporalTargets, await prepare(casesOf(layers, true), signal), scale);
    plans.set(key, made);
    return made;
  };
  /** What would fit where a picture does not: a person is told before anything is painted. */
  const tooLarge = async (size: Size, temporalTargets: number, shortage: Shortage): Promise<Error> => {
    const strategy = await prepare([]);
    const fitting = fittingSize(size, (smaller) => {
      const { layout: laid } = plan(layerShapes(weights, taps, smaller), temporalTargets, strategy);
      // Of memory that ended a good part may be others': a quarter less is a fair guess.
      return shortage.what === 'buffer'
        ? !pieceTooLarge(laid, device.limits)
        : layoutBytes(laid) <= 0.75 * shortage.bytes;
    });
    return pictureShortage(shortage, fitting);
  };

  /** Gram matrices of a painting. */
  const look = async (image: FloatImage, signal?: AbortSignal): Promise<Grams> => {
    const layers = layerShapes(weights, styleTaps, image);
    // A painting may need more than the pictures do: neither is to lie beside the other.
    freeIdle();
    const { laid, workspace } = await makeRoom(
      async () => {
        const strategy = await prepare(casesOf(layers, false), signal);
        const plan = planGrams(layers, styleTaps, params, strategy, scaling, bindingLimit);
        return { plan, layout: layout(plan.steps) };
      },
      async (shortage) => paintingShortage(shortage, image),
    );
    const { plan } = laid;
    try {
      const bound = await workspace.bind(laid.layout);
      device.queue.writeBuffer(bound.buffer(plan.image), 0, toInput(image, weights.mean));
      submitCut(device, bound, cautiousCuts(bound, sum(plan.steps.map(({ flops }) => flops))));
      const found = await Promise.all(
        [...plan.grams].map(async ([tap, { gram, scale }]) => {
          const values = await readFloats(device, bound.buffer(gram), gram.floats);
          return [tap, scale === 1 ? values : values.map((v) => v / scale)] as const;
        }),
      );
      fault.check();
      return new Map(found);
    } finally {
      workspace.dispose();
      workspace.busy = false;
    }
  };
  const grams = createGramCache(look);

  return {
    mean: weights.mean,
    styleTarget: (styles, signal) => grams.mix(styles, signal),

    async reserve(size, temporalTargets, signal) {
      checkPictureSize(size, taps);
      const { workspace } = await makeRoom(
        () => planFor(size, temporalTargets, { signal }),
        (shortage) => tooLarge(size, temporalTargets, shortage),
      );
      workspace.busy = false;
    },

    async create(spec: ObjectiveSpec, signal?: AbortSignal): Promise<FusedObjective> {
      const { style, content, temporal } = spec;
      if (!(style instanceof FusedStyleTarget)) throw new TypeError('objective: the style target is of another engine');
      checkPictureSize(content, taps);
      const { laid, workspace } = await makeRoom(
        () => planFor(content, temporal.length, { style, signal }),
        (shortage) => tooLarge(content, temporal.length, shortage),
      );
      const { plan, minimizer, flops } = laid;
      try {
        const bound = await workspace.bind(laid.layout);
        const whole = bound.dispatchesOf(plan.steps.length);
        const cuts = [...cautiousCuts(bound, flops).filter((cut) => cut < whole), whole];
        const pixels = content.width * content.height;
        const write = (tensor: typeof plan.image, values: Float32Array<ArrayBuffer>, floatOffset = 0) =>
          device.queue.writeBuffer(bound.buffer(tensor), 4 * floatOffset, values);
        let spread = 0;
        for (const [tap, { target, scale }] of plan.style) {
          const mixed = style.layers.get(tap)!;
          write(target, (scale === 1 ? mixed.mean : mixed.mean.map((v) => v * scale)) as Float32Array<ArrayBuffer>);
          spread += plan.styleFactors.get(tap)! * mixed.spread;
        }
        temporal.forEach((target, i) => {
          const frame = toWarped(target, weights.mean);
          for (const { tensor, pixels: part } of plan.warped) {
            const { from, to } = part;
            write(tensor, frame.subarray(4 * from, 4 * to), 4 * (to - from) * i);
          }
        });
        write(plan.image, toInput(content, weights.mean));
        const last = bound.dispatchesOf(plan.contentSteps);
        submitCut(device, bound, [...cuts.filter((cut) => cut < last), last]);
        const encoder = device.createCommandEncoder();
        for (const { features, target } of plan.content) {
          encoder.copyBufferToBuffer(bound.buffer(features), 0, bound.buffer(target), 0, tensorBytes(features));
        }
        device.queue.submit([encoder.finish()]);

        const termsOf = (totals: ArrayLike<number>): LossTerms => {
          const [contentLoss, styleLoss, tv, temporalLoss] = Array.from(totals) as [number, number, number, number];
          const terms = { content: contentLoss, style: styleLoss + spread, tv, temporal: temporalLoss };
          return { ...terms, total: sum(Object.values(terms)) };
        };
        return {
          size: { width: content.width, height: content.height },
          async evaluate(x: Float32Array): Promise<Evaluation> {
            write(plan.image, toVectors(x));
            submitCut(device, bound, cuts);
            const [gradient, totals] = await Promise.all([
              readFloats(device, bound.buffer(plan.gradient), 4 * pixels),
              readFloats(device, bound.buffer(plan.totals), 4),
            ]);
            fault.check();
            const terms = termsOf(totals);
            return { value: terms.total, terms, gradient: fromVectors(gradient) };
          },
          minimize: (start, options, signal) =>
            minimizeOnDevice(
              { device, bound, minimizer, image: plan.image, flops, spread, pace, check: fault.check },
              start,
              options,
              signal,
            ),
          describe: () => describePlan(plan.size, laid.layout),
          dispatchGroups: () =>
            [...plan.steps, minimizer.step].map(({ name, layer, variant, flops, bytes, dispatches }) => ({
              name: [name, layer, variant].filter(Boolean).join(' · '),
              dispatches: dispatches(bound.resolve),
              flops,
              bytes,
            })),
          dispose() {
            workspace.busy = false;
          },
        };
      } catch (error) {
        workspace.busy = false;
        throw error;
      }
    },

    dispose() {
      for (const workspace of workspaces.splice(0)) workspace.dispose();
      filters.dispose();
    },
  };
}
