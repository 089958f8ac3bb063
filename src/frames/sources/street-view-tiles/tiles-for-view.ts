import type { Size } from '../../../core/image.ts';
import type { View } from '../../imagery.ts';
import { viewGeometry } from '../../projection/geometry.ts';
import type { PanoramaLayout } from '../../projection/projector.ts';

/** A panorama as it comes in tiles. */
export interface TiledPanorama {
  /** pixels at the finest zoom; not always a power of two: older cameras gave 13,312 × 6,656 */
  readonly imageWidth: number;
  readonly imageHeight: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** of the picture's centre in degrees: clockwise from north, above the horizon, and clockwise as seen from behind the camera */
  readonly heading: number;
  readonly pitch: number;
  readonly roll: number;
}

/** A tile with its place in the stitched part. */
interface PlacedTile {
  readonly column: number;
  readonly row: number;
  /** of its left upper corner, in pixels */
  readonly x: number;
  readonly y: number;
}

/** The part of a panorama that a view needs. */
export interface TilesForView {
  readonly zoom: number;
  /** to be drawn in this order: the last column of a panorama may be filled in part only, and the first one then lies over its rest */
  readonly tiles: readonly PlacedTile[];
  /** of the stitched part, which the tiles fill */
  readonly size: Size;
  /** see `PictureLayout`; `right` goes beyond 1 where the part goes over the panorama's seam */
  readonly covers: PanoramaLayout['covers'];
}

/** Zooms 0–5; the shape of the one tile of zoom 0 is not documented. https://developers.google.com/maps/documentation/tile/streetview */
const FINEST_ZOOM = 5;
const COARSEST_ZOOM = 1;
/** Least pixels of the panorama for one of the view, at its centre: a tenth less cannot be seen, and often saves three tiles of four. */
const LEAST_RATIO = 0.9;
/** Every tile is paid for: a view for which more are needed (to the zenith: all columns) is cut out of a coarser zoom. */
const MOST_TILES = 24;
/** Points along the width of a view at which is looked which tile is there. */
const SAMPLES = 128;

/** The tiles that a view shows, of the coarsest zoom that is as fine as the view. */
export function tilesForView(panorama: TiledPanorama, view: View): TilesForView {
  const geometry = viewGeometry(
    { width: panorama.imageWidth, height: panorama.imageHeight },
    { ...panorama, kind: 'panorama', covers: { left: 0, top: 0, right: 1, bottom: 1 } },
    view,
  );
  const circle = 2 * Math.PI * geometry.focal;
  let zoom = COARSEST_ZOOM;
  while (zoom < FINEST_ZOOM && widthAt(panorama, zoom) < LEAST_RATIO * circle) zoom++;
  for (;;) {
    const part = partAt(gridAt(panorama, zoom), geometry);
    if (part.tiles.length <= MOST_TILES || zoom === COARSEST_ZOOM) return { zoom, ...part };
    zoom--;
  }
}

/** A zoom's picture in pixels; what its tiles hold beyond is no part of it. */
interface Grid extends Size {
  readonly tile: Size;
  readonly columns: number;
  readonly rows: number;
}

function widthAt({ imageWidth }: TiledPanorama, zoom: number): number {
  return imageWidth / 2 ** (FINEST_ZOOM - zoom);
}

function gridAt(panorama: TiledPanorama, zoom: number): Grid {
  const width = Math.round(widthAt(panorama, zoom));
  const height = Math.round(panorama.imageHeight / 2 ** (FINEST_ZOOM - zoom));
  const tile = { width: panorama.tileWidth, height: panorama.tileHeight };
  return { width, height, tile, columns: Math.ceil(width / tile.width), rows: Math.ceil(height / tile.height) };
}

/** Which columns and rows of tiles a view comes near to. */
interface Touched {
  readonly columns: boolean[];
  firstRow: number;
  lastRow: number;
}

