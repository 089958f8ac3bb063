import type { Size } from '../../../core/image.ts';
import { type ConvShape, directConv, directConvDispatch } from '../kernels/conv-direct.ts';
import { stagedConv, stagedConvDispatch } from '../kernels/conv-staged.ts';
import { type Band, tilesOf } from '../kernels/geometry.ts';
import { imageGradient, imageGradientDispatch } from '../kernels/image-gradient.ts';
import type { MatmulTile } from '../kernels/matmul-parts.ts';
import { COMPONENTS, winogradDispatches, winogradKernels, winogradScratch } from '../kernels/winograd.ts';
import { winogradFilterFloats, winogradFilters, winogradFiltersDispatch } from '../kernels/winograd-filters.ts';
import type { LayerShape } from './network-shape.ts';
import type { Strategy } from './strategy.ts';
import { type Step, storageOf, type Tensor, totalBytes } from './tensor.ts';

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

/** Bands of whole tile rows whose scratch buffers stay below `bytes`, at least one row each. */
function bandsOf(
  size: Size,
  { inputs, outputs }: Pick<ConvShape, 'inputs' | 'outputs'>,
  bytes: number,
  tile: MatmulTile,
): Band[] {
  const { across, down } = tilesOf(size);
  const rowBytes = 4 * COMPONENTS * across * Math.max(inputs, outputs);
  const most = Math.min(down, Math.max(1, Math.floor(bytes / rowBytes)));
  // Bands of equal height: a last one of a single row would leave the machine idle.
  const rows = Math.ceil(down / Math.ceil(down / most));
  const bands: Band[] = [];
  for (let row = 0; row < down; row += rows) {
    const tiles = Math.min(rows, down - row) * across;
    bands.push({ first: row * across, tiles, pitch: Math.ceil(tiles / tile.rows) * tile.rows });
  }
  return bands;
}

/** Multiply-adds of the direct convolution, twice: what work is counted in. */
function convFlops({ inputs, outputs }: { inputs: number; outputs: number }, { width, height }: Size): number {
  return 2 * 9 * inputs * outputs * width * height;
}

/** Plans convolutions; scratch buffers of Winograd bands are shared by all of one plan. */
export function createConvPlanner(strategy: Strategy) {
  const scratch = { input: 0, output: 0 };
  // Grown while planning: read only when the plan is complete.
  const v: Tensor & { floats: number } = { name: 'winograd input', floats: 0, kind: 'work' };
  const m: Tensor & { floats: number } = { name: 'winograd output', floats: 0, kind: 'work' };
  const u: Tensor & { floats: number } = { name: 'winograd filters', floats: 0, kind: 'work' };
  return function plan(task: ConvTask): Step {
    const { layer, direction, shape, filterScale = 1, source, result } = task;
    const { size } = layer;
    const variant = strategy.conv({ direction, inputs: shape.inputs, outputs: shape.outputs, size });
    const flops = convFlops(
      direction === 'forward'
        ? { inputs: layer.trueInputs, outputs: shape.outputs }
        : { inputs: shape.inputs, outputs: layer.trueInputs },
      size,
    );
    const ends = { source: storageOf(source[0]!), result: storageOf(result.find(({ kind }) => kind !== 'filters')!) };
    const form = variant.kind === 'winograd' && variant.filters !== 'made' ? 'winograd' : 'direct';
    // The layer at the image has few filters and f32 at one end: it keeps them in f32. So do transformed filters: rounded to half precision
    // after the transform they cost seven times the error that they cost rounded before it.
    const halves = ends.source === 'f16' && ends.result === 'f16' && form === 'direct';
    const storage = { ...ends, filters: halves ? 'f16' : 'f32' } as const;
    const filterFloats = (form === 'winograd' ? COMPONENTS : 9) * shape.inputs * shape.outputs;
    const filters: Tensor = {
      name: `${layer.name} ${direction} ${form}${filterScale === 1 ? '' : ` ${filterScale}`}`,
      floats: filterFloats,
      kind: 'filters',
      storage: storage.filters,
    };
    const common = {
      name: direction,
      layer: layer.name,
      flops,
      bytes: totalBytes([...source, ...result, filters]),
    };
    if (variant.kind === 'direct') {
      const kernel = directConv({ ...shape, storage });
      return {
        ...common,
        variant: 'direct',
        tensors: [...source, filters, ...result],
        dispatches: (resolve) => [
          directConvDispatch(kernel, size, shape.outputs, [...source, filters, ...result].map(resolve)),
        ],
      };
    }
    if (variant.kind === 'staged') {
      const kernel = stagedConv({ ...shape, storage });
      const tensors = [...source, filters, ...result];
      return {
        ...common,
        variant: 'staged',
        tensors,
        dispatches: (resolve) => [stagedConvDispatch(kernel, size, shape.outputs, tensors.map(resolve))],
      };
    }
    if (variant.kind === 'image') {
      const kernel = imageGradient(shape.inputs, storage.source);
      const tensors = [...source, filters, ...result];
      return {
        ...common,
        variant: 'image',
        tensors,
        dispatches: (resolve) => [imageGradientDispatch(kernel, size, tensors.map(resolve))],
      };
    }
    const { tile, bandBytes } = variant;
    const made = variant.filters === 'made';
    if (made) u.floats = Math.max(u.floats, winogradFilterFloats(shape.inputs, shape.outputs));
    const transform = winogradFilters(storage.filters);
    const multiplied = made ? u : filters;
    const kernels = winogradKernels({ ...shape, storage: { ...storage, filters: storageOf(multiplied) } }, tile);
    const bands = bandsOf(size, shape, bandBytes, tile);
    for (const band of bands) {
      const floats = winogradScratch(shape, band);
      scratch.input = Math.max(scratch.input, floats.input);
      scratch.output = Math.max(scratch.output, floats.output);
    }
    v.floats = scratch.input;
    m.floats = scratch.output;
    return {
      ...common,
      variant: `winograd ${tile.rows}×${tile.columns}${bands.length > 1 ? `, ${bands.length} bands` : ''}${made ? ', filters made' : ''}`,
      tensors: [...source, filters, ...result, v, m, ...(made ? [u] : [])],
      dispatches: (resolve) => [
        ...(made ? [winogradFiltersDispatch(transform, shape.inputs, shape.outputs, [filters, u].map(resolve))] : []),
        ...bands.flatMap((band) =>
          winogradDispatches(kernels, shape, size, band, tile, {
            source: source.map(resolve),
            filters: resolve(multiplied),
            input: resolve(v),
            output: resolve(m),
            result: result.map(resolve),
          }),
        ),
      ],
    };
  };
}
export type ConvPlanner = ReturnType<typeof createConvPlanner>;
