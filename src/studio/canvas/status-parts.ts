import { formatDuration } from '../render/durations.ts';
import { formatDrop, lossDrop } from '../render/loss-series.ts';
import type { RunState } from '../state/run-store.ts';

/** A piece of the line, its figure set off. */
interface StatusPart {
  readonly before: string;
  readonly strong?: string;
  readonly after?: string;
}

const WORDS = { waiting: 'waiting', painting: 'painting', painted: 'painted' } as const;

/**
 * What is said of a frame.
 * @param index of the frame, from 0
 * @param frames of the film
 * @param doneAt time of day so many seconds from now
 */
export function statusParts(
  run: RunState,
  index: number,
  frames: number,
  doneAt: (seconds: number) => string,
): StatusPart[] {
  const frame = { before: 'frame ', strong: `${index + 1}`, after: ` of ${frames}` };
  const state = run.frames[index] ?? 'waiting';
  const size = run.losses.at(-1)?.size ?? run.size;
  if (state !== 'painting' || run.index !== index) {
    return [frame, ...(run.size ? [sizePart(run.size)] : []), { before: WORDS[state] }];
  }
  const drop = lossDrop(run.losses);
  return [
    frame,
    ...(size ? [sizePart(size)] : []),
    ...(drop === null ? [] : [{ before: 'loss ', strong: formatDrop(drop) }]),
    ...(run.frameSeconds === null ? [] : [{ before: `this frame ${formatDuration(run.frameSeconds)}` }]),
    ...(run.status === 'paused' ? [{ before: 'paused' }] : filmPart(run, doneAt)),
  ];
}

function sizePart({ width, height }: { width: number; height: number }): StatusPart {
  return { before: `size ${width}×${height}` };
}

function filmPart({ timeLeft }: RunState, doneAt: (seconds: number) => string): StatusPart[] {
  if (timeLeft === null) return [];
  return [{ before: 'film done in ', strong: formatDuration(timeLeft), after: `, at ${doneAt(timeLeft)}` }];
}
