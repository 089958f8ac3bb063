import type { RgbaImage, Size } from '../core/image.ts';
import type { FilmSink } from '../export/film-sink.ts';
import { type FilmStats, writeWebm } from '../export/webm.ts';
import type { VideoEncoderProvider } from '../platform/video-encoder.ts';
import type { Params } from '../project/schema.ts';

/** What a film is made with. */
export interface FilmSettings {
  readonly params: Params;
  readonly size: Size;
  /** YAML, carried by the film where `export_params` wants it */
  readonly record: string;
  /** what the frames' sources ask to be named, a line each */
  readonly credits?: readonly string[];
  readonly sink: FilmSink;
}

/** Writes painted frames as a film, as the `export_*` params have it. @throws PleinAirError as `writeWebm` */
export function writeFilm(
  frames: AsyncIterable<RgbaImage>,
  { params, size, record, credits = [], sink }: FilmSettings,
  encoder: VideoEncoderProvider,
  signal?: AbortSignal,
): Promise<FilmStats> {
  const settings = {
    size,
    fps: params.export_fps,
    hold: params.export_hold,
    codec: params.export_codec,
    bitrate: params.export_bitrate,
    sink,
    ...(params.export_params && { paramsYaml: record }),
    ...(params.export_credit && credits.length > 0 && { comment: credits.join('\n') }),
  };
  return writeWebm(frames, settings, encoder, signal);
}
