import type { FloatImage } from '../core/image.ts';
import type { Random } from '../core/random.ts';

/** Half the side of the square patches that are compared. */
export const PATCH_REACH = 2;
const SIDE = 2 * PATCH_REACH + 1;

export interface PatchSearch {
  /** whose patches look for their like, any number of channels */
  readonly wanting: FloatImage;
  /** where they look, as many channels; it may be of another size */
  readonly among: FloatImage;
  /** 1 for the pixels of `wanting` that look */
  readonly where: Uint8Array;
  /** for each pixel of `wanting` the pixel of `among` that it begins from; kept where a pixel does not look */
  readonly start: Int32Array;
  /** sweeps, alternating in direction */
  readonly rounds: number;
  /** how far from its best place a pixel draws at random, pixels; halved until 1 */
  readonly reach: number;
  /** cost of a displacement of one pixel, squared with its length: of two equal patches the nearer one is taken */
  readonly prior: number;
  readonly random: Random;
}

/**
 * For each pixel that looks, the pixel of another picture around which the 5×5 patch is nearest by sum of squared differences
 * (PatchMatch, Barnes et al. 2009: propagation from neighbours and random search). Borders are repeated.
 * @returns indices of pixels of `among`, on the grid of `wanting`
 */
export function nearestPatches(search: PatchSearch): Int32Array {
  const { wanting, among, where, start, rounds, reach, prior, random } = search;
  const { width, height, channels } = wanting;
  if (among.channels !== channels) {
    throw new Error(`Patches of ${channels} channels cannot be compared with those of ${among.channels}`);
  }
  const own = padded(wanting);
  const other = padded(among);
  const ownRow = (width + SIDE - 1) * channels;
  const otherRow = (among.width + SIDE - 1) * channels;
  const [scaleX, scaleY] = [among.width / width, among.height / height];

  const costOf = (x: number, y: number, toX: number, toY: number, least: number): number => {
    let sum = prior * ((toX - x * scaleX) ** 2 + (toY - y * scaleY) ** 2);
    for (let row = 0; row < SIDE && sum < least; row++) {
      let a = (y + row) * ownRow + x * channels;
      let b = (toY + row) * otherRow + toX * channels;
      for (let k = 0; k < SIDE * channels; k++) {
        const d = own[a++]! - other[b++]!;
        sum += d * d;
      }
    }
    return sum;
  };

  const best = start.slice();
  const costs = new Float64Array(best.length).fill(Number.POSITIVE_INFINITY);
  const attempt = (pixel: number, x: number, y: number, toX: number, toY: number) => {
    const px = Math.min(among.width - 1, Math.max(0, toX));
    const py = Math.min(among.height - 1, Math.max(0, toY));
    const at = py * among.width + px;
    if (at === best[pixel] && costs[pixel]! < Number.POSITIVE_INFINITY) return;
    const cost = costOf(x, y, px, py, costs[pixel]!);
    if (cost >= costs[pixel]!) return;
    costs[pixel] = cost;
    best[pixel] = at;
  };

  for (let round = 0; round < rounds; round++) {
    const step = round % 2 === 0 ? 1 : -1;
    for (let n = 0; n < best.length; n++) {
      const pixel = step === 1 ? n : best.length - 1 - n;
      if (!where[pixel]) continue;
      const x = pixel % width;
      const y = (pixel - x) / width;
      const follow = (neighbour: number, dx: number, dy: number) => {
        const there = best[neighbour]!;
        const toX = there % among.width;
        attempt(pixel, x, y, toX + dx, (there - toX) / among.width + dy);
      };
      if (round === 0) follow(pixel, 0, 0);
      if (x - step >= 0 && x - step < width) follow(pixel - step, step, 0);
      if (y - step >= 0 && y - step < height) follow(pixel - step * width, 0, step);
      for (let radius = reach; radius >= 1; radius /= 2) {
        const there = best[pixel]!;
        const toX = there % among.width;
        const toY = (there - toX) / among.width;
        attempt(
          pixel,
          x,
          y,
          toX + Math.round(random.uniform(-radius, radius)),
          toY + Math.round(random.uniform(-radius, radius)),
        );
      }
    }
  }
  return best;
}

/** The picture with its border repeated by the reach of a patch on each side. */
function padded({ width, height, channels, data }: FloatImage): Float32Array {
  const across = width + 2 * PATCH_REACH;
  const out = new Float32Array(across * (height + 2 * PATCH_REACH) * channels);
  for (let y = 0, o = 0; y < height + 2 * PATCH_REACH; y++) {
    const fromY = Math.min(height - 1, Math.max(0, y - PATCH_REACH));
    for (let x = 0; x < across; x++) {
      const from = (fromY * width + Math.min(width - 1, Math.max(0, x - PATCH_REACH))) * channels;
      for (let c = 0; c < channels; c++) out[o++] = data[from + c]!;
    }
  }
  return out;
}
