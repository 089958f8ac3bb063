import type { FlowField, Mask } from '../core/field.ts';
import type { FloatImage } from '../core/image.ts';
import { MID, type Rgb, type ToneCurve, toneValue } from './tone-curve.ts';

/**
 * How the light of a photograph (the later one of a pair) leads to that of the one before it, channel by channel, in logarithms of values
 * against mid grey: log(earlier / MID) = gain + e^gamma · log(later / MID).
 */
export interface ToneRelation {
  /** natural logarithm of the gain at mid grey */
  readonly gain: Rgb;
  /** natural logarithm of the exponent */
  readonly gamma: Rgb;
  /** 0–1: how much of the picture tells it */
  readonly weight: number;
}

/** Two photographs of one size, and where the later one's pixels were in the earlier one. */
export interface TonePair {
  /** RGB 0–255 */
  readonly earlier: FloatImage;
  readonly later: FloatImage;
  /** on the later one's grid */
  readonly field: FlowField;
  /** on the later one's grid, 1 = the field can be trusted */
  readonly trust: Mask;
}

/** A pixel is compared where the flow is trusted by more than this. */
const TRUSTED = 0.5;
/** Values that may be clipped, of 255, say nothing of the light. */
const DARKEST = 8;
const BRIGHTEST = 247;
/** Blocks of pixels along the longer side, of at least 2 px: means of them are free of noise and of small errors of the flow. */
const BLOCKS = 80;
/** Fewer blocks, or a smaller share of the picture, do not tell of its light. */
const LEAST_BLOCKS = 24;
const LEAST_SHARE = 0.02;
/** Share of the picture from which on it tells all there is to tell. */
const FULL_SHARE = 0.2;
/** Share of the blocks that must agree with the relation, and how far apart they may lie (natural logarithm). */
const LEAST_AGREEING = 0.4;
const WIDEST = 0.35;
/** No camera changes the contrast by more (natural logarithm): such a line joins what does not belong together. */
const STEEPEST = Math.log(2);
/** Noise of a block that is taken for granted (natural logarithm): without it pictures that agree to the bit have no scale. */
const NOISE = 0.01;
/** Values, of 255, below which the logarithm of a block is mostly noise. */
const NOISY = 24;
/** Blocks that would have to speak for another contrast: pictures of one tone do not tell it. */
const CONTRAST_PRIOR = 4;
/** A smaller difference of contrast (natural logarithm) is one of sharpness: things come nearer along a drive. */
const SHARPNESS = 0.05;
const ITERATIONS = 15;

/**
 * The relation of light between neighbouring photographs: per channel a line through the logarithms of corresponding values, the same in
 * either direction (total least squares), with weights that leave wrong matches out (Geman and McClure 1987, iteratively reweighted).
 * @returns null where too little is found again, or what is found does not agree: nothing is known then
 */
export function relateTones(pair: TonePair): ToneRelation | null {
  const { count, share, later, earlier } = matchedBlocks(pair);
  if (count < LEAST_BLOCKS || share < LEAST_SHARE) return null;
  const own = Float64Array.from({ length: count }, (_, i) => {
    const value = MID * Math.exp(later[3 * i + 1]!);
    return (value / (value + NOISY)) ** 2;
  });
  const differences = later.map((x, i) => earlier[i]! - x);
  const gain = [0, 1, 2].map((c) => median(differences.filter((_, i) => i % 3 === c)));
  const slope = [1, 1, 1];
  const weights = new Float64Array(count);
  let agreeing = 0;
  let scale = 0;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const distances = Float64Array.from({ length: count }, (_, i) =>
      Math.hypot(
        ...[0, 1, 2].map((c) => (earlier[3 * i + c]! - gain[c]! - slope[c]! * later[3 * i + c]!) / Math.sqrt(3)),
      ),
    );
    // Of three channels together half lie within 0.89 standard deviations of one.
    scale = Math.max(NOISE, median(distances) / 0.89);
    agreeing = 0;
    for (let i = 0; i < count; i++) {
      const confidence = 1 / (1 + (distances[i]! / (2 * scale)) ** 2) ** 2;
      weights[i] = own[i]! * confidence;
      if (distances[i]! < 3 * scale) agreeing++;
    }
    const lines = [0, 1, 2].map((c) => fitLine(later, earlier, weights, c));
    // The channels together: a contrast of one alone would tint the picture.
    const sharpness = lines.every((line) => Math.abs(Math.log(line.slope)) < SHARPNESS);
    for (const [c, line] of lines.entries()) {
      slope[c] = sharpness ? 1 : line.slope;
      gain[c] = line.meanY - slope[c]! * line.meanX;
    }
  }
  const bent = slope.some((factor) => Math.abs(Math.log(factor)) > STEEPEST);
  if (agreeing / count < LEAST_AGREEING || scale > WIDEST || bent) return null;
  return {
    gain: rgb((c) => gain[c]!),
    gamma: rgb((c) => Math.log(slope[c]!)),
    weight: Math.min(1, share / FULL_SHARE) * Math.min(1, 0.1 / scale),
  };
}

