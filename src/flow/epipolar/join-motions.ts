import type { FlowField, FlowPair } from '../../core/field.ts';
import type { FloatImage } from '../../core/image.ts';
import { blurCpu } from '../../gpu/kernels/blur.cpu.ts';

/** Motion of one picture, part from its depths, part from the dense estimator. */
export interface JoinedMotion {
  readonly motion: FlowField;
  /** 1 where it can be trusted */
  readonly trusted: Uint8Array;
  /** 1 where it follows its epipolar line */
  readonly epipolar: Uint8Array;
}

/** The difference of colours that still tells which motion is better, grey levels. */
const MOST_DIFFERENT = 60;
/** Standard deviation of the blur of the differences, as a share of the picture's width. */
const BLUR = 0.006;
/** The dense motion is taken where it leaves less than this share of the difference that the epipolar motion leaves, and this much less, grey levels. */
const SHARE = 0.6;
const LEVELS = 2;
/** The same where a depth is trusted: smooth depths lead there and back even on things that move by themselves. */
const TRUSTED_SHARE = 0.25;
const TRUSTED_LEVELS = 24;
/** Dense motion counts above this reliability. */
const RELIABLE = 0.5;

/**
 * Decides pixel by pixel who gives the motion: what a trusted depth explains follows the camera; elsewhere the dense estimator's motion is taken where it can
 * be trusted and brings the pictures closer together, and on trusted depths where it brings them much closer. Such pixels move by themselves.
 * @param street motion along epipolar lines @param dense from the same picture @param images the picture and the other one
 */
export function joinMotions(
  street: { readonly motion: FlowField; readonly trusted: Uint8Array },
  dense: Pick<FlowPair, 'forward' | 'reliability'>,
  [image, other]: readonly [FloatImage, FloatImage],
): JoinedMotion {
  const { width, height } = image;
  const along = differences(image, other, street.motion);
  const free = differences(image, other, dense.forward);
  const data = street.motion.data.slice();
  const trusted = street.trusted.slice();
  const epipolar = new Uint8Array(width * height).fill(1);
  for (let i = 0; i < epipolar.length; i++) {
    const known = Number.isFinite(data[2 * i]) && Number.isFinite(data[2 * i + 1]);
    const [share, levels] = trusted[i] ? [TRUSTED_SHARE, TRUSTED_LEVELS] : [SHARE, LEVELS];
    const moves =
      dense.reliability.forward.data[i]! > RELIABLE && free[i]! < Math.min(share * along[i]!, along[i]! - levels);
    if (known && !moves) continue;
    data[2 * i] = dense.forward.data[2 * i]!;
    data[2 * i + 1] = dense.forward.data[2 * i + 1]!;
    trusted[i] = moves ? 1 : 0;
    epipolar[i] = 0;
  }
  return { motion: { width, height, data }, trusted, epipolar };
}

/** Mean difference of colours around every pixel along a motion, grey levels; the worst where it leads out of the picture. */
function differences(image: FloatImage, other: FloatImage, { data }: FlowField): Float32Array {
  const { width, height } = image;
  const out = new Float32Array(width * height).fill(MOST_DIFFERENT);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const px = x + data[2 * i]!;
      const py = y + data[2 * i + 1]!;
      if (!(px >= 0 && py >= 0 && px <= width - 1 && py <= height - 1)) continue;
      const left = Math.min(width - 2, Math.floor(px));
      const top = Math.min(height - 2, Math.floor(py));
      const [ax, ay] = [px - left, py - top];
      const q = 3 * (top * width + left);
      let sum = 0;
      for (let c = 0; c < 3; c++) {
        const above = (1 - ax) * other.data[q + c]! + ax * other.data[q + 3 + c]!;
        const below = (1 - ax) * other.data[q + 3 * width + c]! + ax * other.data[q + 3 * width + 3 + c]!;
        sum += Math.abs((1 - ay) * above + ay * below - image.data[3 * i + c]!);
      }
      out[i] = Math.min(MOST_DIFFERENT, sum / 3);
    }
  }
  const scratch = new Float32Array(out.length);
  blurCpu({ image: out, scratch, width, height, channels: 1, batch: 1, sigma: Math.max(1, BLUR * width) });
  return out;
}
