/** Which pictures of a video are taken. */
export interface VideoRate {
  /** pictures for each second of the video, above 0 */
  readonly perSecond: number;
  /** at most so many in all */
  readonly most: number;
}

/**
 * Moments of a video, evenly spaced from its first picture on, before its end.
 * @param start of the first picture @param end of the video, both in seconds
 */
export function videoTimes(start: number, end: number, { perSecond, most }: VideoRate): number[] {
  if (!(perSecond > 0) || !(end > start)) return [];
  // A picture at the very end would be none; rounding must not add one there.
  const fit = Math.max(1, Math.ceil((end - start) * perSecond - 1e-6));
  return Array.from({ length: Math.min(fit, most) }, (_, i) => start + i / perSecond);
}

/** `street-0007.jpg`: its place in the video is in its name, so that names sort by time. */
export function videoFrameName(video: string, index: number): string {
  return `${video.replace(/\.[^.]+$/, '')}-${String(index + 1).padStart(4, '0')}.jpg`;
}
