import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { sha256 } from '../core/digest.ts';
import { PleinAirError } from '../core/errors.ts';
import { toFloatImage } from '../core/image.ts';
import type { ImageCodec } from '../platform/image-codec.ts';
import { DEMO_PARAMS, DEMO_STYLES, UNTRAINED_DEMO } from '../project/demo.ts';
import { type ParsedParams, parseParamsBytes } from '../project/parse.ts';
import { formatProblem } from '../project/problem.ts';
import { createParams } from '../project/resolve.ts';
import type { RunResults } from '../project/results.ts';
import { NO_ROUTE_FRAMES } from '../project/route-frames.ts';
import { type Params, paramShape } from '../project/schema.ts';
import { parseBuiltInName } from '../project/styles/built-in-styles.ts';
import { makeBuiltInPainting } from '../render/built-in-painting.ts';
import type { JobPainting } from '../render/job.ts';
import type { PaintOptions, StyleArgument } from './paint-options.ts';
import { readBytes } from './read-file.ts';

/** Params and paintings of a run, checked. */
export interface ReadProject {
  readonly params: Params;
  readonly extras: Readonly<Record<string, unknown>>;
  readonly paintings: readonly JobPainting[];
  /** of the record that is painted again; empty where the params are no record */
  readonly recorded: RunResults;
  /** path of local weights, for `nn_weights: file` */
  readonly weightsPath: string | undefined;
  readonly warnings: readonly string[];
}

/**
 * Puts params file, flags and paintings together; flags win.
 * @throws PleinAirError kind `input` naming the file, the line and the rule
 */
export async function readProject(options: PaintOptions, codec: ImageCodec): Promise<ReadProject> {
  const file = options.paramsFile === undefined ? undefined : await readParamsFile(options.paramsFile);
  const weights = weightsFlag(options.weights);
  const styles = chosenStyles(options, file?.params);
  const params = createParams({
    ...paramsBeforeFlags(options, file),
    ...weights.params,
    ...options.overrides,
    input_filename: nameOfSource(options.source),
    input_style_filenames: styles.map(({ path }) => basename(path)),
    input_style_weights: shares(styles),
    input_style_sha256: [],
    // Else the record would name frames that were not painted.
    ...(options.source.kind !== 'route' && NO_ROUTE_FRAMES),
  });
  if (params.nn_weights === 'file' && weights.path === undefined) {
    throw new PleinAirError(
      'input',
      'nn_weights is file, and no file was given: a params file never holds the path.',
      'Add --weights PATH, or --weights oxford.',
    );
  }
  // Names in a params file are of files beside it; a flag's path is the caller's own.
  const named = options.styles.length === 0 && options.paramsFile !== undefined;
  const folder = named ? dirname(options.paramsFile!) : undefined;
  const paintings: JobPainting[] = [];
  for (const style of styles) paintings.push(await readPainting(style.path, folder, codec));
  return {
    params,
    extras: file?.extras ?? {},
    paintings,
    recorded: file?.results ?? {},
    weightsPath: weights.path,
    warnings: [
      ...(file?.warnings ?? []).map((warning) => formatProblem(options.paramsFile!, warning)),
      ...changedPaintings(file?.params, paintings),
    ],
  };
}

type GoodParams = Extract<ParsedParams, { ok: true }>;

/** What the params file says, and what the demo takes where it says nothing. */
function paramsBeforeFlags(options: PaintOptions, file: GoodParams | undefined): Partial<Params> {
  const given: readonly string[] = file?.given ?? [];
  const params: Partial<Params> = { ...file?.params };
  // Weights that no one gave follow from the layers, which a flag may change.
  if (!given.includes('nn_content_layer_weights')) delete params.nn_content_layer_weights;
  if (!given.includes('nn_style_layer_weights')) delete params.nn_style_layer_weights;
  if (options.source.kind !== 'demo') return params;
  const trained = options.weights ?? options.overrides.nn_weights ?? (given.includes('nn_weights') || undefined);
  const demo = Object.entries({ ...DEMO_PARAMS, ...(trained === undefined && UNTRAINED_DEMO) });
  return { ...params, ...Object.fromEntries(demo.filter(([name]) => !given.includes(name))) };
}

/** The folder's own name: params tell neither where it lies, nor what an earlier run has painted. */
function nameOfSource(source: PaintOptions['source']): string | null {
  if (source.kind !== 'frames') return null;
  const name = basename(resolve(source.folder));
  return paramShape.input_filename.safeParse(name).success ? name : null;
}

async function readParamsFile(path: string): Promise<GoodParams> {
  const parsed = parseParamsBytes(await readBytes(path, 'The params file'));
  if (parsed.ok) return parsed;
  const lines = parsed.errors.map((error) => formatProblem(path, error));
  throw new PleinAirError(
    'input',
    lines.join('\n'),
    'Mend these lines; docs/params.md lists what each parameter may be.',
  );
}

/** Weights as the schema has them, 0–1: `--style a:3 --style b:1` says three parts to one. */
function shares(styles: readonly StyleArgument[]): number[] {
  const weights = styles.map(({ weight }) => weight ?? 1);
  const largest = Math.max(...weights);
  return largest > 1 ? weights.map((weight) => weight / largest) : weights;
}

/** `--weights` takes the name of a source or a path. */
function weightsFlag(value: string | undefined): { params: Partial<Params>; path: string | undefined } {
  if (value === undefined) return { params: {}, path: undefined };
  if (value === 'oxford' || value === 'torchvision' || value === 'untrained') {
    return { params: { nn_weights: value }, path: undefined };
  }
  return { params: { nn_weights: 'file' }, path: value };
}

function chosenStyles(options: PaintOptions, params: Params | undefined): readonly StyleArgument[] {
  if (options.styles.length > 0) return options.styles;
  if (params && params.input_style_filenames.length > 0) {
    return params.input_style_filenames.map((path, i) => ({ path, weight: params.input_style_weights[i] }));
  }
  if (options.source.kind === 'demo') return DEMO_STYLES.map(({ name, weight }) => ({ path: name, weight }));
  throw new PleinAirError(
    'input',
    'There is no painting to paint with.',
    'Add --style FILE, once or several times, or --style built-in:swirls.',
  );
}

async function readPainting(path: string, besideParams: string | undefined, codec: ImageCodec): Promise<JobPainting> {
  const builtIn = parseBuiltInName(path);
  if (builtIn !== undefined) {
    return makeBuiltInPainting(path, builtIn);
  }
  const beside = besideParams === undefined ? path : join(besideParams, path);
  const found = (await exists(beside)) ? beside : path;
  const bytes = await readBytes(found, 'The painting');
  return {
    name: basename(path),
    sha256: await sha256(bytes),
    image: toFloatImage(await codec.decode(bytes, basename(path))),
  };
}

function changedPaintings(params: Params | undefined, paintings: readonly JobPainting[]): string[] {
  return paintings
    .filter(({ name, sha256: hash }) => {
      // Two paintings may have one name, from two folders.
      const expected = params?.input_style_sha256.filter((_, i) => params.input_style_filenames[i] === name) ?? [];
      return expected.length > 0 && !expected.includes(hash);
    })
    .map(({ name }) => `${name} is not the file that the record was painted with: its SHA-256 differs.`);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
