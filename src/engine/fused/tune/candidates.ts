import { tilesOf } from '../kernels/geometry.ts';
import { matmulFits } from '../kernels/matmul.ts';
import type { MatmulTile } from '../kernels/matmul-parts.ts';
import type { ConvCase, ConvVariant } from '../plan/strategy.ts';

/** Tiles that were the fastest somewhere. */
const TILES: readonly MatmulTile[] = [
  { staging: true, rows: 128, columns: 64, depth: 16, perRow: 8, perColumn: 8 },
  { staging: true, rows: 64, columns: 128, depth: 16, perRow: 8, perColumn: 8 },
  { staging: true, rows: 64, columns: 64, depth: 16, perRow: 8, perColumn: 8 },
  { staging: true, rows: 64, columns: 64, depth: 16, perRow: 4, perColumn: 8 },
  { staging: true, rows: 32, columns: 64, depth: 16, perRow: 4, perColumn: 8 },
  { staging: true, rows: 16, columns: 64, depth: 16, perRow: 4, perColumn: 4 },
  { staging: false, rows: 4, columns: 16, depth: 4, perRow: 4, perColumn: 16 },
];

/** Scratch of a band: small ones stay in a cache, large ones leave no workgroup idle at their ends. */
const BANDS = [48, 160].map((mib) => mib * 2 ** 20);

/** Work above which the direct convolution need not be tried beside Winograd's, in FLOPs. */
const SMALL = 1e9;

/** A variant with a name that outlives the program. */
export interface Candidate {
  readonly name: string;
  readonly variant: ConvVariant;
}

/** What is worth trying for a convolution on a device; the first is the guess where nothing can be measured. */
export function candidates({ inputs, outputs, size }: ConvCase, limits: GPUSupportedLimits): Candidate[] {
  const { across, down } = tilesOf(size);
  const tiles = across * down;
  const direct: Candidate = { name: 'direct', variant: { kind: 'direct' } };
  const fitting = TILES.filter(
    (tile) =>
      outputs % tile.columns === 0 &&
      inputs % tile.depth === 0 &&
      matmulFits(tile, limits) &&
      // A tile that the map fills by less than half wastes the rest.
      (tile.rows <= 2 * tiles || tile.rows <= 16),
  );
  const scratch = 4 * 36 * tiles * Math.max(inputs, outputs);
  const bands = BANDS.filter((_, i) => i === 0 || scratch > BANDS[i - 1]!).filter(
    (bytes) => bytes <= limits.maxStorageBufferBindingSize,
  );
  const winograd = fitting.flatMap((tile) =>
    bands.map((bandBytes): Candidate => {
      const { staging, rows, columns, depth, perRow, perColumn } = tile;
      const shape = staging ? `${rows}x${columns}x${depth} by ${perRow}x${perColumn}` : 'registers';
      return {
        name: `winograd ${shape}, ${bandBytes / 2 ** 20} MiB`,
        variant: { kind: 'winograd', tile, bandBytes },
      };
    }),
  );
  const flops = 2 * 9 * inputs * outputs * size.width * size.height;
  return winograd.length === 0 ? [direct] : [...winograd, ...(flops < SMALL ? [direct] : [])];
}
