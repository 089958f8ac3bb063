import type { Size } from '../../../core/image.ts';
import { tilesOf } from '../kernels/geometry.ts';
import { type MatmulTile, matmulFits } from '../kernels/matmul.ts';

/** How one convolution is computed. */
export type ConvVariant =
  | { readonly kind: 'direct' }
  | {
      readonly kind: 'winograd';
      readonly tile: MatmulTile;
      /** most bytes of one scratch buffer: longer maps go in bands of tile rows */
      readonly bandBytes: number;
    };

/** A convolution of one layer, there or back. */
export interface ConvCase {
  readonly inputs: number;
  readonly outputs: number;
  readonly size: Size;
}

/** Chooses the variant of each convolution. */
export type Strategy = (conv: ConvCase) => ConvVariant;

export const directOnly: Strategy = () => ({ kind: 'direct' });

/** Tiles of the matrix product, largest first: large ones use registers best, small ones fill the machine on small maps. */
export const MATMUL_TILES: readonly MatmulTile[] = [
  { rows: 128, columns: 64, depth: 16, perRow: 8, perColumn: 8 },
  { rows: 64, columns: 64, depth: 16, perRow: 8, perColumn: 8 },
  { rows: 32, columns: 64, depth: 16, perRow: 4, perColumn: 8 },
  { rows: 16, columns: 64, depth: 16, perRow: 4, perColumn: 4 },
];

/** Scratch of one band: both of its buffers then stay in the second-level cache of large cards. */
const BAND_BYTES = 48 * 2 ** 20;

/** Winograd where the channels allow it, with the largest product tile that the map fills; direct elsewhere. */
export function winogradStrategy(limits: GPUSupportedLimits): Strategy {
  return (conv) => {
    const tile = productTile(conv, limits);
    return tile ? { kind: 'winograd', tile, bandBytes: BAND_BYTES } : { kind: 'direct' };
  };
}

/** The largest tile of the matrix product that the map fills. @returns null where none fits the channels or the device */
export function productTile({ inputs, outputs, size }: ConvCase, limits: GPUSupportedLimits): MatmulTile | null {
  const { across, down } = tilesOf(size);
  const fitting = MATMUL_TILES.filter(
    (tile) => outputs % tile.columns === 0 && inputs % tile.depth === 0 && matmulFits(tile, limits),
  );
  return fitting.find(({ rows }) => rows <= across * down) ?? fitting.at(-1) ?? null;
}
