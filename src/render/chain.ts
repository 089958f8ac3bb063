import { sha256 } from '../core/digest.ts';
import type { Params } from '../project/schema.ts';
import { cameraPair } from './camera-pair.ts';
import type { JobPainting, PreparedFilm, PreparedFrame } from './job.ts';
import { type Painted, planVisits, type Visit, type VisitKind } from './plan.ts';

/**
 * Bumped when the same params paint another picture than before, so that a resumed film does not mix the two.
 */
const PAINTING_VERSION = 5;

/**
 * Params that say nothing about how a frame is painted, or say what the link holds by hash, in pixels or as its place in the film: a
 * change of them must not paint a film anew.
 */
const UNPAINTED: readonly RegExp[] = [
  /^export_/,
  /^job_(device|engine)$/,
  /^job_schema_version$/,
  /^input_filename$/,
  /^input_style_(filenames|sha256)$/,
  /^input_max_size$/,
  /^nn_weights/,
  /^(route|frame)_/,
  /^video_(start_frame|end_frame|direction|loop|passes|temporal_offsets|anchor_every|temporal_after_pass)$/,
];

/** What only films of several passes use. */
const PASSES = 'video_(pass_|blend_)';

/** Params that a painting of this kind does not use: budgets and starts of the others, and the flow where no frame comes before. */
const UNUSED: Readonly<Record<VisitKind, RegExp>> = {
  still: /^(video_|flow_|weight_temporal$)/,
  first: /^(video_(?!first_)|flow_|weight_temporal$|job_(max_iterations|init_type)$)/,
  // A frame that begins the film anew uses the budget and the start of the first, on which the first's key depends.
  later: new RegExp(`^(video_first_|${PASSES}|job_(max_iterations|init_type)$)`),
  alone: /^(video_(?!first_init|pass_)|flow_|weight_temporal$|job_(max_iterations|init_type)$)/,
  blended: /^(video_(first_|iterations$|init$)|job_(max_iterations|init_type)$)/,
};

/** What only a frame uses that is held to others. */
const HOLDING = /^(weight_temporal|video_(weight_combine|temporal_criterion))$/;

/**
 * Colours that are put back on the way out leave what is painted and kept as it is: trying them on a finished film must not cost another
 * night.
 */
function paintsInOwnColors({ color_mode: mode, color_time: time }: Params): boolean {
  return mode === 'none' || mode === 'luma_swap' || (mode !== 'luma_only' && time === 'after');
}

/** What a painting depends on. */
export interface ChainLink {
  readonly params: Params;
  readonly size: { readonly width: number; readonly height: number };
  readonly styles: readonly string[];
  readonly weights: string;
  /** the photograph as it is painted (`photographKey`) */
  readonly frame: string;
  /** place in the film: kinds have budgets of their own */
  readonly place: VisitKind;
  /** keys of the paintings that it goes on from, each of which stands for all before it; null where there is none */
  readonly before: string | null;
  readonly own: string | null;
  readonly after: string | null;
  /** distances to the paintings that it is held to */
  readonly held: readonly number[];
  /** what a round trip comes back to */
  readonly home: { readonly key: string; readonly distance: number } | null;
  /** its camera with that of each frame that it goes on from, as far as motion is looked for by them */
  readonly cameras: readonly ReturnType<typeof cameraPair>[];
  /** the photograph whose colours the paintings take; null where they keep their own */
  readonly reference: string | null;
}

/**
 * Name under which a painting is kept: SHA-256 over all that it depends on, the paintings before it included. The same key
 * means the same picture, so that resuming is looking it up, and a changed param paints anew without any rule of its own.
 */
export async function chainKey(link: ChainLink): Promise<string> {
  const painted = Object.entries(link.params).filter(([name]) => !UNPAINTED.some((pattern) => pattern.test(name)));
  const own = paintsInOwnColors(link.params);
  const free = link.held.length === 0 && link.home === null;
  const used = painted.filter(
    ([name]) => !UNUSED[link.place].test(name) && !(own && name.startsWith('color_')) && !(free && HOLDING.test(name)),
  );
  const text = JSON.stringify([PAINTING_VERSION, { ...link, params: Object.fromEntries(used) }]);
  return sha256(new TextEncoder().encode(text));
}

/** Names a photograph in its light: SHA-256, and the curve where there is one (`frame_balance` itself says nothing of how a frame is painted). */
function photographKey({ sha256: hash, tone }: PreparedFrame): string {
  return tone ? `${hash} ${JSON.stringify([tone.gain, tone.gamma])}` : hash;
}

/** What the frames of a film are painted from, but for the photographs. */
export interface ChainJob {
  readonly params: Params;
  readonly paintings: readonly Pick<JobPainting, 'sha256'>[];
}

/** Everything that is painted for a film, with the names under which it is kept. */
export interface FilmChain {
  /** in the order of painting */
  readonly visits: readonly Visit[];
  /** @throws RangeError for what is no painting of this film */
  keyOf(painting: Painted): string;
  /** of the last pass, which people see, in the order of the film */
  readonly keys: readonly string[];
}

/** @param weights SHA-256 over the weights in use */
export async function filmChain(job: ChainJob, { size, frames }: PreparedFilm, weights: string): Promise<FilmChain> {
  const visits = planVisits(job.params, frames.length);
  const byPlace = new Map<string, string>();
  const placeOf = ({ index, pass }: Painted) => `${pass} ${index}`;
  const keyOf = (painting: Painted): string => {
    const key = byPlace.get(placeOf(painting));
    if (key === undefined) throw new RangeError(`chain: frame ${painting.index} has no pass ${painting.pass}`);
    return key;
  };
  const optional = (painting: Painted | null) => painting && keyOf(painting);
  const reference = paintsInOwnColors(job.params) ? null : photographKey(frames[0]!);
  for (const visit of visits) {
    const { index, before, after, held, home } = visit;
    const others = [before, after, ...held.map(({ painting }) => painting), home?.painting].filter((at) => !!at);
    const link: ChainLink = {
      params: job.params,
      size,
      styles: job.paintings.map(({ sha256: hash }) => hash),
      weights,
      frame: photographKey(frames[index]!),
      place: visit.kind,
      before: optional(before),
      own: optional(visit.own),
      after: optional(after),
      held: held.map(({ distance }) => distance),
      home: home && { key: keyOf(home.painting), distance: home.distance },
      cameras: others.map((at) => cameraPair(frames[index]!, frames[at.index]!, job.params)),
      reference,
    };
    byPlace.set(placeOf(visit), await chainKey(link));
  }
  const last = visits.at(-1)?.pass ?? 1;
  return { visits, keyOf, keys: frames.map((_, index) => keyOf({ index, pass: last })) };
}
