import type { RgbaImage } from '../core/image.ts';
import type { FilmSink } from '../export/film-sink.ts';
import { interpolateFrames } from '../export/interpolate.ts';
import { type FilmStats, writeWebm } from '../export/webm.ts';
import type { VideoEncoderProvider } from '../platform/video-encoder.ts';
import type { Params } from '../project/schema.ts';
import { createFilmMotion } from './film-motion.ts';
import { createFlowStore } from './flow-store.ts';
import type { PreparedFilm, RenderPorts } from './job.ts';
import { filmMotionAfter } from './motion-after.ts';

/** What a film is made with. */
export interface FilmSettings {
  readonly params: Params;
  readonly film: PreparedFilm;
  /** how many frames are shown of it, and from which on (default the first) */
  readonly shown: { readonly count: number; readonly from?: number };
  /** YAML, carried by the film where `export_params` wants it */
  readonly record: string;
  /** what the frames' sources ask to be named, a line each */
  readonly credits?: readonly string[];
  readonly sink: FilmSink;
  /** told when a painted frame is taken up, from 0 */
  readonly onFrame?: (place: number) => void;
}

/** `flow` looks for motion that is not kept. All are the caller's. */
export type FilmPorts = Pick<RenderPorts, 'store' | 'codec' | 'flow'> & { readonly encoder: VideoEncoderProvider };

/**
 * Writes painted frames as a film, as the `export_*` params have it.
 * @param frames as many as are shown
 * @throws PleinAirError as `writeWebm` and as the flow
 */
export async function writeFilm(
  frames: AsyncIterable<RgbaImage>,
  { params, film, shown, record, credits = [], sink, onFrame }: FilmSettings,
  ports: FilmPorts,
  signal?: AbortSignal,
): Promise<FilmStats> {
  const settings = {
    size: film.size,
    fps: params.export_fps,
    hold: params.export_hold,
    codec: params.export_codec,
    bitrate: params.export_bitrate,
    sink,
    ...(params.export_params && { paramsYaml: record }),
    ...(params.export_credit && credits.length > 0 && { comment: credits.join('\n') }),
  };
  const { count, from = 0 } = shown;
  const motion = createFilmMotion(film, params, ports, createFlowStore(ports.store), signal);
  try {
    const all = interpolateFrames(
      told(frames, onFrame),
      {
        times: params.export_interpolate,
        motionAfter: filmMotionAfter(motion, params, film.frames.length, from),
        count,
        cut: params.export_cut,
        steady: params.export_steady === 'on',
        circle: params.video_loop && count === film.frames.length,
      },
      signal,
    );
    return await writeWebm(all, settings, ports.encoder, signal);
  } finally {
    await motion.close();
  }
}

async function* told(frames: AsyncIterable<RgbaImage>, onFrame: (place: number) => void = () => undefined) {
  let place = 0;
  for await (const frame of frames) {
    onFrame(place++);
    yield frame;
  }
}