/** Logarithms of the mean values of corresponding blocks, three channels each. */
interface MatchedBlocks {
  readonly count: number;
  /** of all blocks of the picture, 0–1 */
  readonly share: number;
  readonly later: Float64Array;
  readonly earlier: Float64Array;
}

function matchedBlocks({ earlier, later, field, trust }: TonePair): MatchedBlocks {
  const { width, height } = later;
  const side = Math.max(2, Math.round(Math.max(width, height) / BLOCKS));
  const [columns, rows] = [Math.floor(width / side), Math.floor(height / side)];
  const found = { later: new Float64Array(3 * columns * rows), earlier: new Float64Array(3 * columns * rows) };
  const [here, there, sample] = [new Float64Array(3), new Float64Array(3), new Float64Array(3)];
  let count = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      here.fill(0);
      there.fill(0);
      let pixels = 0;
      for (let y = row * side; y < (row + 1) * side; y++) {
        for (let x = column * side; x < (column + 1) * side; x++) {
          const pixel = y * width + x;
          if (!(trust.data[pixel]! > TRUSTED) || isClipped(later.data, 3 * pixel)) continue;
          if (!sampleAt(earlier, x + field.data[2 * pixel]!, y + field.data[2 * pixel + 1]!, sample)) continue;
          for (let c = 0; c < 3; c++) {
            here[c]! += later.data[3 * pixel + c]!;
            there[c]! += sample[c]!;
          }
          pixels++;
        }
      }
      if (2 * pixels < side * side) continue;
      for (let c = 0; c < 3; c++) {
        found.later[3 * count + c] = Math.log(here[c]! / pixels / MID);
        found.earlier[3 * count + c] = Math.log(there[c]! / pixels / MID);
      }
      count++;
    }
  }
  return {
    count,
    share: count / Math.max(1, columns * rows),
    later: found.later.subarray(0, 3 * count),
    earlier: found.earlier.subarray(0, 3 * count),
  };
}

function isClipped(data: ArrayLike<number>, at: number): boolean {
  for (let c = 0; c < 3; c++) if (!(data[at + c]! >= DARKEST && data[at + c]! <= BRIGHTEST)) return true;
  return false;
}

/** Bilinear. @returns whether the place is in the picture and none of the pixels around it is clipped */
function sampleAt({ width, height, data }: FloatImage, x: number, y: number, out: Float64Array): boolean {
  if (!(x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1)) return false;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
  const corners = [top * width + left, top * width + right, bottom * width + left, bottom * width + right];
  const [tx, ty] = [x - left, y - top];
  const parts = [(1 - tx) * (1 - ty), tx * (1 - ty), (1 - tx) * ty, tx * ty];
  out.fill(0);
  for (let i = 0; i < 4; i++) {
    if (parts[i] === 0) continue;
    if (isClipped(data, 3 * corners[i]!)) return false;
    for (let c = 0; c < 3; c++) out[c]! += parts[i]! * data[3 * corners[i]! + c]!;
  }
  return true;
}

/** The line of least squared distances to weighted points (Deming 1943, equal noise in both), drawn towards slope 1 where they lie close. */
function fitLine(later: Float64Array, earlier: Float64Array, weights: Float64Array, channel: number) {
  let [total, meanX, meanY] = [0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    total += weights[i]!;
    meanX += weights[i]! * later[3 * i + channel]!;
    meanY += weights[i]! * earlier[3 * i + channel]!;
  }
  meanX /= total;
  meanY /= total;
  let [xx, yy, xy] = [CONTRAST_PRIOR, CONTRAST_PRIOR, CONTRAST_PRIOR];
  for (let i = 0; i < weights.length; i++) {
    const [x, y] = [later[3 * i + channel]! - meanX, earlier[3 * i + channel]! - meanY];
    xx += weights[i]! * x * x;
    yy += weights[i]! * y * y;
    xy += weights[i]! * x * y;
  }
  // Tones that run against each other tell of no contrast.
  const slope = xy > 0 ? (yy - xx + Math.hypot(yy - xx, 2 * xy)) / (2 * xy) : 1;
  return { slope, meanX, meanY };
}

