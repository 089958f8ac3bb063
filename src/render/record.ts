import type { WeightsProvenance } from '../engine/network/weights.ts';
import type { RunResults } from '../project/results.ts';
import type { Params } from '../project/schema.ts';
import type { FrameRecord } from './frame-record.ts';
import type { JobPainting } from './job.ts';

/** What the shell knows of where it ran. */
export interface RunContext {
  readonly adapter: string;
  /** of this program */
  readonly version: string;
  /** by package */
  readonly versions: Readonly<Record<string, string>>;
  readonly weights: WeightsProvenance;
}

/** The params of a record: with what the inputs turned out to be, by name and hash, never by folder. */
export function recordParams(params: Params, paintings: readonly JobPainting[], weights: WeightsProvenance): Params {
  return {
    ...params,
    input_style_filenames: paintings.map(({ name }) => name),
    input_style_sha256: paintings.map(({ sha256 }) => sha256),
    nn_weights: weights.source,
  };
}

/** The results half of a record (`project/results.ts` says what each is). */
export function runResults(frames: readonly FrameRecord[], context: RunContext): RunResults {
  const still = frames.length === 1 ? frames[0] : undefined;
  return {
    job_engine_version: context.version,
    job_elapsed_time: Math.round(frames.reduce((sum, { seconds }) => sum + seconds, 0) * 10) / 10,
    job_adapter: context.adapter,
    job_versions: context.versions,
    job_iterations_run: still ? still.evaluations : frames.map(({ evaluations }) => evaluations),
    job_stop_reason: still ? still.stop : frames.map(({ stop }) => stop),
    nn_model_sha256: context.weights.sha256,
    nn_untrained_layers: context.weights.untrainedLayers,
    input_frames: frames.map(({ name, sha256 }) => ({ name, sha256 })),
    job_losses: { first: frames.map(({ first }) => first), last: frames.map(({ last }) => last) },
  };
}