function touchedBy({ axes, focal, size }: ReturnType<typeof viewGeometry>, grid: Grid): Touched {
  const touched: Touched = {
    columns: Array.from({ length: grid.columns }, () => false),
    firstRow: grid.rows,
    lastRow: 0,
  };
  const [right, down, forward] = axes;
  const across = Math.min(SAMPLES, size.width);
  const downwards = Math.max(2, Math.min(size.height, Math.ceil((across * size.height) / size.width)));
  const step = Math.max(size.width / across, size.height / downwards);
  // Three quarters of the way to the next sample, and what interpolation reaches for.
  const near = (0.75 * step * grid.width) / (2 * Math.PI * focal) + 2;
  for (let j = 0; j <= downwards; j++) {
    const b = ((j / downwards - 0.5) * size.height) / focal;
    for (let i = 0; i <= across; i++) {
      const a = ((i / across - 0.5) * size.width) / focal;
      const x = a * right[0] + b * down[0] + forward[0];
      const y = a * right[1] + b * down[1] + forward[1];
      const z = a * right[2] + b * down[2] + forward[2];
      const level = Math.hypot(x, z);
      const column = (Math.atan2(x, z) / (2 * Math.PI) + 0.5) * grid.width;
      const row = (Math.atan2(y, level) / Math.PI + 0.5) * grid.height;
      // Towards the poles the same way is longer in columns.
      const wide = Math.min(grid.width / 2, (near * Math.hypot(level, y)) / Math.max(level, 1e-9));
      touchColumns(touched, grid, column - wide, column + wide);
      touched.firstRow = Math.min(touched.firstRow, rowAt(grid, row - near));
      touched.lastRow = Math.max(touched.lastRow, rowAt(grid, row + near));
    }
  }
  return touched;
}

function rowAt({ height, tile }: Grid, pixel: number): number {
  return Math.floor(Math.min(Math.max(pixel, 0), height - 1) / tile.height);
}

/** From one pixel to another, which may lie beyond the seam. */
function touchColumns({ columns }: Touched, { width, tile }: Grid, from: number, to: number): void {
  const touch = (left: number, right: number) => {
    const last = Math.floor(Math.min(right, width - 1) / tile.width);
    for (let column = Math.floor(Math.max(left, 0) / tile.width); column <= last; column++) columns[column] = true;
  };
  touch(from, to);
  if (from < 0) touch(from + width, width);
  if (to > width) touch(0, to - width);
}

function partAt(grid: Grid, geometry: ReturnType<typeof viewGeometry>): Omit<TilesForView, 'zoom'> {
  const { width, height, tile } = grid;
  const { columns, firstRow, lastRow } = touchedBy(geometry, grid);
  const order = columnsInOrder(columns);
  const [first = 0] = order;
  const last = order.at(-1) ?? 0;
  const left = first * tile.width;
  const end = Math.min((last + 1) * tile.width, width);
  const right = last < first ? width + end : end;
  const top = firstRow * tile.height;
  const bottom = Math.min((lastRow + 1) * tile.height, height);
  const rows = Array.from({ length: lastRow - firstRow + 1 }, (_, k) => firstRow + k);
  const tiles = order.flatMap((column) => {
    const x = column * tile.width - left + (column < first ? width : 0);
    return rows.map((row) => ({ column, row, x, y: row * tile.height - top }));
  });
  return {
    tiles,
    size: { width: right - left, height: bottom - top },
    covers: { left: left / width, top: top / height, right: right / width, bottom: bottom / height },
  };
}

/** From left to right the columns that are used and those between them, over the seam where that is shorter: all but the widest gap. */
function columnsInOrder(used: readonly boolean[]): number[] {
  const { length } = used;
  let gapStart = 0;
  let gapLength = 0;
  for (let start = 0; start < length; start++) {
    let run = 0;
    while (run < length && !used[(start + run) % length]) run++;
    if (run > gapLength) {
      gapStart = start;
      gapLength = run;
    }
  }
  const first = gapLength === 0 ? 0 : gapStart + gapLength;
  return Array.from({ length: length - gapLength }, (_, k) => (first + k) % length);
}
