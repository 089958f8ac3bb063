import type { FlowField } from '../core/field.ts';
import type { FloatImage, Size } from '../core/image.ts';
import { createRandom } from '../core/random.ts';
import { resizeImage } from '../core/resize.ts';
import { nearestPatches, PATCH_REACH } from '../flow/patch-match.ts';

/** A photograph and how it was painted, of one size, RGB 0–255. */
export interface PaintedExample {
  readonly photograph: FloatImage;
  readonly painting: FloatImage;
}

/** What is known of the frame that is to be painted by analogy. */
export interface AnalogyTask {
  /** RGB 0–255, in the colours of the example's photograph */
  readonly photograph: FloatImage;
  /** what is known of the painting, and a guess of the rest; same size */
  readonly guess: FloatImage;
  /** 1 for the pixels to be made */
  readonly where: Uint8Array;
  /** where the search begins: where pixels were in the example, as far as known */
  readonly motion: FlowField;
  readonly seed: number;
}

/** Shorter side of the smallest level, pixels: there a patch spans a fifth of the picture's height. */
const COARSEST = 24;
/** Longer side above which a level only refines what the one before it has found. */
const LARGE = 640;
/** Searches in turn with votes at a level. */
const TURNS = 2;
/** Reach of the last vote: patches that belong together give a copy, and where they do not, single pixels make no speckles. */
const SHARP_REACH = 1;
/** Weight of the painting beside the photograph in a patch: it joins what is made to what is there. */
const PAINTING = 0.5;
/** Squared grey levels that a patch may differ by for each step of half the picture's width that spares: of like patches the nearer wins. */
const PRIOR = 400;

/**
 * Paints pixels as an earlier frame was painted where its photograph looks alike (Image Analogies, Hertzmann et al. 2001): the example's
 * photograph is to its painting as this photograph is to the result. Levels from coarse to fine; at each, nearest patches of photograph and
 * painting in turn with the mean of what they vote for; the last vote is among neighbours
 * alone, so that strokes stay nearly as sharp as they are.
 * @returns `guess`, its pixels at `where` replaced
 */
export function paintByAnalogy(example: PaintedExample, task: AnalogyTask): FloatImage {
  const { photograph, where, seed } = task;
  if (!where.some(Boolean)) return task.guess;
  const random = createRandom(seed);
  let nearest: { readonly size: Size; readonly places: Int32Array } | undefined;
  let made = task.guess;
  for (const size of levels(photograph)) {
    const last = size.width === photograph.width;
    const at = (image: FloatImage) => (last ? image : resizeImage(image, size.width, size.height, 'triangle'));
    const wanted = last ? where : shrunk(where, photograph, size);
    const [photo, other, painting] = [at(photograph), at(example.photograph), at(example.painting)];
    const guess = nearest ? mixed(at(task.guess), enlarged(made, size), wanted) : at(task.guess);
    const spread = (12 * SIDE2 * PRIOR) / (size.width * size.width);
    let places = nearest ? enlargedPlaces(nearest, size) : placesOf(task.motion, size);
    const whole = Math.max(size.width, size.height);
    made = guess;
    for (let turn = 0; turn < TURNS; turn++) {
      places = nearestPatches({
        wanting: stacked(photo, made),
        among: stacked(other, painting),
        where: wanted,
        start: places,
        rounds: whole > LARGE ? 1 : nearest ? 2 : 4,
        reach: nearest ? Math.min(16, whole / 8) : whole,
        prior: spread,
        random,
      });
      const reach = last && turn === TURNS - 1 ? SHARP_REACH : PATCH_REACH;
      made = voted(made, painting, wanted, places, reach);
    }
    nearest = { size, places };
  }
  return made;
}

const SIDE2 = (2 * PATCH_REACH + 1) ** 2;

/** Halves down to the coarsest, smallest first. */
function levels({ width, height }: Size): Size[] {
  const sizes: Size[] = [{ width, height }];
  for (let factor = 2; Math.min(width, height) / factor >= COARSEST; factor *= 2) {
    sizes.unshift({ width: Math.round(width / factor), height: Math.round(height / factor) });
  }
  return sizes;
}

