import type { Size } from '../../../core/image.ts';
import { tilesOf } from '../kernels/geometry.ts';
import { matmulFits } from '../kernels/matmul.ts';
import type { MatmulTile } from '../kernels/matmul-parts.ts';

/** How one convolution is computed. */
export type ConvVariant =
  | { readonly kind: 'direct' }
  /** direct, with the input's patch and the filters staged in workgroup memory */
  | { readonly kind: 'staged' }
  /** the first layer's way back, with a patch staged in workgroup memory */
  | { readonly kind: 'image' }
  | {
      readonly kind: 'winograd';
      readonly tile: MatmulTile;
      /** side of a tile of outputs, 4 where absent: F(4×4, 3×3) or F(2×2, 3×3), whose components are in half precision where the values are */
      readonly outputs?: 2 | 4;
      /** most bytes of one scratch buffer: longer maps go in bands of tile rows */
      readonly bandBytes: number;
      /** transformed filters: kept for each layer, or made anew in each evaluation in one buffer for all (a fifth of the memory) */
      readonly filters?: 'kept' | 'made';
    };

/** A convolution of one layer, there or back. */
export interface ConvCase {
  readonly direction: 'forward' | 'backward';
  readonly inputs: number;
  readonly outputs: number;
  readonly size: Size;
}

/** Whether a convolution is the first layer's way back, which has a kernel of its own. */
export function isImageGradient({ direction, inputs, outputs }: Omit<ConvCase, 'size'>): boolean {
  return direction === 'backward' && outputs === 4 && inputs % 8 === 0;
}

/** Chooses how things are computed. */
export interface Strategy {
  readonly conv: (conv: ConvCase) => ConvVariant;
  /** tile for the product of features [positions, channels] with a matrix of the channels */
  readonly product: (channels: number, positions: number) => MatmulTile;
}

/** Tiles of the matrix product for graphics cards, largest first: large ones use registers best, small ones fill the machine on small maps. */
export const MATMUL_TILES: readonly MatmulTile[] = [
  { staging: true, rows: 128, columns: 64, depth: 16, perRow: 8, perColumn: 8 },
  { staging: true, rows: 64, columns: 64, depth: 16, perRow: 8, perColumn: 8 },
  { staging: true, rows: 32, columns: 64, depth: 16, perRow: 4, perColumn: 8 },
  { staging: true, rows: 16, columns: 64, depth: 16, perRow: 4, perColumn: 4 },
];

/** The tile for software adapters. */
export const REGISTER_TILE: MatmulTile = { staging: false, rows: 4, columns: 16, depth: 4, perRow: 4, perColumn: 16 };

/** Scratch of one band: both of its buffers then stay in the second-level cache of large cards. */
const BAND_BYTES = 48 * 2 ** 20;

const DIVISORS = [64, 32, 16, 8, 4];

/** Staged tile for any number of channels that is a multiple of 4. */
function stagedTile(channels: number, positions: number): MatmulTile {
  const columns = DIVISORS.find((n) => channels % n === 0)!;
  const depth = DIVISORS.find((n) => n <= 16 && channels % n === 0)!;
  if (columns < 64) return { staging: true, rows: 64, columns, depth, perRow: 4, perColumn: 4 };
  return positions >= 8192
    ? { staging: true, rows: 128, columns, depth, perRow: 8, perColumn: 8 }
    : { staging: true, rows: 32, columns, depth, perRow: 4, perColumn: 8 };
}

/** Direct convolutions alone: the plainest engine, and for networks whose channels fit no tile. */
export const directOnly: Strategy = { conv: () => ({ kind: 'direct' }), product: stagedTile };

/** For graphics cards: Winograd where the channels allow it, with the largest product tile that the map fills; direct elsewhere. */
export function cardStrategy(limits: GPUSupportedLimits): Strategy {
  return {
    conv: (conv) => {
      if (isImageGradient(conv)) return { kind: 'image' };
      const { inputs, outputs, size } = conv;
      const { across, down } = tilesOf(size);
      const fitting = MATMUL_TILES.filter(
        (tile) => outputs % tile.columns === 0 && inputs % tile.depth === 0 && matmulFits(tile, limits),
      );
      const tile = fitting.find(({ rows }) => rows <= across * down) ?? fitting.at(-1);
      return tile ? { kind: 'winograd', tile, bandBytes: BAND_BYTES } : { kind: 'direct' };
    },
    product: stagedTile,
  };
}

/** Bands where memory is short. */
const LEAN_BAND_BYTES = 24 * 2 ** 20;

/** A strategy that takes less memory for pictures at which a few hundred megabytes are worth a few percent of the time. */
export function lean({ conv, product }: Strategy): Strategy {
  return {
    conv: (task) => {
      const variant = conv(task);
      return variant.kind === 'winograd' ? { ...variant, bandBytes: LEAN_BAND_BYTES, filters: 'made' } : variant;
    },
    product,
  };
}

/** For adapters that compute on the processor: Winograd with products in registers. */
export const softwareStrategy: Strategy = {
  conv: ({ inputs, outputs }) =>
    inputs % 16 === 0 && outputs % REGISTER_TILE.columns === 0
      ? { kind: 'winograd', tile: REGISTER_TILE, bandBytes: BAND_BYTES }
      : { kind: 'direct' },
  product: (channels, positions) =>
    channels % REGISTER_TILE.columns === 0 ? REGISTER_TILE : stagedTile(channels, positions),
};