/**
 * Pull of each frame to what it was, against that of a fully trusted neighbour. Differences between frames fade over some 1/√PULL frames: what
 * changes faster is balanced, what changes slower is light that changes.
 */
const PULL = 0.02;
/** Contrast is measured less surely, and cameras change it less. */
const CONTRAST_PULL = 0.05;
/** A larger change between two frames (natural logarithm of values, some 1.3 stops) is a change of light, not of the camera. */
const LARGEST_CHANGE = Math.log(1.8);
/** Bounds of what is done to a frame. */
const GAINS = [0.6, 1.6] as const;
const GAMMAS = [0.8, 1.25] as const;
/** A frame that would change by less stays as it is. */
const VISIBLE_CHANGE = 0.01;

/**
 * Curves that make neighbouring frames agree along a whole drive: least squares over the frames of each stretch, each pulled to what it was, so
 * that the mean over a stretch stays and slow changes of light stay too. How far a frame is from another decides how much it tells of it: curves
 * of frames some dozens apart do not depend on each other.
 * @param relations of each frame but the first to the one before it; null cuts the film into stretches that are balanced by themselves
 * @returns one for each frame, null where it stays as it is
 */
export function balanceTones(relations: readonly (ToneRelation | null)[]): (ToneCurve | null)[] {
  const steps = relations.map((relation) => (relation && isOfCamera(relation) ? relation : null));
  const channels = [0, 1, 2].map((c) => {
    const gammas = solve(steps, (step) => step.gamma[c]!, CONTRAST_PULL).map((v) => bounded(Math.exp(v), GAMMAS));
    // earlier = gain + gamma · later holds for corrected values too: the later frame's gain is the earlier one's with gamma · gain added.
    const gains = solve(steps, (step, i) => gammas[i]! * step.gain[c]!, PULL).map((v) => bounded(Math.exp(v), GAINS));
    return { gains, gammas };
  });
  return Array.from({ length: relations.length + 1 }, (_, i) => {
    const tone = {
      gain: rgb((c) => rounded(channels[c]!.gains[i]!)),
      gamma: rgb((c) => rounded(channels[c]!.gammas[i]!)),
    };
    return isVisible(tone) ? tone : null;
  });
}

function isOfCamera({ gain }: ToneRelation): boolean {
  return Math.abs((gain[0] + gain[1] + gain[2]) / 3) <= LARGEST_CHANGE;
}

/** Minimises Σ weight · (x[i+1] − x[i] − difference)² + pull · Σ x[i]²: a tridiagonal system (Thomas algorithm). */
function solve(
  steps: readonly (ToneRelation | null)[],
  difference: (step: ToneRelation, index: number) => number,
  pull: number,
): number[] {
  const count = steps.length + 1;
  const diagonal = new Array<number>(count).fill(pull);
  const right = new Array<number>(count).fill(0);
  const weights = steps.map((step) => step?.weight ?? 0);
  for (const [i, step] of steps.entries()) {
    if (!step) continue;
    const force = step.weight * difference(step, i);
    diagonal[i]! += step.weight;
    diagonal[i + 1]! += step.weight;
    right[i]! -= force;
    right[i + 1]! += force;
  }
  for (let i = 1; i < count; i++) {
    const factor = weights[i - 1]! / diagonal[i - 1]!;
    diagonal[i]! -= factor * weights[i - 1]!;
    right[i]! += factor * right[i - 1]!;
  }
  const x = new Array<number>(count).fill(0);
  for (let i = count - 1; i >= 0; i--) {
    x[i] = (right[i]! + (weights[i] ?? 0) * (x[i + 1] ?? 0)) / diagonal[i]!;
  }
  return x;
}

function isVisible(tone: ToneCurve): boolean {
  return [MID / 4, MID, 1.5 * MID].some((value) =>
    [0, 1, 2].some((c) => Math.abs(toneValue(tone, value, c) / value - 1) >= VISIBLE_CHANGE),
  );
}

/** A thousandth is less than anybody sees, and two devices whose flows differ in the last digits give one curve. */
function rounded(value: number): number {
  return Math.round(1000 * value) / 1000;
}

function bounded(value: number, [least, most]: readonly [number, number]): number {
  return Math.min(most, Math.max(least, value));
}

function rgb(of: (channel: number) => number): Rgb {
  return [of(0), of(1), of(2)];
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  return sorted[sorted.length >> 1] ?? 0;
}
