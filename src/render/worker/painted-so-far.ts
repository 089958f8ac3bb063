import type { StyleItem } from '../../project/document.ts';
import { keptBalance } from '../balance.ts';
import type { ChainJob } from '../chain.ts';
import { type FinishedFilm, openFinishedFilm } from '../finished.ts';
import { cutAt } from '../frame-record.ts';
import type { PreparedFilm } from '../job.ts';
import { paintedPart } from '../painted-part.ts';
import type { JobContext } from './job-context.ts';
import type { KnownWeights } from './known-facts.ts';
import type { PaintedSoFar, WorkerJob } from './protocol.ts';

/** What is needed to find the painted frames of a job. */
export interface FoundRun {
  /** in the light that it was painted in */
  readonly film: PreparedFilm;
  /** its light is known, or nothing has to be */
  readonly measured: boolean;
  readonly weights: KnownWeights;
  readonly paintings: readonly { readonly name: string; readonly sha256: string }[];
}

/** What an earlier run has kept of a job, without decoding a photograph or loading weights. @returns null where none has got to painting */
export async function findRun(job: WorkerJob, context: JobContext): Promise<FoundRun | null> {
  const { facts } = context;
  if (job.styles.length === 0) return null;
  const weights = await facts.weights(job.params);
  const prepared = weights && (await facts.film(job));
  if (!prepared) return null;
  const paintings: { name: string; sha256: string }[] = [];
  for (const style of job.styles) {
    const sha256 = await paintingHash(style, context);
    if (sha256 === null) return null;
    paintings.push({ name: style.name, sha256 });
  }
  const { film, measured } = await keptBalance(prepared, job.params, context.ports.stores.render);
  return { film, measured, weights, paintings };
}

/**
 * What is painted of a film; of as many frames as are chosen where nothing is known.
 * @throws the signal's abort reason
 */
export async function inspectJob(job: WorkerJob, context: JobContext, signal?: AbortSignal): Promise<PaintedSoFar> {
  const run = await findRun(job, context);
  const none = Array.from({ length: chosenFrames(job) }, () => false);
  if (!run) return { frames: none, pass: 1, passes: 1, cuts: [], tones: null, progress: 0 };
  const chain: ChainJob = { params: job.params, paintings: run.paintings };
  const { stores, codec } = context.ports;
  const ports = { store: stores.render, codec, weightsSha256: run.weights.provenance.sha256 };
  const finished = await openFinishedFilm(chain, run.film, ports);
  const passes = await finished.painted();
  const pass = paintedPart(passes)?.pass ?? 1;
  const painted = passes.flat();
  return {
    frames: passes[pass - 1]!,
    pass,
    passes: passes.length,
    tones: run.measured ? run.film.frames.map(({ tone }) => tone ?? null) : null,
    cuts: await findCuts(finished, passes, pass, signal),
    progress: painted.filter(Boolean).length / painted.length,
  };
}

/** Records read at once: one after the other a long film's take seconds, and all of them would fill the memory. */
const BATCH = 32;

/** Frames with which the film begins anew, as a pass knows it and the one in work after it: a first pass of several cuts nothing. */
async function findCuts(
  finished: FinishedFilm,
  passes: readonly (readonly boolean[])[],
  newest: number,
  signal?: AbortSignal,
): Promise<number[]> {
  const cuts = new Set<number>();
  for (const pass of [newest, newest + 1]) {
    const painted = [...(passes[pass - 1] ?? []).entries()].flatMap(([index, is]) => (is ? [index] : []));
    for (let at = 0; at < painted.length; at += BATCH) {
      signal?.throwIfAborted();
      const batch = painted.slice(at, at + BATCH);
      const sides = await Promise.all(batch.map((index) => finished.cut(index, pass)));
      for (const [i, side] of sides.entries()) if (side) cuts.add(cutAt(batch[i]!, side));
    }
  }
  return [...cuts];
}

async function paintingHash({ name, sha256 }: StyleItem, { facts }: JobContext): Promise<string | null> {
  return sha256 ?? facts.painting(name);
}

function chosenFrames({ frames, params }: WorkerJob): number {
  const given = frames.kind === 'demo' ? frames.frames : frames.kind === 'none' ? 0 : frames.items.length;
  const end = Math.min(given, params.video_end_frame ?? given);
  return Math.max(0, end - params.video_start_frame + 1);
}
