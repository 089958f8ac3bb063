import * as tf from '@tensorflow/tfjs-core';
import type { FloatImage } from '../../core/image.ts';
import { contentConstant } from '../losses/content.ts';
import { type MixedGram, mixGrams, styleConstant } from '../losses/style.ts';
import { normalizeWeights } from '../losses/terms.ts';
import type { NetworkWeights } from '../network/weights.ts';
import type { Evaluation, Objective, ObjectiveFactory, ObjectiveSpec, StyleImage, StyleTarget } from '../objective.ts';
import type { ObjectiveParams } from '../objective-params.ts';
import { checkPictureSize } from '../picture-size.ts';
import type { TfBackend } from './backend.ts';
import { createTfNetwork } from './network.ts';
import { distance, gram, positions, totalVariation } from './ops.ts';

/** A layer with its normalised weight. */
interface WeightedLayer {
  readonly name: string;
  readonly weight: number;
}

type TermName = 'content' | 'style' | 'tv' | 'temporal';

/**
 * One part of the loss: factor·(Σ partials + constant). The partial sums are added up in double
 * precision on the CPU: one float32 sum over a million squares is too rough for a line search.
 */
interface Part {
  readonly term: TermName;
  readonly partials: tf.Tensor1D;
  readonly factor: number;
  readonly constant: number;
}

class TfStyleTarget implements StyleTarget {
  constructor(readonly layers: ReadonlyMap<string, { readonly mean: tf.Tensor2D; readonly spread: number }>) {}

  dispose(): void {
    for (const { mean } of this.layers.values()) mean.dispose();
  }
}

/**
 * The objective of DESIGN ("Losses, exactly") on tfjs: the truth that the fused engine is held against.
 * @throws RangeError where weights of a needed layer are absent
 */
