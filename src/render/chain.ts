import { sha256 } from '../core/digest.ts';
import type { Params } from '../project/schema.ts';
import type { JobPainting, PreparedFilm } from './job.ts';

/**
 * Bumped when the same params paint another picture than before, so that a resumed film does not mix the two.
 */
const PAINTING_VERSION = 1;

/**
 * Params that say nothing about how a frame is painted, or say what the link holds by hash or in pixels: a change of them must not
 * paint a film anew.
 */
const UNPAINTED: readonly RegExp[] = [
  /^export_/,
  /^job_device$/,
  /^job_schema_version$/,
  /^input_filename$/,
  /^input_style_(filenames|sha256)$/,
  /^input_max_size$/,
  /^nn_weights/,
  /^(route|frame)_/,
  /^video_(start|end)_frame$/,
];

/** Params that a frame of this place does not use: budgets and starts of the others, and the flow where no frame comes before. */
const UNUSED: Readonly<Record<ChainLink['place'], RegExp>> = {
  still: /^(video_|flow_|weight_temporal$)/,
  first: /^(video_(iterations|init)$|flow_|weight_temporal$|job_(max_iterations|init_type)$)/,
  later: /^(video_first_|job_(max_iterations|init_type)$)/,
};

/**
 * Colours that are put back on the way out leave what is painted and kept as it is: trying them on a finished film must not cost another
 * night.
 */
function paintsInOwnColors({ color_mode: mode, color_time: time }: Params): boolean {
  return mode === 'none' || mode === 'luma_swap' || (mode !== 'luma_only' && time === 'after');
}

/** What a frame depends on. */
export interface ChainLink {
  readonly params: Params;
  readonly size: { readonly width: number; readonly height: number };
  readonly styles: readonly string[];
  readonly weights: string;
  /** SHA-256 of the photograph */
  readonly frame: string;
  /** whether the frame is the only one, the first, or a later one: they have budgets of their own */
  readonly place: 'still' | 'first' | 'later';
  /** key of the frame before it; null for the first */
  readonly previous: string | null;
}

/**
 * Name under which a painted frame is kept: SHA-256 over all that it depends on, the frames before it included. The same key
 * means the same picture, so that resuming is looking it up, and a changed param paints anew without any rule of its own.
 */
export async function chainKey(link: ChainLink): Promise<string> {
  const painted = Object.entries(link.params).filter(([name]) => !UNPAINTED.some((pattern) => pattern.test(name)));
  const own = paintsInOwnColors(link.params);
  const used = painted.filter(([name]) => !UNUSED[link.place].test(name) && !(own && name.startsWith('color_')));
  const text = JSON.stringify([PAINTING_VERSION, { ...link, params: Object.fromEntries(used) }]);
  return sha256(new TextEncoder().encode(text));
}

/** What the frames of a film are painted from, but for the photographs. */
export interface ChainJob {
  readonly params: Params;
  readonly paintings: readonly Pick<JobPainting, 'sha256'>[];
}

/** The key of every frame of a film, in order. @param weights SHA-256 over the weights in use */
export async function frameKeys(job: ChainJob, { size, frames }: PreparedFilm, weights: string): Promise<string[]> {
  const keys: string[] = [];
  for (const [index, frame] of frames.entries()) {
    keys.push(
      await chainKey({
        params: job.params,
        size,
        styles: job.paintings.map(({ sha256: hash }) => hash),
        weights,
        frame: frame.sha256,
        place: frames.length === 1 ? 'still' : index === 0 ? 'first' : 'later',
        previous: keys.at(-1) ?? null,
      }),
    );
  }
  return keys;
}
