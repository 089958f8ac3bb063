import type { Size } from '../../../core/image.ts';
import { type ConvShape, directConv, directConvDispatch } from '../kernels/conv-direct.ts';
import { stagedConv, stagedConvDispatch } from '../kernels/conv-staged.ts';
import { TILE } from '../kernels/geometry.ts';
import { imageGradient, imageGradientDispatch, SIDE } from '../kernels/image-gradient.ts';
import { valueBytes } from '../kernels/storage.ts';
import { componentStorage, winogradDispatches, winogradKernels, winogradTileBytes } from '../kernels/winograd.ts';
import { winogradFilters, winogradFiltersDispatch } from '../kernels/winograd-filters.ts';
import { winogradTransform } from '../kernels/winograd-transforms.ts';
import { type BandRules, mapBands } from './conv-windows.ts';
import type { LayerShape } from './network-shape.ts';
import type { Strategy } from './strategy.ts';
import { type Step, storageOf, type Tensor, totalBytes } from './tensor.ts';
import { bandsText, bindWhole } from './windows.ts';

/** A convolution to be planned. */
export interface ConvTask {
  readonly layer: LayerShape;
  readonly direction: 'forward' | 'backward';
  readonly shape: ConvShape;
  /** what the filters are multiplied with, beside the layer's own scale */
  readonly filterScale?: number;
  readonly source: readonly Tensor[];
  /** in the order of the result's bindings; those that are null are the bias */
  readonly result: readonly Tensor[];
}

/** Multiply-adds of the direct convolution, twice: what work is counted in. */
function convFlops({ inputs, outputs }: { inputs: number; outputs: number }, { width, height }: Size): number {
  return 2 * 9 * inputs * outputs * width * height;
}

/**
 * Plans convolutions; scratch buffers of Winograd bands are shared by all of one plan.
 * @param bindingLimit bytes that one binding may show: where a map is larger it is made in bands, each of which binds windows
 */
export function createConvPlanner(strategy: Strategy, bindingLimit = Number.POSITIVE_INFINITY) {
  // Grown while planning: read only when the plan is complete.
  const v: Tensor & { floats: number } = { name: 'winograd input', floats: 0, kind: 'work' };
  const m: Tensor & { floats: number } = { name: 'winograd output', floats: 0, kind: 'work' };
  const u: Tensor & { floats: number } = { name: 'winograd filters', floats: 0, kind: 'work' };

  const bandsOf = ({ layer, shape, source, result }: ConvTask, rules?: BandRules) =>
    mapBands(layer.size, shape, { source, result }, bindingLimit, rules);

  return function plan(task: ConvTask): Step {
    const { layer, direction, filterScale = 1, source, result } = task;
    const { size } = layer;
    const windowed = !bindWhole([...source, ...result], bindingLimit);
    const shape = windowed ? { ...task.shape, windowed } : task.shape;
    const variant = strategy.conv({ direction, inputs: shape.inputs, outputs: shape.outputs, size });
    const flops = convFlops(
      direction === 'forward'
        ? { inputs: layer.trueInputs, outputs: shape.outputs }
        : { inputs: shape.inputs, outputs: layer.trueInputs },
      size,
    );
    const ends = { source: storageOf(source[0]!), result: storageOf(result.find(({ kind }) => kind !== 'filters')!) };
    const kept = variant.kind === 'winograd' && variant.filters !== 'made' ? winogradTransform(variant.outputs) : null;
    // The layer at the image has few filters and f32 at one end: it keeps them in f32. So do filters transformed for F(4×4): rounded to half
    // precision after the transform they cost seven times the error that they cost rounded before it.
    const halves = ends.source === 'f16' && ends.result === 'f16' && kept?.outputs !== 4;
    const storage = { ...ends, filters: halves ? 'f16' : 'f32' } as const;
    const form = kept ? `winograd${kept.outputs}` : 'direct';
    const filters: Tensor = {
      name: `${layer.name} ${direction} ${form}${filterScale === 1 ? '' : ` ${filterScale}`}`,
      floats: (kept?.components ?? 9) * shape.inputs * shape.outputs,
      kind: 'filters',
      storage: storage.filters,
    };
    const common = {
      name: direction,
      layer: layer.name,
      flops,
      bytes: totalBytes([...source, ...result, filters]),
    };
    const tensors = [...source, filters, ...result];
    if (variant.kind === 'direct' || variant.kind === 'staged') {
      const [make, dispatch] =
        variant.kind === 'direct' ? [directConv, directConvDispatch] : [stagedConv, stagedConvDispatch];
      const kernel = make({ ...shape, storage });
      const bands = bandsOf(task);
      return {
        ...common,
        variant: `${variant.kind}${bandsText(bands)}`,
        tensors,
        dispatches: (resolve) =>
          bands.map(({ band, bind }) => dispatch(kernel, size, shape.outputs, tensors.map(bind(resolve)), band)),
      };
    }
    if (variant.kind === 'image') {
      const kernel = imageGradient(shape.inputs, storage.source, windowed);
      const bands = bandsOf(task, { multiple: SIDE / TILE });
      return {
        ...common,
        variant: `image${bandsText(bands)}`,
        tensors,
        dispatches: (resolve) =>
          bands.map(({ rows, band: { bases }, bind }) =>
            imageGradientDispatch(
              kernel,
              size,
              tensors.map(bind(resolve)),
              bases && { firstRow: TILE * rows.from, rows: TILE * (rows.to - rows.from), bases },
            ),
          ),
      };
    }
    const { tile, bandBytes } = variant;
    const transform = winogradTransform(variant.outputs);
    const components = componentStorage(transform, [ends.source, ends.result]);
    const made = variant.filters === 'made';
    const multiplied = made ? u : filters;
    const kernels = winogradKernels(
      transform,
      { ...shape, storage: { ...storage, filters: made ? components : storage.filters } },
      tile,
    );
    const bytes = winogradTileBytes(transform, components);
    const tileBytes = bytes * Math.max(shape.inputs, shape.outputs);
    const bands = bandsOf(task, { scratch: { tileBytes, most: bandBytes, pad: tile.rows } });
    // The scratch is counted in 32-bit words, whatever a convolution stores in it.
    for (const { band } of bands) {
      v.floats = Math.max(v.floats, (bytes * band.pitch * shape.inputs) / 4);
      m.floats = Math.max(m.floats, (bytes * band.pitch * shape.outputs) / 4);
    }
    if (made) {
      const filterBytes = valueBytes(components) * transform.components * shape.inputs * shape.outputs;
      u.floats = Math.max(u.floats, filterBytes / 4);
    }
    const transformed = winogradFilters(transform, { filters: storage.filters, components });
    return {
      ...common,
      variant: `winograd ${transform.outputs === 2 ? 'F(2×2) ' : ''}${tile.rows}×${tile.columns}${bandsText(bands)}${made ? ', filters made' : ''}`,
      tensors: [...tensors, v, m, ...(made ? [u] : [])],
      dispatches: (resolve) => [
        ...(made ? [winogradFiltersDispatch(transformed, shape.inputs, shape.outputs, [filters, u].map(resolve))] : []),
        ...bands.flatMap(({ band, bind }) =>
          winogradDispatches(kernels, shape, size, band, tile, {
            source: source.map(bind(resolve)),
            filters: resolve(multiplied),
            input: resolve(v),
            output: resolve(m),
            result: result.map(bind(resolve)),
          }),
        ),
      ],
    };
  };
}
export type ConvPlanner = ReturnType<typeof createConvPlanner>;