export async function createTfjsObjectives(
  backend: TfBackend,
  weights: NetworkWeights,
  params: ObjectiveParams,
): Promise<ObjectiveFactory> {
  const layers = (names: readonly string[], shares: readonly number[]): WeightedLayer[] => {
    const normal = normalizeWeights(shares);
    return names.map((name, i) => ({ name, weight: normal[i]! }));
  };
  const contentLayers = layers(params.nn_content_layers, params.nn_content_layer_weights);
  const styleLayers = layers(params.nn_style_layers, params.nn_style_layer_weights);
  const contentTaps = contentLayers.map(({ name }) => name);
  const styleTaps = styleLayers.map(({ name }) => name);
  const taps = [...new Set([...contentTaps, ...styleTaps])];
  const network = await createTfNetwork(backend, weights, taps, params.nn_pooling);
  const upload = (image: FloatImage) => {
    const x = tf.tensor4d(image.data, [1, image.height, image.width, 3]);
    return tf.sub(x, tf.tensor1d([...weights.mean])) as tf.Tensor4D;
  };

  return {
    mean: weights.mean,

    async styleTarget(styles: readonly StyleImage[]) {
      const grams = new Map<string, Float32Array[]>(styleTaps.map((tap) => [tap, []]));
      for (const { image } of styles) {
        const { width, height } = image;
        const bytes = width * height * network.bytesPerPixel(styleTaps, 'there');
        backend.reserve(bytes, `looking at a painting at ${width}×${height} px`);
        const found = await backend.run(() => {
          const features = network.features(upload(image), styleTaps);
          return styleTaps.map((tap) => tf.tidy(() => gram(features.get(tap)!)));
        });
        const values = await backend.read(found);
        styleTaps.forEach((tap, i) => {
          grams.get(tap)!.push(values[i]!);
        });
      }
      const shares = normalizeWeights(styles.map(({ weight }) => weight));
      const mixed = new Map<string, MixedGram>(styleTaps.map((tap) => [tap, mixGrams(grams.get(tap)!, shares)]));
      const kept = new Map<string, { mean: tf.Tensor2D; spread: number }>();
      await backend.run(() => {
        for (const [tap, { mean, spread }] of mixed) {
          const channels = Math.sqrt(mean.length);
          kept.set(tap, { mean: tf.keep(tf.tensor2d(mean, [channels, channels])), spread });
        }
        return [];
      });
      return new TfStyleTarget(kept);
    },

    async create(spec: ObjectiveSpec): Promise<Objective> {
      const style = spec.style;
      if (!(style instanceof TfStyleTarget)) throw new TypeError('objective: the style target is of another engine');
      const { width, height } = spec.content;
      checkPictureSize(spec.content, taps);
      backend.reserve(width * height * network.bytesPerPixel(taps, 'back'), `painting at ${width}×${height} px`);
      const targets = await backend.run(() => {
        const features = network.features(upload(spec.content), contentTaps);
        return {
          content: contentTaps.map((tap) => features.get(tap)!),
          temporal: spec.temporal.map(({ warped, weights: mask }) => ({
            warped: upload(warped),
            weights: tf.tensor4d(mask.data, [1, height, width, 1]),
          })),
        };
      });

      /** The loss at x in parts, and its gradient. */
      const build = (x: tf.Tensor4D): { parts: Part[]; gradient: tf.Tensor4D } => {
        const parts: Part[] = [];
        const seeds = new Map<string, tf.Tensor4D>();
        const seed = (tap: string, gradient: tf.Tensor) => {
          const other = seeds.get(tap);
          seeds.set(tap, (other ? tf.add(other, gradient) : gradient) as tf.Tensor4D);
        };
        const run = network.forward(x, taps);
        /** Adds a part, and its gradient at a tap; what it takes on the way is freed at once. */
        const addAt = (tap: string, constants: Omit<Part, 'partials'>, make: () => [tf.Tensor1D, tf.Tensor4D]) => {
          const [partials, gradient] = tf.tidy(make);
          parts.push({ ...constants, partials });
          seed(tap, gradient);
        };
        contentLayers.forEach(({ name, weight }, i) => {
          const features = run.taps.get(name)!;
          const [, h, w, channels] = features.shape;
          const k = contentConstant(params.nn_content_loss_function, channels, h * w);
          const factor = (params.weight_content * weight * k) / contentLayers.length;
          addAt(name, { term: 'content', factor, constant: 0 }, () => {
            const difference = tf.sub(features, targets.content[i]!);
            return [rowSums(tf.square(difference)), tf.mul(difference, 2 * factor) as tf.Tensor4D];
          });
        });
        for (const { name, weight } of styleLayers) {
          const features = run.taps.get(name)!;
          const [, h, w, channels] = features.shape;
          const { mean, spread } = style.layers.get(name)!;
          const factor = (params.weight_style * weight * styleConstant(channels)) / styleLayers.length;
          addAt(name, { term: 'style', factor, constant: spread }, () => {
            const difference = tf.sub(gram(features), mean) as tf.Tensor2D;
            const towards = tf.mul(difference, (4 * factor) / (h * w)) as tf.Tensor2D;
            const gradient = tf.reshape(tf.matMul(positions(features), towards), features.shape) as tf.Tensor4D;
            return [tf.sum(tf.square(difference), 1) as tf.Tensor1D, gradient];
          });
        }
        let gradient = run.backward(seeds);
        if (params.weight_tv > 0) {
          const tv = totalVariation(x);
          parts.push({ term: 'tv', partials: tv.rows, factor: params.weight_tv, constant: 0 });
          gradient = tf.add(gradient, tf.mul(tv.gradient, params.weight_tv));
        }
        for (const target of targets.temporal) {
          const apart = distance(tf.sub(x, target.warped), params.video_temporal_criterion);
          const factor = params.weight_temporal / (width * height * 3);
          const partials = rowSums(tf.mul(apart.value, target.weights));
          parts.push({ term: 'temporal', partials, factor, constant: 0 });
          gradient = tf.add(gradient, tf.mul(tf.mul(apart.slope, target.weights), factor));
        }
        return { parts, gradient };
      };

      return {
        size: { width, height },

        async evaluate(values: Float32Array): Promise<Evaluation> {
          let parts: Part[] = [];
          const found = await backend.run(() => {
            const built = build(tf.tensor4d(values, [1, height, width, 3]));
            parts = built.parts;
            return [built.gradient, tf.concat1d(parts.map((part) => part.partials))];
          });
          const [gradient, partials] = await backend.read(found);
          return { gradient: gradient!, ...sumTerms(parts, partials!) };
        },

        dispose() {
          tf.dispose(targets.content);
          for (const { warped, weights: mask } of targets.temporal) tf.dispose([warped, mask]);
        },
      };
    },

    dispose(): void {
      network.dispose();
    },
  };
}

/** Sums over columns and channels, one per image row. */
function rowSums(x: tf.Tensor): tf.Tensor1D {
  return tf.sum(x, [0, 2, 3]);
}

function sumTerms(parts: readonly Part[], partials: ArrayLike<number>): Pick<Evaluation, 'value' | 'terms'> {
  const terms = { content: 0, style: 0, tv: 0, temporal: 0 };
  let at = 0;
  for (const part of parts) {
    let sum = 0;
    for (const end = at + part.partials.size; at < end; at++) sum += partials[at]!;
    terms[part.term] += part.factor * (sum + part.constant);
  }
  const total = terms.content + terms.style + terms.tv + terms.temporal;
  return { value: total, terms: { ...terms, total } };
}
