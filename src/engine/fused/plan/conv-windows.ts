import type { Size } from '../../../core/image.ts';
import type { ConvShape } from '../kernels/conv-direct.ts';
import { type Band, pooledSize, TILE, tilesOf, type WindowBases, type WindowedEnd } from '../kernels/geometry.ts';
import type { Resolve, Tensor } from './tensor.ts';
import { bindWhole, rangeOf, type Span, spansOf, type Window, windowOf } from './windows.ts';

/** What a convolution reads and makes, as far as its windows go. */
type Ends = Pick<ConvShape, 'source' | 'result'>;

/** The tensors of a convolution, in the order of their bindings; biases are of kind `filters`. */
export interface ConvTensors {
  readonly source: readonly Tensor[];
  readonly result: readonly Tensor[];
}

/** How a tensor lies along the rows of the map that a convolution works on. */
interface End {
  readonly tensor: Tensor;
  readonly name: WindowedEnd;
  /** rows of the tensor */
  readonly rows: number;
  /** of them, in a row of tiles */
  readonly perTile: number;
  /** further rows on either side that a band reads */
  readonly halo: 0 | 1;
}

function endsOf(size: Size, { source, result }: Ends, tensors: ConvTensors): End[] {
  const map = { rows: size.height, perTile: TILE };
  const pooled = { rows: pooledSize(size).height, perTile: TILE / 2 };
  const blocks = { rows: 2 * tilesOf(size).down, perTile: 2 };
  const places: (Omit<End, 'tensor'> | null)[] =
    source.kind === 'map'
      ? [{ name: 'source', ...map, halo: 1 }]
      : [
          { name: 'source', ...pooled, halo: 1 },
          { name: 'sourceMask', ...blocks, halo: 1 },
        ];
  if (result.kind === 'backward') {
    places.push({ name: 'result', ...map, halo: 0 });
    if (result.store === 'masked') places.push({ name: 'mask', ...blocks, halo: 0 });
  } else {
    places.push(null);
    if (result.conv) places.push({ name: 'result', ...map, halo: 0 });
    if (result.relu) places.push({ name: 'result', ...map, halo: 0 });
    if (result.pool) places.push({ name: 'pooled', ...pooled, halo: 0 });
    if (result.mask) places.push({ name: 'mask', ...blocks, halo: 0 });
  }
  const all = [...tensors.source, ...tensors.result];
  return places.flatMap((place, i): End[] => (place ? [{ ...place, tensor: all[i]! }] : []));
}

/** Windows of a convolution's tensors, by bands of tile rows. */
function windowsOf(ends: readonly End[], { from, to }: Span) {
  const windows = new Map<Tensor, Window>();
  const bases: Partial<Record<WindowedEnd, number>> = {};
  for (const { tensor, name, rows, perTile, halo } of ends) {
    const last = Math.max(1, Math.min(rows, to * perTile + halo));
    // The last rows of tiles may have no row of a pooled map: a binding is never empty.
    const first = Math.max(0, Math.min(from * perTile - halo, last - 1));
    const row = tensor.floats / rows;
    const element = name === 'mask' || name === 'sourceMask' ? 1 : 4;
    const window = windowOf(tensor, { from: first * row, to: last * row }, element);
    windows.set(tensor, window);
    bases[name] = window.base;
  }
  return { windows, bases: bases as WindowBases };
}

/** A band of a convolution, and how its tensors are bound. */
export interface MapBand {
  /** of tiles */
  readonly rows: Span;
  readonly band: Band;
  /** what has no window, as filters, is bound whole */
  readonly bind: (resolve: Resolve) => Resolve;
}

/** What bounds a band beside the bindings. */
export interface BandRules {
  /** tile rows that every band but the last has a multiple of */
  readonly multiple?: number;
  /** of Winograd: bytes of a scratch buffer in each tile, bytes of all its tiles, and what a band's tiles are filled up to a multiple of */
  readonly scratch?: { readonly tileBytes: number; readonly most: number; readonly pad: number };
}

/**
 * Bands of whole tile rows that cover a map, as few as can be: one unless a tensor, or the scratch, is larger than is allowed. Where a tensor
 * is larger all of a band's tensors are bound in windows, and the bands have bases.
 * @param limit bytes that one binding may show
 */
export function mapBands(
  size: Size,
  shape: Ends,
  tensors: ConvTensors,
  limit: number,
  { multiple = 1, scratch }: BandRules = {},
): MapBand[] {
  const { across, down } = tilesOf(size);
  const ends = bindWhole([...tensors.source, ...tensors.result], limit) ? null : endsOf(size, shape, tensors);
  const bandOf = ({ from, to }: Span): Band => {
    const tiles = (to - from) * across;
    const pad = scratch?.pad ?? 1;
    return { first: from * across, tiles, pitch: Math.ceil(tiles / pad) * pad };
  };
  const fits = (rows: Span) =>
    (!scratch || bandOf(rows).pitch * scratch.tileBytes <= limit) &&
    (!ends || [...windowsOf(ends, rows).windows.values()].every(({ size }) => size <= limit));
  const most = scratch && scratch.most / (across * scratch.tileBytes);
  return spansOf(down, multiple, fits, most).map((rows): MapBand => {
    const band = bandOf(rows);
    if (!ends) return { rows, band, bind: (resolve) => resolve };
    const { windows, bases } = windowsOf(ends, rows);
    return {
      rows,
      band: { ...band, bases },
      bind: (resolve) => (tensor) => {
        const window = windows.get(tensor);
        return window ? rangeOf(resolve(tensor), window) : resolve(tensor);
      },
    };
  });
}
