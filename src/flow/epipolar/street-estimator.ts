import type { CameraSearch, FlowField, FlowPair, Mask, RelativeCamera } from '../../core/field.ts';
import type { FloatImage, Size } from '../../core/image.ts';
import { resizeImage } from '../../core/resize.ts';
import type { CameraPrior, FlowEstimator, FlowOptions, FlowStart } from '../estimator.ts';
import { type ReliabilityParams, reliability, softened } from '../reliability.ts';
import { agreementAlong } from './agreement.ts';
import {
  type DepthSearch,
  type DepthSearchSettings,
  defaultSearch,
  type SearchPicture,
  searchPicture,
  searchSize,
} from './depth-search.ts';
import { trustDepths } from './depth-trust.ts';
import { estimateCamera } from './estimate-camera.ts';
import { type JoinedMotion, joinMotions } from './join-motions.ts';
import { inverseCamera, motionOfDepths } from './relative-camera.ts';

/**
 * Median parallax below which motion is small and dense, and the variational solver finds it more exactly: as a share of the picture's width, and in
 * pixels.
 */
const LEAST_PARALLAX = 0.012;
const LEAST_PARALLAX_PIXELS = 3;
/** Correlation of the pictures along a dense motion that nothing else confirms. True motion has more in 95 to 99 % of the pixels, any other in a third. */
const LEAST_AGREEMENT = 0.5;
/** Longer side at which the dense estimator looks for what moves by itself between pictures of a moving camera. */
const DENSE_SIDE = 256;

/**
 * Motion between street pictures: where a camera that moves through a static scene explains them, each pixel follows its epipolar line (Yamaguchi, McAllester
 * and Urtasun 2013), and the dense estimator gives what moves by itself. Without a camera, without parallax, or where nobody asks for a camera, the dense
 * estimator gives all.
 * @param dense, depth the caller's to create; disposed of here
 */
export function createStreetEstimator(
  dense: FlowEstimator,
  depth: DepthSearch,
  params: ReliabilityParams,
  settings: DepthSearchSettings = defaultSearch,
): FlowEstimator {
  return {
    async estimate(a, b, options = {}) {
      const { camera: prior, signal, starts = [] } = options;
      if (!prior) return dense.estimate(a, b, options);
      const found = await movement(a, b, prior, signal);
      if (found.kind !== 'moves') {
        const turned = found.kind === 'turns' ? startOf(found.camera, a) : [];
        const pair = doubted(await dense.estimate(a, b, { signal, starts: [...turned, ...starts] }), a, b);
        return { ...pair, search: found.search };
      }
      const size = searchSize(a, settings);
      const views = await searchBoth(a, b, found.camera, size, depth, signal);
      const flows = await denseBeside(a, b, dense, signal);
      const join = (from: 'a' | 'b') => {
        const [own, other] = from === 'a' ? [views.a, views.b] : [views.b, views.a];
        const camera = from === 'a' ? found.camera : inverseCamera(found.camera);
        const street = enlarged(
          trustDepths(own.view, other.view, size),
          own.picture,
          from === 'a' ? a : b,
          camera,
          size,
        );
        return joinMotions(street, from === 'a' ? flows : reversed(flows), from === 'a' ? [a, b] : [b, a]);
      };
      return { ...pairOf(join('a'), join('b'), found.camera, a, params), search: found.search };
    },
    dispose() {
      dense.dispose();
      depth.dispose();
    },
  };
}

type Movement = { readonly search: CameraSearch } & (
  | { readonly kind: 'moves' | 'turns'; readonly camera: RelativeCamera }
  | { readonly kind: 'unknown' }
);

/** Gives the event loop a turn before and after: matching takes a second on a CPU. */
async function movement(
  a: FloatImage,
  b: FloatImage,
  prior: CameraPrior,
  signal: AbortSignal | undefined,
): Promise<Movement> {
  await rest(signal);
  const found = estimateCamera(a, b, prior);
  await rest(signal);
  const { matches, inliers } = found;
  if (found.kind === 'camera') {
    const moves = found.parallax >= Math.max(LEAST_PARALLAX_PIXELS, LEAST_PARALLAX * a.width);
    if (!moves) return { kind: 'unknown', search: { outcome: 'small-motion', matches, inliers } };
    return { kind: 'moves', camera: found.camera, search: { outcome: 'moves', matches, inliers } };
  }
  const search = { outcome: found.reason, matches, inliers };
  if (!found.rotation) return { kind: 'unknown', search };
  const focal = a.width / 2 / Math.tan(((prior.fov ?? USUAL_FOV) * Math.PI) / 360);
  return { kind: 'turns', camera: { focal, rotation: found.rotation, translation: [0, 0, 0] }, search };
}

/** Degrees; only turns on the spot need it, and they hardly do. */
const USUAL_FOV = 75;

/** The motion of a turn alone; none where it is so small that the dense estimator finds it by itself, and more exactly without a start. */
function startOf(camera: RelativeCamera, size: Size): FlowStart[] {
  const far = new Float32Array(size.width * size.height);
  const forward = motionOfDepths(camera, size, far);
  const middle = size.width * (size.height >> 1) + (size.width >> 1);
  const motion = Math.hypot(forward.data[2 * middle]!, forward.data[2 * middle + 1]!);
  if (motion < LEAST_PARALLAX * size.width) return [];
  return [{ forward, backward: motionOfDepths(inverseCamera(camera), size, far) }];
}

