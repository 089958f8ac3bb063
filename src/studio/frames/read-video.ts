import { ALL_FORMATS, BlobSource, CanvasSink, Input, type InputVideoTrack } from 'mediabunny';
import { isAbort, PleinAirError } from '../../core/errors.ts';
import { type VideoRate, videoFrameName, videoTimes } from './video-times.ts';

/** What is known of a video before its pictures are taken. */
export interface VideoFacts {
  /** seconds */
  readonly duration: number;
  readonly width: number;
  readonly height: number;
}

/** Longer side of the pictures taken: the most that is ever painted. */
const MAX_SIDE = 2048;

/** Quality at which the loss cannot be told from the video's own. */
const JPEG_QUALITY = 0.95;

/** @throws PleinAirError kind `input` where there is no picture in it, `unsupported` where this browser cannot decode it */
export async function probeVideo(file: File): Promise<VideoFacts> {
  return withVideo(file, async ({ track, start, end }) => {
    return { duration: end - start, width: await track.getDisplayWidth(), height: await track.getDisplayHeight() };
  });
}

/**
 * Takes evenly spaced pictures out of a video and hands each over as a JPEG file, in order.
 * @param onPicture each before the next is decoded @param planned told before the first, how many there will be
 * @throws PleinAirError as `probeVideo`, or when nothing could be decoded; AbortError
 */
export async function takeVideoFrames(
  file: File,
  rate: VideoRate,
  { planned, onPicture, signal }: TakeOptions,
): Promise<void> {
  await withVideo(file, async ({ track, start, end }) => {
    const times = videoTimes(start, end, rate);
    planned(times.length);
    const sink = new CanvasSink(track, { ...(await fitting(track)), poolSize: 1 });
    let taken = 0;
    for await (const wrapped of sink.canvasesAtTimestamps(times)) {
      signal?.throwIfAborted();
      if (!wrapped) continue;
      const jpeg = await toJpeg(wrapped.canvas);
      const picture = new File([jpeg], videoFrameName(file.name, taken), { type: 'image/jpeg' });
      await onPicture(picture, wrapped.timestamp - start);
      taken++;
    }
    if (taken === 0) throw noPictures(file.name);
  });
}

export interface TakeOptions {
  planned(count: number): void;
  /** @param seconds from the video's first picture */
  onPicture(picture: File, seconds: number): Promise<void>;
  readonly signal?: AbortSignal;
}

/** A video track with something in it, that this browser can decode. */
interface UsableTrack {
  readonly track: InputVideoTrack;
  /** seconds of the first picture and of the end */
  readonly start: number;
  readonly end: number;
}

async function withVideo<T>(file: File, use: (video: UsableTrack) => Promise<T>): Promise<T> {
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS });
  try {
    return await use(await usableTrack(input, file.name));
  } catch (error) {
    if (error instanceof PleinAirError || isAbort(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new PleinAirError(
      'input',
      `The video ${file.name} cannot be read: ${reason.split('\n')[0]}`,
      'Is it whole? Try to play it; MP4, MOV, WebM and MKV can be read here.',
      { cause: error },
    );
  } finally {
    input.dispose();
  }
}

async function usableTrack(input: Input, name: string): Promise<UsableTrack> {
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw noPictures(name);
  // Before the codec: a track without packets may not say what it would be decoded with.
  const start = Math.max(0, await track.getFirstTimestamp());
  const end = await track.computeDuration();
  if (!(end > start)) throw noPictures(name);
  if (await track.canDecode()) return { track, start, end };
  const codec = await track.getCodec();
  throw new PleinAirError(
    'unsupported',
    `The video ${name} is coded as ${codec ?? 'something unknown'}, which this browser cannot decode.`,
    'Convert it to MP4 with H.264 or to WebM with VP9 first, or use another browser.',
  );
}

function noPictures(name: string): PleinAirError {
  return new PleinAirError(
    'input',
    `There are no frames in the video ${name}: it holds no pictures that can be read.`,
    'It may hold sound alone, or have been cut off; choose another one.',
  );
}

async function fitting(track: InputVideoTrack): Promise<{ width?: number; height?: number }> {
  const width = await track.getDisplayWidth();
  const height = await track.getDisplayHeight();
  if (Math.max(width, height) <= MAX_SIDE) return {};
  return width >= height ? { width: MAX_SIDE } : { height: MAX_SIDE };
}

function toJpeg(canvas: HTMLCanvasElement | OffscreenCanvas): Promise<Blob> {
  if ('convertToBlob' in canvas) return canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the canvas gave no picture'))),
      'image/jpeg',
      JPEG_QUALITY,
    );
  });
}
