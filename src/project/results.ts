import { z } from 'zod';
import type { LossTerms } from '../engine/losses/terms.ts';

const text = z.string().max(2000);
const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ allowed: '64 hexadecimal digits in lower case' });
const count = z.int().min(0);

/** Loose objects: a term or a note that a later version adds survives a round trip. */
const lossTerms = z.looseObject({
  content: z.number(),
  style: z.number(),
  tv: z.number(),
  temporal: z.number(),
  total: z.number(),
});

/** What a run leaves in its record beside the params, in the order in which a file lists it. */
export const resultShape = {
  job_engine_version: text.meta({ description: 'Version of the program that painted.' }),
  job_elapsed_time: z
    .number()
    .min(0)
    .meta({ description: 'Seconds of painting, over all runs where a film was resumed.' }),
  job_adapter: text.meta({ description: 'The device in words.' }),
  job_versions: z.record(z.string(), text).meta({ description: 'Versions of what it was painted with, by package.' }),
  job_iterations_run: z.union([count, z.array(count)]).meta({
    description: 'Evaluations made: one number for a still, one for each frame of a film.',
  }),
  job_stop_reason: z.union([text, z.array(text)]).meta({
    description: 'Why the minimiser stopped: one text for a still, one for each frame of a film.',
  }),
  nn_model_sha256: sha256.meta({ description: 'SHA-256 over the weights of all layers in use, in network order.' }),
  nn_untrained_layers: z.array(text).meta({ description: 'Layers with seeded filters instead of trained ones.' }),
  input_frames: z
    .array(z.looseObject({ name: text, sha256 }))
    .meta({ description: 'Name and SHA-256 of every frame that was painted, in order.' }),
  job_losses: z.looseObject({ first: z.array(lossTerms), last: z.array(lossTerms) }).meta({
    description: 'Weighted loss terms at the first and at the last evaluation, one entry for each frame.',
  }),
};

/** Checks the results that stand in a file; each may be absent. */
export const resultsSchema = z.object(resultShape).partial();

/** Name of a result. */
export type ResultKey = keyof typeof resultShape;

/** The results half of a record; `resultShape` says what each is. Needs no repeating to paint the same picture again. */
export interface RunResults {
  readonly job_engine_version?: string;
  readonly job_elapsed_time?: number;
  readonly job_adapter?: string;
  readonly job_versions?: Readonly<Record<string, string>>;
  readonly job_iterations_run?: number | readonly number[];
  readonly job_stop_reason?: string | readonly string[];
  readonly nn_model_sha256?: string;
  readonly nn_untrained_layers?: readonly string[];
  readonly input_frames?: readonly { readonly name: string; readonly sha256: string }[];
  readonly job_losses?: { readonly first: readonly LossTerms[]; readonly last: readonly LossTerms[] };
}
