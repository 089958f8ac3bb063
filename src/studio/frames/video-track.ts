import type { FrameItem } from '../../project/document.ts';
import { createTrack, positionAt, type Track } from '../../route/track.ts';
import type { VideoRate } from './video-times.ts';

/** A track that was recorded along with a video. */
export interface VideoTrack {
  readonly track: Track;
  /** seconds from the track's first point to the video's first picture; below 0 where the video began before */
  readonly startsAt: number;
}

/** What a person says of a video. */
export interface VideoChoice {
  readonly rate: VideoRate;
  readonly track: VideoTrack | null;
}

/** Reads a track with times. @throws PleinAirError kind `input`, naming the file and what is wrong with it */
export async function readTrack(file: File): Promise<Track> {
  // The reader of XML is large, and most videos come without a track.
  const { readRouteFile } = await import('../../route/import/read-route-file.ts');
  const { points, times } = readRouteFile(file.name, new Uint8Array(await file.arrayBuffer()));
  return createTrack(file.name, points, times);
}

/**
 * Where a picture of a video was taken, and when; the camera is taken to look ahead.
 * @param seconds from the video's first picture @returns nothing where the track does not reach
 */
export function placeInTrack({ track, startsAt }: VideoTrack, seconds: number): Pick<FrameItem, 'place' | 'date'> {
  const time = (track.times[0] ?? 0) + (startsAt + seconds) * 1000;
  const found = positionAt(track, time);
  if (!found) return {};
  const date = new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
  return { place: { ...found.position, heading: found.heading }, date };
}

/** What a person should know of a track before frames are taken. @param times of the frames, seconds from the video's first picture */
export function trackSentence(video: VideoTrack, times: readonly number[]): string {
  const { times: stamps } = video.track;
  const first = stamps[0] ?? 0;
  const minutes = ((stamps.at(-1) ?? first) - first) / 60_000;
  const length = minutes < 2 ? `${Math.round(minutes * 60)} s` : `${Math.round(minutes)} min`;
  const day = new Date(first).toISOString().slice(0, 10);
  const within = times.filter((time) => placeInTrack(video, time).place !== undefined).length;
  const frames =
    within === times.length ? 'every frame has a place' : `${within} of ${times.length} frames have a place`;
  return `${length} of track from ${day}: ${frames}.`;
}
