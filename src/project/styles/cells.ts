/** The place a cell grows from, in pixels. */
export interface Site {
  readonly x: number;
  readonly y: number;
}

/** Which site owns every pixel, and how far its border is. */
export interface Cells {
  /** index of the nearest site */
  readonly nearest: Int32Array;
  /** distance to the border with the nearest other cell, in pixels */
  readonly rim: Float32Array;
}

/** Sites sorted into square buckets, so that a pixel looks at few of them. */
function bucketSites(width: number, height: number, sites: readonly Site[]) {
  const side = Math.max(4, Math.sqrt((width * height) / Math.max(sites.length, 1)) * 1.5);
  const columns = Math.ceil(width / side) + 4;
  const rows = Math.ceil(height / side) + 4;
  const buckets: number[][] = Array.from({ length: columns * rows }, () => []);
  const clip = (value: number, count: number) => Math.min(Math.max(Math.floor(value / side) + 2, 0), count - 1);
  sites.forEach((site, index) => {
    buckets[clip(site.y, rows) * columns + clip(site.x, columns)]!.push(index);
  });
  const around = (x: number, y: number, reach: number): number[] => {
    const found: number[] = [];
    const column = clip(x, columns);
    const row = clip(y, rows);
    for (let r = Math.max(row - reach, 0); r <= Math.min(row + reach, rows - 1); r++) {
      for (let c = Math.max(column - reach, 0); c <= Math.min(column + reach, columns - 1); c++) {
        found.push(...buckets[r * columns + c]!);
      }
    }
    return found;
  };
  return { side, around };
}

/**
 * The Voronoi cells of some sites, with the true distance to the border (to the perpendicular bisector with the closest rival).
 * @param sites at least two
 */
export function cellsOf(width: number, height: number, sites: readonly Site[]): Cells {
  const nearest = new Int32Array(width * height);
  const rim = new Float32Array(width * height);
  const { side, around } = bucketSites(width, height, sites);
  const block = Math.max(2, Math.floor(side / 2));
  for (let top = 0; top < height; top += block) {
    for (let left = 0; left < width; left += block) {
      let candidates: number[] = [];
      for (let reach = 2; candidates.length < 12 && reach < 64; reach++) {
        candidates = around(left + block / 2, top + block / 2, reach);
        if (candidates.length === sites.length) break;
      }
      for (let y = top; y < Math.min(top + block, height); y++) {
        for (let x = left; x < Math.min(left + block, width); x++) {
          const pixel = y * width + x;
          let owner = 0;
          let least = Number.POSITIVE_INFINITY;
          for (const index of candidates) {
            const site = sites[index]!;
            const distance = (x + 0.5 - site.x) ** 2 + (y + 0.5 - site.y) ** 2;
            if (distance < least) {
              least = distance;
              owner = index;
            }
          }
          const own = sites[owner]!;
          let closest = Number.POSITIVE_INFINITY;
          for (const index of candidates) {
            if (index === owner) continue;
            const other = sites[index]!;
            const dx = other.x - own.x;
            const dy = other.y - own.y;
            const length = Math.hypot(dx, dy);
            if (length < 1e-6) continue;
            const middleX = (own.x + other.x) / 2 - (x + 0.5);
            const middleY = (own.y + other.y) / 2 - (y + 0.5);
            closest = Math.min(closest, (middleX * dx + middleY * dy) / length);
          }
          nearest[pixel] = owner;
          rim[pixel] = closest;
        }
      }
    }
  }
  return { nearest, rim };
}
