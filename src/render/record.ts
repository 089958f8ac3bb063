import type { LossTerms } from '../engine/losses/terms.ts';
import type { WeightsProvenance } from '../engine/network/weights.ts';
import type { RunResults } from '../project/results.ts';
import type { Params } from '../project/schema.ts';
import { writeParams } from '../project/write.ts';
import type { FrameRecord } from './frame-record.ts';
import type { JobPainting, PreparedFilm } from './job.ts';

/** What the shell knows of where it ran. */
export interface RunContext {
  readonly adapter: string;
  /** of this program */
  readonly version: string;
  /** by package */
  readonly versions: Readonly<Record<string, string>>;
  readonly weights: WeightsProvenance;
}

/** What was painted, for its record. */
export interface RecordedJob {
  readonly params: Params;
  /** unknown keys of the params file, kept */
  readonly extras: Readonly<Record<string, unknown>>;
  readonly paintings: readonly Pick<JobPainting, 'name' | 'sha256'>[];
}

/** The YAML of a record: the params, with what the inputs turned out to be, and the results. */
export function writeRecord(job: RecordedJob, frames: readonly FrameRecord[], context: RunContext): string {
  const params = recordParams(job.params, job.paintings, context.weights);
  return writeParams(params, runResults(frames, context), job.extras);
}

/** The params of a record: with what the inputs turned out to be, by name and hash, never by folder. */
export function recordParams(params: Params, paintings: RecordedJob['paintings'], weights: WeightsProvenance): Params {
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
    job_losses: { first: frames.map(({ first }) => rounded(first)), last: frames.map(({ last }) => rounded(last)) },
  };
}

/** Single precision has seven digits; more of them would make the record of a long film too large to be read again. */
function rounded({ content, style, tv, temporal, total }: LossTerms): LossTerms {
  const digits = (value: number) => Number(value.toPrecision(7));
  return {
    content: digits(content),
    style: digits(style),
    tv: digits(tv),
    temporal: digits(temporal),
    total: digits(total),
  };
}

/**
 * Why painting a record again cannot give the same film, in words: other weights, other or missing photographs. Empty where all
 * inputs that the record names are the same, or where there is no record.
 */
export function recordDifferences(recorded: RunResults, weightsSha256: string, film: PreparedFilm): string[] {
  const differences: string[] = [];
  if (recorded.nn_model_sha256 !== undefined && recorded.nn_model_sha256 !== weightsSha256) {
    differences.push('the weights in use are not those of the record (nn_model_sha256)');
  }
  const frames = recorded.input_frames;
  if (frames && frames.length !== film.frames.length) {
    differences.push(`there are ${film.frames.length} frames, and the record has ${frames.length}`);
  }
  const changed = film.frames.filter(({ sha256 }, i) => frames?.[i] && frames[i].sha256 !== sha256);
  if (changed.length > 0) differences.push(`frames have changed: ${changed.map(({ name }) => name).join(', ')}`);
  return differences.map((text) => `This will not be the recorded film: ${text}.`);
}
