import type { FlowField, FlowPair, Mask } from '../../core/field.ts';
import { type FloatImage, type RgbaImage, toRgbaImage } from '../../core/image.ts';
import { flowColours, largestMotion } from '../../flow/colours.ts';
import { type Warped, warpBackward } from '../../flow/warp.ts';
import { depthOf, pathsOf } from './geometry-pictures.ts';
import type { MotionPictures } from './motion-messages.ts';

/** Flow counts as trusted above this weight when it is told. */
const TRUSTED = 0.5;

/** Puts the motion between two frames into pictures. @param earlier, later RGB 0–255, of the size of the fields */
export function motionPictures(earlier: FloatImage, later: FloatImage, flow: FlowPair): MotionPictures {
  const { backward, reliability } = flow;
  const trust = reliability.backward;
  const warped = warpBackward(earlier, backward, { interpolation: 'bilinear' });
  const { picture: difference, mean } = differenceOf(warped, later);
  return {
    motion: flowColours(reversed(backward)),
    reliability: greyOf(trust),
    carried: cleared(toRgbaImage(warped.image), warped.inside),
    difference: cleared(difference, warped.inside),
    depth: depthOf(flow),
    paths: pathsOf(flow),
    camera: flow.geometry?.camera ?? null,
    search: flow.search ?? null,
    largest: largestMotion(backward),
    trusted: trust.data.reduce((count, weight) => count + (weight > TRUSTED ? 1 : 0), 0) / trust.data.length,
    left: mean,
  };
}

/** The backward flow says where pixels came from; people want to see where they go. */
function reversed(field: FlowField): FlowField {
  return { ...field, data: field.data.map((value) => -value) };
}

function greyOf({ width, height, data }: Mask): RgbaImage {
  const grey = { width, height, channels: 3, data: Float32Array.from({ length: 3 * data.length }, () => 0) };
  data.forEach((weight, i) => {
    grey.data.fill(255 * weight, 3 * i, 3 * i + 3);
  });
  return toRgbaImage(grey);
}

function differenceOf({ image, inside }: Warped, later: FloatImage): { picture: RgbaImage; mean: number } {
  const data = image.data.map((value, i) => Math.abs(value - later.data[i]!));
  let sum = 0;
  let count = 0;
  data.forEach((value, i) => {
    if (inside.data[Math.floor(i / 3)] === 0) return;
    sum += value;
    count++;
  });
  return { picture: toRgbaImage({ ...image, data }), mean: count > 0 ? sum / count : 0 };
}

/** Clear where nothing came from the earlier frame. */
function cleared(image: RgbaImage, inside: Mask): RgbaImage {
  inside.data.forEach((known, i) => {
    if (known === 0) image.data[4 * i + 3] = 0;
  });
  return image;
}
