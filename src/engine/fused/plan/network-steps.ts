import type { Pooling } from '../../objective-params.ts';
import type { GradientBase } from '../kernels/conv-parts.ts';
import { maskWords, pooledSize } from '../kernels/geometry.ts';
import type { Storage } from '../kernels/storage.ts';
import { unpool, unpoolDispatch } from '../kernels/unpool.ts';
import type { ConvPlanner } from './conv-step.ts';
import { mapBands } from './conv-windows.ts';
import type { LayerShape } from './network-shape.ts';
import { type Step, storageOf, type Tensor, totalBytes } from './tensor.ts';
import { bandsText } from './windows.ts';

/** What the way there leaves behind for losses and for the way back. */
export interface ForwardMaps {
  /** features by tap, [positions, channels] */
  readonly taps: ReadonlyMap<string, Tensor>;
  /** masks by layer, of those whose gradient needs one */
  readonly masks: ReadonlyMap<string, Tensor>;
}

const relu = (layer: string) => layer.replace('conv', 'relu');
const pixels = ({ size }: LayerShape) => size.width * size.height;

/** A loss at a tap, as the way back sees it. */
export interface Seed {
  /** @param base what `gradient` holds already */
  readonly step: (gradient: Tensor, base: GradientBase) => Step;
}

/**
 * Steps of the network's way there.
 * @param emit called with each step, and after it with the taps that are ready now
 * @param masks whether a way back follows
 * @param storage of the maps
 */
export function planForward(
  layers: readonly LayerShape[],
  taps: readonly string[],
  pooling: Pooling,
  image: Tensor,
  masks: boolean,
  storage: Storage,
  conv: ConvPlanner,
  emit: (step: Step, ready: readonly string[]) => void,
): ForwardMaps {
  const found = new Map<string, Tensor>();
  const kept = new Map<string, Tensor>();
  let current = image;
  layers.forEach((layer, i) => {
    const next = layers[i + 1];
    const here = [layer.name, relu(layer.name)].filter((tap) => taps.includes(tap));
    const convTap = here.includes(layer.name);
    const reluTap = here.includes(relu(layer.name));
    const pooled = next?.poolBefore ?? false;
    const work = (name: string, floats: number): Tensor => ({ name, floats, kind: 'work', storage });
    const full = pixels(layer) * layer.outputs;
    const convMap = convTap ? work(layer.name, full) : null;
    const reluMap = reluTap || (next && !pooled) ? work(relu(layer.name), full) : null;
    const small = pooledSize(layer.size);
    const poolMap = pooled ? work(`pool after ${layer.name}`, small.width * small.height * layer.outputs) : null;
    // Where a loss taps a layer, its features are there and say where the ReLU passes; only pooling still needs the bits.
    const mask =
      masks && next && (pooled || here.length === 0)
        ? ({ name: `mask of ${layer.name}`, floats: maskWords(layer.size, layer.outputs), kind: 'work' } as const)
        : null;
    const bias: Tensor = { name: `${layer.name} bias`, floats: layer.outputs, kind: 'filters' };
    const step = conv({
      layer,
      direction: 'forward',
      shape: {
        inputs: layer.inputs,
        outputs: layer.outputs,
        source: { kind: 'map' },
        result: { kind: 'forward', conv: !!convMap, relu: !!reluMap, pool: pooled ? pooling : null, mask: !!mask },
      },
      source: [current],
      result: [bias, convMap, reluMap, poolMap, mask].filter((tensor) => tensor !== null),
    });
    if (convMap) found.set(layer.name, convMap);
    if (reluTap) found.set(relu(layer.name), reluMap!);
    if (mask) kept.set(layer.name, mask);
    emit(step, here);
    current = poolMap ?? reluMap ?? convMap!;
  });
  return { taps: found, masks: kept };
}

/**
 * Steps of the way back: from the losses' gradients at the taps to the image's, which is added to `gradient`.
 * @param seeds by tap, times the scale of gradients
 * @param scale of gradients, undone where the image's is added
 * @param storage of gradients
 * @param bindingLimit bytes that one binding may show
 */
export function planBackward(
  layers: readonly LayerShape[],
  maps: ForwardMaps,
  seeds: ReadonlyMap<string, readonly Seed[]>,
  pooling: Pooling,
  gradient: Tensor,
  scale: number,
  storage: Storage,
  conv: ConvPlanner,
  bindingLimit: number,
  emit: (step: Step) => void,
): void {
  /** gradient behind the ReLU (and pooling) of the layer in hand, from the layers after it */
  let above: { readonly pooled: boolean; readonly tensor: Tensor } | null = null;
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = layers[i]!;
    const reluSeeds = seeds.get(relu(layer.name)) ?? [];
    const all = [...reluSeeds, ...(seeds.get(layer.name) ?? [])];
    let at: Tensor | null = above && !above.pooled ? above.tensor : null;
    if (all.length > 0) {
      let base: GradientBase = above ? 'raw' : 'none';
      if (!at) {
        at = { name: `gradient of ${layer.name}`, floats: pixels(layer) * layer.outputs, kind: 'work', storage };
        if (above) {
          emit(unpoolStep(layer, pooling, above.tensor, maps.masks.get(layer.name)!, at, bindingLimit));
          base = 'masked';
        }
      }
      for (const seed of all) {
        emit(seed.step(at, base));
        base = 'masked';
      }
    }
    if (!above && !at) continue;
    const before = layers[i - 1];
    const tappedBefore = before && (seeds.has(before.name) || seeds.has(relu(before.name)));
    const masked = before && !layer.poolBefore && !tappedBefore;
    const store = before ? (masked ? 'masked' : 'plain') : 'added';
    const output: Tensor = before
      ? { name: `gradient before ${layer.name}`, floats: pixels(layer) * layer.inputs, kind: 'work', storage }
      : gradient;
    emit(
      conv({
        layer,
        direction: 'backward',
        shape: {
          inputs: layer.outputs,
          outputs: layer.inputs,
          source: at ? { kind: 'map' } : { kind: 'unpool', pooling },
          result: { kind: 'backward', store },
        },
        filterScale: before ? 1 : 1 / scale,
        source: at ? [at] : [above!.tensor, maps.masks.get(layer.name)!],
        result: masked ? [output, maps.masks.get(before.name)!] : [output],
      }),
    );
    above = { pooled: layer.poolBefore, tensor: output };
  }
}

function unpoolStep(
  layer: LayerShape,
  pooling: Pooling,
  source: Tensor,
  mask: Tensor,
  output: Tensor,
  bindingLimit: number,
): Step {
  const tensors = [source, mask, output];
  const bands = mapBands(
    layer.size,
    { source: { kind: 'unpool', pooling }, result: { kind: 'backward', store: 'plain' } },
    { source: [source, mask], result: [output] },
    bindingLimit,
  );
  const kernel = unpool(layer.outputs, pooling, storageOf(output), !!bands[0]!.band.bases);
  return {
    name: 'unpool',
    layer: layer.name,
    variant: `${pooling}${bandsText(bands)}`,
    tensors,
    flops: 0,
    bytes: totalBytes(tensors),
    dispatches: (resolve) =>
      bands.map(({ band, bind }) =>
        unpoolDispatch(kernel, layer.size, layer.outputs, tensors.map(bind(resolve)), band),
      ),
  };
}
