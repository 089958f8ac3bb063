import type { StyleItem } from '../../project/document.ts';
import type { ChainJob } from '../chain.ts';
import { openFinishedFilm } from '../finished.ts';
import type { PreparedFilm } from '../job.ts';
import type { JobContext } from './job-context.ts';
import type { KnownWeights } from './known-facts.ts';
import type { WorkerJob } from './protocol.ts';

/** What is needed to find the painted frames of a job. */
export interface FoundRun {
  readonly film: PreparedFilm;
  readonly weights: KnownWeights;
  readonly paintings: readonly { readonly name: string; readonly sha256: string }[];
}

/** What an earlier run has kept of a job, without decoding a photograph or loading weights. @returns null where none has got to painting */
export async function findRun(job: WorkerJob, context: JobContext): Promise<FoundRun | null> {
  const { facts } = context;
  if (job.styles.length === 0) return null;
  const weights = await facts.weights(job.params);
  const film = weights && (await facts.film(job));
  if (!film) return null;
  const paintings: { name: string; sha256: string }[] = [];
  for (const style of job.styles) {
    const sha256 = await paintingHash(style, context);
    if (sha256 === null) return null;
    paintings.push({ name: style.name, sha256 });
  }
  return { film, weights, paintings };
}

/** For each frame of the film whether it is painted with just these params; of as many frames as are chosen where nothing is known. */
export async function inspectJob(job: WorkerJob, context: JobContext): Promise<boolean[]> {
  const run = await findRun(job, context);
  if (!run) return Array.from({ length: chosenFrames(job) }, () => false);
  const chain: ChainJob = { params: job.params, paintings: run.paintings };
  const { stores, codec } = context.ports;
  const ports = { store: stores.render, codec, weightsSha256: run.weights.provenance.sha256 };
  return (await openFinishedFilm(chain, run.film, ports)).painted();
}

async function paintingHash({ name, sha256 }: StyleItem, { facts }: JobContext): Promise<string | null> {
  return sha256 ?? facts.painting(name);
}

function chosenFrames({ frames, params }: WorkerJob): number {
  const given = frames.kind === 'demo' ? frames.frames : frames.kind === 'none' ? 0 : frames.items.length;
  const end = Math.min(given, params.video_end_frame ?? given);
  return Math.max(0, end - params.video_start_frame + 1);
}
