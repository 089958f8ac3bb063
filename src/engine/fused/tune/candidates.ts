import { smallestSubgroup } from '../../../gpu/subgroups.ts';
import { tilesOf } from '../kernels/geometry.ts';
import { matmulFits } from '../kernels/matmul.ts';
import type { MatmulTile } from '../kernels/matmul-parts.ts';
import type { Storage } from '../kernels/storage.ts';
import { componentStorage, winogradTileBytes } from '../kernels/winograd.ts';
import { F2, F4 } from '../kernels/winograd-transforms.ts';
import { type ConvCase, type ConvVariant, isImageGradient, MATMUL_TILES, REGISTER_TILE } from '../plan/strategy.ts';

/** Tiles that may be the fastest: those of the strategies and more, on graphics cards and on adapters whose barriers are dear. */
const TILES: readonly MatmulTile[] = [
  ...MATMUL_TILES,
  { staging: true, rows: 64, columns: 128, depth: 16, perRow: 8, perColumn: 8 },
  { staging: true, rows: 64, columns: 64, depth: 16, perRow: 4, perColumn: 8 },
  REGISTER_TILE,
  // Chrome tells 4 as the smallest subgroup of all adapters on Metal: more lanes are for adapters that tell of larger ones.
  { staging: false, lanes: 4, rows: 4, columns: 64, depth: 4, perRow: 4, perColumn: 16 },
  { staging: false, lanes: 8, rows: 8, columns: 64, depth: 4, perRow: 8, perColumn: 8 },
  { staging: false, lanes: 16, rows: 8, columns: 64, depth: 8, perRow: 8, perColumn: 4 },
  { staging: false, lanes: 32, rows: 8, columns: 128, depth: 16, perRow: 8, perColumn: 4 },
];

/** Scratch of a band: small ones stay in a cache, large ones leave no workgroup idle at their ends. */
const BANDS = [48, 160].map((mib) => mib * 2 ** 20);

/** Work up to which the direct convolutions are tried beside Winograd's, in FLOPs. */
const SMALL = 1e9;

/** Products of inputs and outputs up to which the staged convolution is tried whatever the work: there Winograd is bound by its transforms. */
const FEW_CHANNELS = 64 * 128;

/** A variant with a name that outlives the program. */
export interface Candidate {
  readonly name: string;
  readonly variant: ConvVariant;
}

/** What a tile is called in a candidate's name. */
function tileName({ staging, lanes, rows, columns, depth, perRow, perColumn }: MatmulTile): string {
  if (staging) return `${rows}x${columns}x${depth} by ${perRow}x${perColumn}`;
  return lanes ? `subgroups, ${lanes} lanes by ${perRow}x${perColumn}` : 'registers';
}

/**
 * What is worth trying for a convolution on a device; the first is the guess where nothing can be measured.
 * @param storage of the values at both ends
 */
export function candidates(
  conv: ConvCase,
  storage: Storage,
  device: Pick<GPUDevice, 'limits' | 'features' | 'adapterInfo'>,
): Candidate[] {
  const { inputs, outputs, size } = conv;
  const { limits } = device;
  const subgroup = smallestSubgroup(device);
  const { across, down } = tilesOf(size);
  const winograd = [F4, ...(storage === 'f16' ? [F2] : [])].flatMap((transform): Candidate[] => {
    const rows = across * down * transform.parts;
    const fitting = TILES.filter(
      (tile) =>
        inputs % 16 === 0 &&
        outputs % tile.columns === 0 &&
        inputs % tile.depth === 0 &&
        matmulFits(tile, limits, subgroup) &&
        // A tile that the map fills by less than half wastes the rest.
        (tile.rows <= 2 * rows || tile.rows <= 16),
    );
    const tileBytes = winogradTileBytes(transform, componentStorage(transform, [storage]));
    const scratch = tileBytes * across * down * Math.max(inputs, outputs);
    const bands = BANDS.filter((_, i) => i === 0 || scratch > BANDS[i - 1]!).filter(
      (bytes) => bytes <= limits.maxStorageBufferBindingSize,
    );
    const form = transform === F2 ? 'winograd F(2x2)' : 'winograd';
    return fitting.flatMap((tile) =>
      bands.map((bandBytes) => ({
        name: `${form} ${tileName(tile)}, ${bandBytes / 2 ** 20} MiB`,
        variant: { kind: 'winograd', tile, bandBytes, outputs: transform.outputs },
      })),
    );
  });
  const alone = winograd.length === 0;
  const small = 2 * 9 * inputs * outputs * size.width * size.height < SMALL;
  const plain = (kind: 'image' | 'direct' | 'staged'): Candidate => ({ name: kind, variant: { kind } });
  return [
    ...(isImageGradient(conv) ? [plain('image')] : []),
    ...winograd,
    ...(alone || small ? [plain('direct')] : []),
    ...(alone || small || inputs * outputs <= FEW_CHANNELS ? [plain('staged')] : []),
  ];
}
