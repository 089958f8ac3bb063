import { cropToAspect } from '../core/crop.ts';
import { PleinAirError } from '../core/errors.ts';
import { type RgbaImage, type Size, toFloatImage, toRgbaImage } from '../core/image.ts';
import { resizeImage } from '../core/resize.ts';
import type { FrameRef } from '../frames/source.ts';
import type { Params } from '../project/schema.ts';
import type { CameraPose } from '../route/camera.ts';
import { croppedFov } from '../route/pinhole.ts';
import type { RenderEvent } from './events.ts';
import type { PreparedFilm, PreparedFrame, RenderJob, RenderPorts } from './job.ts';

/** Shapes that differ by less are one shape: cameras round. */
const SAME_ASPECT = 0.02;

/**
 * Size at which a film is painted: the photograph's shape, the longer side at most `maxSize`, never enlarged, both sides even (films
 * halve the colour planes).
 */
export function filmSize(photograph: Size, maxSize: number): Size {
  const factor = Math.min(1, maxSize / Math.max(photograph.width, photograph.height));
  const below = (limit: number) => 2 * Math.floor(limit / 2);
  const nearest = (side: number) => 2 * Math.round((side * factor) / 2);
  const even = (side: number) => Math.max(2, Math.min(nearest(side), below(side), below(maxSize)));
  return { width: even(photograph.width), height: even(photograph.height) };
}

/**
 * Looks at every frame before the first is painted, so that a damaged file is found now and not in the night: loads, cuts to the
 * first frame's shape, scales, and keeps it.
 * @throws PleinAirError kind `input` naming the frame
 */
export async function* prepareFilm(
  job: Pick<RenderJob, 'params' | 'source'>,
  { store, codec }: Pick<RenderPorts, 'store' | 'codec'>,
  signal?: AbortSignal,
): AsyncGenerator<RenderEvent, PreparedFilm> {
  const refs = chosenFrames(await job.source.list(signal), job.params);
  const frames: PreparedFrame[] = [];
  let size: Size | undefined;
  let aspect: number | undefined;
  for (const [index, ref] of refs.entries()) {
    signal?.throwIfAborted();
    const { image, provenance, pose, fov } = await job.source.load(ref, signal);
    size ??= checkedSize(ref.name, image, job.params.input_max_size);
    aspect ??= image.width / image.height;
    if (Math.abs(image.width / image.height / aspect - 1) > SAME_ASPECT) {
      yield {
        type: 'warning',
        message:
          `${ref.name} is ${image.width}×${image.height} px, of another shape than the first frame: ` +
          'its middle is taken, cut to that shape.',
      };
    }
    const key = `prepared/${provenance.sha256}-${size.width}x${size.height}.png`;
    if (!(await store.get(key))) await store.put(key, await codec.encodePng(scaled(image, size)));
    frames.push({
      name: provenance.name,
      sha256: provenance.sha256,
      key,
      ...(pose && { pose: cutPose(pose, image, size) }),
      ...(!pose && fov !== undefined && { fov: cutFov(fov, image, size) }),
    });
    yield { type: 'prepared', index, frames: refs.length, name: ref.name };
  }
  return { size: size!, frames };
}

/** The scaled photograph of a prepared frame. */
export async function loadPrepared(
  frame: PreparedFrame,
  { store, codec }: Pick<RenderPorts, 'store' | 'codec'>,
): Promise<RgbaImage> {
  const bytes = await store.get(frame.key);
  if (!bytes) throw goneFromStore(frame, 'is gone');
  try {
    return await codec.decode(bytes, frame.name);
  } catch (error) {
    // Taken away, so that it is made anew next time instead of failing every time.
    await store.delete(frame.key);
    throw goneFromStore(frame, 'is damaged', error);
  }
}

function goneFromStore({ name }: PreparedFrame, what: string, cause?: unknown): PleinAirError {
  return new PleinAirError(
    'storage',
    `The scaled photograph of ${name} ${what} where work is kept.`,
    'Start again: it is made anew, and frames already painted are kept.',
    { cause },
  );
}

/** Below this the flow has nothing to match, and the network nothing to see. */
const MIN_SIDE = 16;

function checkedSize(name: string, photograph: Size, maxSize: number): Size {
  const size = filmSize(photograph, maxSize);
  if (Math.min(size.width, size.height) >= MIN_SIDE) return size;
  throw new PleinAirError(
    'input',
    `${name} is ${photograph.width}×${photograph.height} px, and would be painted at ${size.width}×${size.height} px.`,
    `Pictures need at least ${MIN_SIDE} px on the shorter side: use a larger or less narrow one, or raise input_max_size.`,
  );
}

function chosenFrames(refs: readonly FrameRef[], params: Params): FrameRef[] {
  const { video_start_frame: start, video_end_frame: end } = params;
  const chosen = refs.slice(start - 1, end ?? refs.length);
  if (chosen.length > 0) return chosen;
  throw new PleinAirError(
    'input',
    `There are ${refs.length} frames, and frames ${start} to ${end ?? 'the last'} were asked for: none is left.`,
    'Change video_start_frame or video_end_frame.',
  );
}

/** The camera of the middle of a photograph, cut to the film's shape. @param image size of the photograph */
export function cutPose(pose: CameraPose, image: Size, size: Size): CameraPose {
  return { ...pose, fov: cutFov(pose.fov, image, size) };
}

function cutFov(fov: number, image: Size, { width, height }: Size): number {
  const cut = Math.min(image.width, Math.round((image.height * width) / height));
  return croppedFov(fov, cut / image.width);
}

function scaled(image: RgbaImage, { width, height }: Size): RgbaImage {
  const cut = cropToAspect(toFloatImage(image), width / height);
  return toRgbaImage(resizeImage(cut, width, height));
}
