import type { Size } from '../../../core/image.ts';
import { packUniform } from '../../../gpu/kernel.ts';

/** Side of a tile: what one invocation of a Winograd kernel makes, and the grid that masks are stored on. */
export const TILE = 4;

/** Tiles of 4×4 pixels that cover a map. */
export function tilesOf({ width, height }: Size): { readonly across: number; readonly down: number } {
  return { across: Math.ceil(width / TILE), down: Math.ceil(height / TILE) };
}

/** A 2×2-pooled map; an odd last row or column is left out, as in Torch. */
export function pooledSize({ width, height }: Size): Size {
  return { width: Math.floor(width / 2), height: Math.floor(height / 2) };
}

/**
 * 32-bit words of a mask: one bit for each activation, in blocks of 4×2 pixels × 4 channels. Bit `4·(4·dy + dx) + c` of word
 * `(block row · tiles across + tile column) · channels/4 + channel group`.
 */
export function maskWords(size: Size, channels: number): number {
  const { across, down } = tilesOf(size);
  return (2 * down * across * channels) / 4;
}

/**
 * Uniform block of the convolution kernels, in WGSL. `first` and `tiles` are the band's; `pitch` the rows of one Winograd component.
 * @param windowed whether the bindings show windows of their tensors, which begin at the bases
 */
export function geometryText(windowed = false): string {
  return /* wgsl */ `
struct Geometry {
  width: u32,
  height: u32,
  pooledWidth: u32,
  pooledHeight: u32,
  tilesAcross: u32,
  tilesDown: u32,
  first: u32,
  tiles: u32,
  pitch: u32,
${windowed ? BASES.map((name) => `  ${name}Base: u32,\n`).join('') : ''}}
`;
}

/** Tensors of a convolution that may be bound in windows. */
const BASES = ['source', 'sourceMask', 'result', 'pooled', 'mask'] as const;
export type WindowedEnd = (typeof BASES)[number];

/** Vectors (masks: words) of each tensor that lie before its window; 0 where absent. */
export type WindowBases = Readonly<Partial<Record<WindowedEnd, number>>>;

/** A run of tiles, in row order. */
export interface Band {
  readonly first: number;
  readonly tiles: number;
  /** rows of one Winograd component in the scratch buffers: `tiles` rounded up to the tile of the matrix product */
  readonly pitch: number;
  /** where the bindings show windows: for kernels that are `windowed`, and for them alone */
  readonly bases?: WindowBases;
}

/** Bytes of `Geometry`. @param size of the map on which the convolution works */
export function geometryUniform(size: Size, band: Band): Uint8Array<ArrayBuffer> {
  const pooled = pooledSize(size);
  const { across, down } = tilesOf(size);
  const words = [
    size.width,
    size.height,
    pooled.width,
    pooled.height,
    across,
    down,
    band.first,
    band.tiles,
    band.pitch,
    ...(band.bases ? BASES.map((name) => band.bases![name] ?? 0) : []),
  ];
  return packUniform(...words.map((u32) => ({ u32 })));
}

/** The whole map as one band. */
export function wholeBand(size: Size, multiple = 1): Band {
  const { across, down } = tilesOf(size);
  const tiles = across * down;
  return { first: 0, tiles, pitch: Math.ceil(tiles / multiple) * multiple };
}

/** Most workgroups along one dimension that every device takes. */
const GRID_LIMIT = 65535;

/** Workgroups for a flat list of `items`; the kernel gets its index by `FLAT_INDEX`. */
export function flatGrid(items: number, size: number): [number, number, number] {
  const groups = Math.ceil(items / size);
  const across = Math.min(groups, GRID_LIMIT);
  return [across, Math.ceil(groups / across), 1];
}

/** WGSL for the index of an invocation in a grid of `flatGrid`: `id`, `grid` and `size` are the builtin names used. */
export function flatIndex(size: number): string {
  return `id.x + id.y * grid.x * ${size}u`;
}
