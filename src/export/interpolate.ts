import { type FloatImage, type RgbaImage, toFloatImage, toRgbaImage } from '../core/image.ts';
import type { CameraPath } from '../flow/epipolar/camera-path.ts';
import { multiply, rotationBy, type Vector3 } from '../flow/epipolar/rotations.ts';
import { createInBetween } from '../flow/in-between.ts';
import { turnedView } from '../flow/turned-view.ts';
import { type CameraChain, createCameraChain, type MotionAfter, type Turn } from './camera-chain.ts';

export interface InterpolateOptions {
  /** frames shown for each one given: itself and those between it and the next; a whole number from 1 */
  readonly times: number;
  readonly motionAfter: MotionAfter;
  /** after the last frame the film goes on with the first */
  readonly circle: boolean;
  /** how many frames are given: movements ahead are looked for, so that the camera's way bends and turns evenly; default not known */
  readonly count?: number;
  /** what is shown across a cut: the frame before it, or a dissolve; default `cut` */
  readonly cut?: 'cut' | 'dissolve';
  /** turns each shown frame to where a smoothly turning camera looks, and zooms in so that no border is seen; default false */
  readonly steady?: boolean;
}

/** What a steady film shows of each picture: room for turns of some degrees. */
const STEADY_ZOOM = 1.06;

/**
 * Each frame followed by those between it and the next, made along the motion between them, so that all are shown equally long. Across a cut
 * one dissolves into the other, where that is asked for; where there is no motion to follow (the end, no flow) the frame itself is shown again.
 * At most three frames are held at a time.
 * @param frames of one size
 */
export async function* interpolateFrames(
  frames: AsyncIterable<RgbaImage>,
  { times, motionAfter, circle, count = 0, cut = 'cut', steady = false }: InterpolateOptions,
  signal?: AbortSignal,
): AsyncGenerator<RgbaImage> {
  const chain = createCameraChain(motionAfter, count, circle, steady);
  let first: RgbaImage | undefined;
  let before: RgbaImage | undefined;
  let place = 0;
  for await (const frame of frames) {
    if (before) yield* shownFrom(before, frame, place++);
    first ??= frame;
    before = frame;
  }
  if (before) yield* shownFrom(before, circle && place > 0 ? first : undefined, place);

  async function* shownFrom(from: RgbaImage, to: RgbaImage | undefined, at: number): AsyncGenerator<RgbaImage> {
    const look = steady ? await steadyLook(chain, at, from) : null;
    const shown = look ? look.start(from) : from;
    yield shown;
    if (times === 1) return;
    const motion = to ? await chain.motion(at) : null;
    const next = to && (look ? look.end(to) : to);
    const between = next && motion ? await makeBetween() : null;
    for (let i = 1; i < times; i++) {
      signal?.throwIfAborted();
      yield between ? between(i / times) : shown;
    }

    async function makeBetween(): Promise<((t: number) => RgbaImage) | null> {
      if (motion === 'cut') return cut === 'dissolve' ? (t) => dissolve(shown, next!, t) : null;
      const path = await chain.path(at);
      const picture = createInBetween(
        toFloatImage(from),
        toFloatImage(to!),
        motion!,
        look && path ? look.along(path) : path,
      );
      return (t) => toRgbaImage(look && !path ? look.turned(picture(t), t) : picture(t));
    }
  }
}

/** How the frames after one are turned, up to the next. */
interface SteadyLook {
  start(frame: RgbaImage): RgbaImage;
  end(frame: RgbaImage): RgbaImage;
  turned(picture: FloatImage, t: number): FloatImage;
  along(path: CameraPath): CameraPath;
}

async function steadyLook(chain: CameraChain, place: number, { width, height }: RgbaImage): Promise<SteadyLook> {
  const size = { width, height };
  const still: Turn = { turn: [0, 0, 0], focal: width };
  const [own, other] = [await chain.turn(place, STEADY_ZOOM, size), await chain.turn(place + 1, STEADY_ZOOM, size)];
  const [from, to] = [own ?? other ?? still, other ?? own ?? still];
  const [start, end] = [own?.turn ?? still.turn, other?.turn ?? still.turn];
  const rotation = (t: number) => {
    const at = (c: 0 | 1 | 2) => (1 - t) * start[c] + t * end[c];
    const turn: Vector3 = [at(0), at(1), at(2)];
    return rotationBy(turn);
  };
  const turned = (picture: FloatImage, t: number) =>
    turnedView(picture, (t < 0.5 ? from : to).focal, rotation(t), STEADY_ZOOM);
  return {
    start: (frame) => toRgbaImage(turned(toFloatImage(frame), 0)),
    end: (frame) => toRgbaImage(turned(toFloatImage(frame), 1)),
    turned,
    along: (path) => (t) => {
      const camera = path(t);
      return { ...camera, rotation: multiply(rotation(t), camera.rotation), zoom: STEADY_ZOOM };
    },
  };
}

/** One picture fading into another in linear light, as film does: the middle is as bright as both. */
function dissolve(from: RgbaImage, to: RgbaImage, t: number): RgbaImage {
  const data = new Uint8ClampedArray(from.data.length);
  for (let i = 0; i < data.length; i++) {
    const [a, b] = [from.data[i]!, to.data[i]!];
    const alpha = i % 4 === 3;
    data[i] = a === b ? a : alpha ? (1 - t) * a + t * b : encoded((1 - t) * LINEAR[a]! + t * LINEAR[b]!);
  }
  return { width: from.width, height: from.height, data };
}

/** Light of the 256 levels of sRGB, 0–1 (IEC 61966-2-1). */
const LINEAR = Float64Array.from({ length: 256 }, (_, level) => {
  const s = level / 255;
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
});

function encoded(light: number): number {
  return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
}