async function searchBoth(
  a: FloatImage,
  b: FloatImage,
  camera: RelativeCamera,
  size: Size,
  depth: DepthSearch,
  signal: AbortSignal | undefined,
) {
  const scaled = { ...camera, focal: (camera.focal * size.width) / a.width };
  const back = inverseCamera(scaled);
  const [pictureA, pictureB] = [searchPicture(a, size), searchPicture(b, size)];
  const depthsA = await depth.search(pictureA, pictureB, scaled, signal);
  const depthsB = await depth.search(pictureB, pictureA, back, signal);
  const viewOf = (picture: SearchPicture, depths: Float32Array, own: RelativeCamera) => ({
    picture,
    view: { camera: own, depths, grey: picture.grey, sky: picture.sky },
  });
  return { a: viewOf(pictureA, depthsA, scaled), b: viewOf(pictureB, depthsB, back) };
}

/** Without trust where the pictures do not agree along the motion: even two different streets, or noise, have fields that lead there and back. */
function doubted({ forward, backward, reliability }: FlowPair, a: FloatImage, b: FloatImage): FlowPair {
  const agreeing = (mask: Mask, agreement: Float32Array): Mask => ({
    ...mask,
    data: mask.data.map((value, i) => (agreement[i]! < LEAST_AGREEMENT ? 0 : value)),
  });
  return {
    forward,
    backward,
    reliability: {
      forward: agreeing(reliability.forward, agreementAlong(a, b, forward)),
      backward: agreeing(reliability.backward, agreementAlong(b, a, backward)),
    },
  };
}

/** Without the starts of the cameras: things that move by themselves do not follow them. */
async function denseBeside(
  a: FloatImage,
  b: FloatImage,
  dense: FlowEstimator,
  signal: FlowOptions['signal'],
): Promise<FlowPair> {
  const { width, height } = denseSize(a);
  if (width === a.width) return dense.estimate(a, b, { signal });
  const small = await dense.estimate(resizeImage(a, width, height), resizeImage(b, width, height), { signal });
  const field = (from: FlowField): FlowField => {
    const { data } = resizeImage({ ...from, channels: 2 }, a.width, a.height, 'triangle');
    for (let i = 0; i < data.length; i += 2) {
      data[i]! *= a.width / width;
      data[i + 1]! *= a.height / height;
    }
    return { width: a.width, height: a.height, data };
  };
  const mask = (from: Mask): Mask => {
    const { data } = resizeImage({ ...from, channels: 1 }, a.width, a.height, 'triangle');
    return { width: a.width, height: a.height, data };
  };
  return {
    forward: field(small.forward),
    backward: field(small.backward),
    reliability: { forward: mask(small.reliability.forward), backward: mask(small.reliability.backward) },
  };
}

/** Size at which the dense estimator looks for what moves by itself: the picture's own where that would be too small for it. */
export function denseSize({ width, height }: Size): Size {
  const shrink = Math.min(1, DENSE_SIDE / Math.max(width, height));
  const small = { width: Math.round(width * shrink), height: Math.round(height * shrink) };
  return Math.min(small.width, small.height) < SMALLEST_DENSE ? { width, height } : small;
}

/** The least side that the dense estimator takes. */
const SMALLEST_DENSE = 16;

function reversed({ forward, backward, reliability }: FlowPair): FlowPair {
  return {
    forward: backward,
    backward: forward,
    reliability: { forward: reliability.backward, backward: reliability.forward },
  };
}

/** Depths of the searched size on the picture's own grid: of the four around a pixel the one whose grey is most like its own. */
function enlarged(
  found: ReturnType<typeof trustDepths>,
  picture: SearchPicture,
  image: FloatImage,
  camera: RelativeCamera,
  from: Size,
): { readonly motion: FlowField; readonly trusted: Uint8Array } {
  const { width, height } = image;
  const depths = new Float32Array(width * height);
  const trusted = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const sy = Math.min(from.height - 1, Math.max(0, ((y + 0.5) * from.height) / height - 0.5));
    for (let x = 0; x < width; x++, i++) {
      const sx = Math.min(from.width - 1, Math.max(0, ((x + 0.5) * from.width) / width - 0.5));
      const grey = (image.data[3 * i]! + image.data[3 * i + 1]! + image.data[3 * i + 2]!) / 3;
      let best = -1;
      let least = Number.POSITIVE_INFINITY;
      for (const py of [Math.floor(sy), Math.ceil(sy)]) {
        for (const px of [Math.floor(sx), Math.ceil(sx)]) {
          const at = py * from.width + px;
          // Half a pixel away counts as much as four grey levels.
          const unlike = Math.abs(picture.grey[at]! - grey) + 8 * Math.hypot(px - sx, py - sy);
          if (unlike >= least) continue;
          least = unlike;
          best = at;
        }
      }
      depths[i] = found.depths[best]!;
      trusted[i] = found.trusted[best]!;
    }
  }
  return { motion: motionOfDepths(camera, image, depths), trusted };
}

function pairOf(
  there: JoinedMotion,
  back: JoinedMotion,
  camera: RelativeCamera,
  { width, height }: Size,
  params: ReliabilityParams,
): FlowPair {
  const mask = (values: Uint8Array): Mask => ({ width, height, data: Float32Array.from(values) });
  const ofPaper = params.flow_edge_rule === 'ruder2016';
  const trust = (own: JoinedMotion, other: JoinedMotion) =>
    ofPaper ? reliability(own.motion, other.motion, params) : softened(own.trusted, { width, height }, params);
  return {
    forward: there.motion,
    backward: back.motion,
    reliability: {
      forward: trust(there, back),
      backward: trust(back, there),
    },
    geometry: { camera, epipolar: { forward: mask(there.epipolar), backward: mask(back.epipolar) } },
  };
}

async function rest(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  signal?.throwIfAborted();
}
