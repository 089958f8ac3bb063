import {
  Output,
  StreamTarget,
  type StreamTargetChunk,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';
import { isAbort, PleinAirError } from '../core/errors.ts';
import type { RgbaImage, Size } from '../core/image.ts';
import type { VideoCodecName, VideoEncoderProvider } from '../platform/video-encoder.ts';
import type { FilmSink } from './film-sink.ts';
import { PARAMS_TAG } from './params-tag.ts';
import { videoQuality } from './quality.ts';
import { evenSize, matrixFor, toI420 } from './yuv.ts';

export interface WebmOptions {
  /** of every frame, in pixels; a film with an odd side is one pixel larger there, its last row or column repeated */
  readonly size: Size;
  /** frames of the film a second, above 0 */
  readonly fps: number;
  /** frames of the film for which each frame given stands, a whole number from 1 */
  readonly hold: number;
  readonly codec: VideoCodecName;
  /** kbit/s, or `auto`: what painted texture needs */
  readonly bitrate: 'auto' | number;
  /** written into the film byte for byte (`readParamsTag` gives it back); nothing else of the project enters the film */
  readonly paramsYaml?: string;
  readonly title?: string;
  /** shown by players; credits go here */
  readonly comment?: string;
  readonly sink: FilmSink;
}

export interface FilmStats {
  /** frames given, each `hold` frames of the film long */
  readonly frames: number;
  /** seconds, the last frame's time included */
  readonly duration: number;
  /** of the film, both sides even */
  readonly size: Size;
  readonly bytes: number;
}

/**
 * Writes frames as a WebM film: frame i is shown from i·hold/fps on. Frames are drawn one at a time, each after the encoder
 * took the last. Alpha is dropped. Nothing is written before the first frame came.
 * @param signal looked at between frames; what the sink holds then is no whole film
 * @throws PleinAirError `input`: no frame, a frame of another size, an option out of range; `unsupported`: no encoder, or it
 *   failed; `storage`: the sink failed. What `frames` throws is passed on.
 */
export async function writeWebm(
  frames: AsyncIterable<RgbaImage>,
  options: WebmOptions,
  encoders: VideoEncoderProvider,
  signal?: AbortSignal,
): Promise<FilmStats> {
  checkOptions(options);
  signal?.throwIfAborted();
  const size = evenSize(options.size);
  await encoders.prepare(options.codec, size);
  const film = openFilm(options, size);
  let count = 0;
  try {
    for await (const frame of frames) {
      signal?.throwIfAborted();
      checkFrame(frame, count, options.size);
      await film.add(frame, count);
      count++;
    }
    signal?.throwIfAborted();
    if (count === 0) {
      throw new PleinAirError('input', 'The film has no frames.', 'Paint at least one frame before exporting.');
    }
    await film.finish();
  } catch (error) {
    await film.cancel();
    throw error;
  }
  return { frames: count, duration: (count * options.hold) / options.fps, size, bytes: film.length() };
}

/** The muxer and encoder of one film; its errors are named. */
function openFilm(options: WebmOptions, size: Size) {
  const { codec, fps, hold, sink } = options;
  const matrix = matrixFor(size.height);
  const frameRate = fps / hold;
  let length = 0;
  let sinkError: unknown;
  const target = new StreamTarget(
    new WritableStream<StreamTargetChunk>({
      async write({ data, position }) {
        try {
          await sink.write(position, data);
        } catch (error) {
          sinkError = error;
          throw error;
        }
        length = Math.max(length, position + data.length);
      },
    }),
    { chunked: true },
  );
  const source = new VideoSampleSource({
    codec,
    quality: videoQuality(codec, options.bitrate, size, frameRate),
    // Node's encoder leaves the colours unnamed, and players then guess.
    onEncodedPacket: (_packet, meta) => {
      if (meta?.decoderConfig) {
        meta.decoderConfig.colorSpace = { primaries: 'bt709', transfer: 'bt709', matrix, fullRange: false };
      }
    },
  });
  const output = new Output({ format: new WebMOutputFormat(), target });
  output.addVideoTrack(source, { frameRate });
  output.setMetadataTags({
    ...(options.title === undefined ? {} : { title: options.title }),
    ...(options.comment === undefined ? {} : { comment: options.comment }),
    ...(options.paramsYaml === undefined ? {} : { raw: { [PARAMS_TAG]: options.paramsYaml } }),
  });

  /** Says where it failed: the sink, or else the encoder. */
  const named = async (doing: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      const cause = sinkError ?? error;
      if (cause instanceof PleinAirError || isAbort(cause)) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      if (sinkError !== undefined) {
        throw new PleinAirError(
          'storage',
          `The film could not be written: ${reason}`,
          'Make room or choose another place.',
          {
            cause,
          },
        );
      }
      throw new PleinAirError(
        'unsupported',
        `The ${codec} encoder failed ${doing} (${size.width} × ${size.height} pixels): ${reason}`,
        'Try another export_codec (vp9, vp8, av1) or a smaller size; the painted frames are kept.',
        { cause },
      );
    }
  };

  return {
    add: (frame: RgbaImage, index: number) => {
      const pixels = toI420(frame, matrix);
      return named(`at frame ${index + 1}`, async () => {
        if (index === 0) await output.start();
        using sample = new VideoSample(pixels, {
          format: 'I420',
          codedWidth: size.width,
          codedHeight: size.height,
          timestamp: (index * hold) / fps,
          duration: hold / fps,
          colorSpace: { primaries: 'bt709', transfer: 'bt709', matrix, fullRange: false },
        });
        await source.add(sample);
      });
    },
    finish: () => named('at the end of the film', () => output.finalize()),
    /** Frees encoder and stream; harmless at any time. */
    cancel: async () => {
      if (output.state === 'finalized' || output.state === 'canceled') return;
      // The reason to cancel is thrown already; a second failure while letting go would hide it.
      await output.cancel().catch(() => undefined);
    },
    length: () => length,
  };
}

function checkOptions({ size, fps, hold, bitrate }: WebmOptions): void {
  const whole = (value: number) => Number.isInteger(value) && value >= 1;
  const problem =
    !whole(size.width) || !whole(size.height)
      ? `size is ${size.width} × ${size.height}: both sides must be whole numbers of pixels, at least 1`
      : !(fps > 0 && Number.isFinite(fps))
        ? `export_fps is ${fps}: it must be above 0`
        : !whole(hold)
          ? `export_hold is ${hold}: it must be a whole number, at least 1`
          : bitrate !== 'auto' && !(bitrate > 0 && Number.isFinite(bitrate))
            ? `export_bitrate is ${bitrate}: it must be auto or kbit/s above 0`
            : undefined;
  if (problem)
    throw new PleinAirError('input', `The film cannot be written: ${problem}.`, 'Correct the export settings.');
}

function checkFrame(frame: RgbaImage, index: number, size: Size): void {
  if (frame.width === size.width && frame.height === size.height) return;
  throw new PleinAirError(
    'input',
    `Frame ${index + 1} is ${frame.width} × ${frame.height} pixels, the film ${size.width} × ${size.height}: all frames of a film have one size.`,
    'Paint that frame again at the size of the others.',
  );
}