/** Photograph and painting as the channels of one picture, weighed for the comparison of patches. */
function stacked(photograph: FloatImage, painting: FloatImage): FloatImage {
  const { width, height } = photograph;
  const weight = Math.sqrt(PAINTING);
  const data = new Float32Array(6 * width * height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) {
      data[6 * i + c] = photograph.data[3 * i + c]!;
      data[6 * i + 3 + c] = weight * painting.data[3 * i + c]!;
    }
  }
  return { width, height, channels: 6, data };
}

function shrunk(where: Uint8Array, { width, height }: Size, size: Size): Uint8Array {
  const mask = { width, height, channels: 1, data: Float32Array.from(where) } as FloatImage;
  return Uint8Array.from(resizeImage(mask, size.width, size.height, 'triangle').data, (share) => (share > 0.2 ? 1 : 0));
}

function enlarged(image: FloatImage, { width, height }: Size): FloatImage {
  return resizeImage(image, width, height, 'triangle');
}

/** `made` where it is wanted, else what is known. */
function mixed(known: FloatImage, made: FloatImage, wanted: Uint8Array): FloatImage {
  return { ...known, data: known.data.map((value, i) => (wanted[Math.floor(i / 3)] ? made.data[i]! : value)) };
}

function placesOf({ width, height, data }: FlowField, size: Size): Int32Array {
  const [scaleX, scaleY] = [size.width / width, size.height / height];
  const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, Math.round(value)));
  return Int32Array.from({ length: size.width * size.height }, (_, i) => {
    const x = i % size.width;
    const y = Math.floor(i / size.width);
    const from = within(y / scaleY, height) * width + within(x / scaleX, width);
    const u = Number.isFinite(data[2 * from]!) ? data[2 * from]! * scaleX : 0;
    const v = Number.isFinite(data[2 * from + 1]!) ? data[2 * from + 1]! * scaleY : 0;
    return within(y + v, size.height) * size.width + within(x + u, size.width);
  });
}

/** Places of a coarser level on a finer grid: each pixel keeps the displacement of its parent. */
function enlargedPlaces(
  { size, places }: { readonly size: Size; readonly places: Int32Array },
  fine: Size,
): Int32Array {
  const [scaleX, scaleY] = [fine.width / size.width, fine.height / size.height];
  const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, Math.round(value)));
  return Int32Array.from({ length: fine.width * fine.height }, (_, i) => {
    const x = i % fine.width;
    const y = Math.floor(i / fine.width);
    const parentX = Math.min(size.width - 1, Math.floor((x + 0.5) / scaleX));
    const parentY = Math.min(size.height - 1, Math.floor((y + 0.5) / scaleY));
    const to = places[parentY * size.width + parentX]!;
    const toX = to % size.width;
    const u = (toX - parentX) * scaleX;
    const v = ((to - toX) / size.width - parentY) * scaleY;
    return within(y + v, fine.height) * fine.width + within(x + u, fine.width);
  });
}

/** Each wanted pixel as the mean of what the patches around it have there. @param reach how far from it their centres lie at most */
function voted(
  made: FloatImage,
  painting: FloatImage,
  wanted: Uint8Array,
  places: Int32Array,
  reach: number,
): FloatImage {
  const { width, height } = made;
  const data = made.data.slice();
  for (let y = 0, pixel = 0; y < height; y++) {
    for (let x = 0; x < width; x++, pixel++) {
      if (!wanted[pixel]) continue;
      let [r, g, b, count] = [0, 0, 0, 0];
      for (let j = Math.max(0, y - reach); j <= Math.min(height - 1, y + reach); j++) {
        for (let i = Math.max(0, x - reach); i <= Math.min(width - 1, x + reach); i++) {
          const voter = j * width + i;
          if (!wanted[voter]) continue;
          const to = places[voter]!;
          const toX = (to % width) + x - i;
          const toY = Math.floor(to / width) + y - j;
          if (toX < 0 || toY < 0 || toX >= width || toY >= height) continue;
          const from = 3 * (toY * width + toX);
          r += painting.data[from]!;
          g += painting.data[from + 1]!;
          b += painting.data[from + 2]!;
          count++;
        }
      }
      if (count === 0) continue;
      data[3 * pixel] = r / count;
      data[3 * pixel + 1] = g / count;
      data[3 * pixel + 2] = b / count;
    }
  }
  return { ...made, data };
}
