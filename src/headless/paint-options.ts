import { parseArgs } from 'node:util';
import { PleinAirError } from '../core/errors.ts';
import { paramShape } from '../project/schema.ts';
import { splitAssignment } from './assignment.ts';
import { UsageError } from './usage-error.ts';

export const HELP = `Usage: npm run paint -- --frames DIR --style FILE[:WEIGHT] … --out FILE.webm
       npm run paint -- --params FILE --out FILE.webm
       npm run paint -- --demo N --out FILE.webm

Paints a folder of photographs, in the order of their names, into a film. Beside FILE.webm lies FILE.yaml, the record
that reproduces it; painted frames are kept in FILE.webm.work, so that running the same command again goes on from
there. Ctrl-C stops after the evaluation in work; twice, at once.

  --frames DIR           folder with the photographs (jpg, png, webp, ppm, …)
                         Without it, the frames along a route that the params name are fetched from their source, and
                         kept in FILE.webm.work. Keys are read from the environment: PLEIN_AIR_GOOGLE_KEY,
                         PLEIN_AIR_MAPILLARY_TOKEN; PLEIN_AIR_PANORAMAX is the address of another Panoramax API
  --demo N               N frames of the built-in street instead; no file and no network needed
  --style FILE[:WEIGHT]  a painting and its share in the mix, once or several times; built-in:NAME for a built-in one
                         (swirls, dots, facets, hatching, watercolour, glass, waves, pastel)
  --params FILE          a params YAML or a record; flags win over it. Its paintings are looked for beside it
  --out FILE             the film (default painted.webm)
  --size PX              longer side of the picture
  --iterations N[:M]     evaluations for each frame; M for the frames after the first, and for every frame in each of
                         several passes, where the most is 1000
  --weights NAME|PATH    oxford, torchvision (both downloaded once), untrained, or a folder in TF.js layers format or a
                         safetensors file
  --device NAME          auto, webgpu or wasm
  --stills DIR           also writes every painted frame as a PNG
  --set NAME=VALUE       sets any parameter of docs/params.md
  --help

Exit code: 0 done; 1 something is wrong, told in words; 2 a wrong call; 130 stopped by Ctrl-C.
`;

/** A larger number is right for films of one pass, which do not use it. */
const MAX_PASS_ITERATIONS = paramShape.video_pass_iterations.unwrap().maxValue ?? Number.POSITIVE_INFINITY;

/** A painting as the command line names it. */
export interface StyleArgument {
  readonly path: string;
  /** undefined where none was given */
  readonly weight: number | undefined;
}

/** The command line, read but not yet checked against the schema. */
export interface PaintOptions {
  readonly source:
    | { readonly kind: 'frames'; readonly folder: string }
    | { readonly kind: 'demo'; readonly frames: number }
    /** frames that the params file names */
    | { readonly kind: 'route' };
  readonly styles: readonly StyleArgument[];
  readonly paramsFile: string | undefined;
  readonly out: string;
  readonly weights: string | undefined;
  readonly stills: string | undefined;
  /** params set by flags, by name */
  readonly overrides: Readonly<Record<string, unknown>>;
}

/** @returns null where help is asked for. @throws UsageError */
export function parsePaintOptions(args: readonly string[]): PaintOptions | null {
  const text = { type: 'string' } as const;
  const list = { type: 'string', multiple: true } as const;
  const options = {
    frames: text,
    demo: text,
    style: list,
    params: text,
    out: text,
    size: text,
    iterations: text,
    weights: text,
    device: text,
    stills: text,
    set: list,
    help: { type: 'boolean', short: 'h' },
  } as const;
  const values = readArgs(() => parseArgs({ args: [...args], options }).values);
  if (values.help) return null;
  if (values.frames !== undefined && values.demo !== undefined) {
    throw new UsageError('Give either --frames DIR or --demo N.');
  }
  if (values.frames === undefined && values.demo === undefined && values.params === undefined) {
    throw new UsageError('Give --frames DIR, --demo N, or --params FILE that names the frames of a route.');
  }
  const [first, later] = splitIterations(values.iterations);
  const overrides: Record<string, unknown> = {
    ...(values.size !== undefined && { input_max_size: wholeNumber('--size', values.size) }),
    ...(first !== undefined && { job_max_iterations: first, video_first_iterations: first }),
    ...(later !== undefined && {
      video_iterations: later,
      video_pass_iterations: Math.min(later, MAX_PASS_ITERATIONS),
    }),
    ...(values.device !== undefined && { job_device: values.device }),
    ...Object.fromEntries((values.set ?? []).map(paramAssignment)),
  };
  return {
    source: sourceOf(values.frames, values.demo),
    styles: (values.style ?? []).map(splitStyle),
    paramsFile: values.params,
    out: checkOut(values.out ?? 'painted.webm'),
    weights: values.weights,
    stills: values.stills,
    overrides,
  };
}

function sourceOf(folder: string | undefined, demo: string | undefined): PaintOptions['source'] {
  if (folder !== undefined) return { kind: 'frames', folder };
  return demo === undefined ? { kind: 'route' } : { kind: 'demo', frames: wholeNumber('--demo', demo) };
}

function readArgs<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(flag: string, value: string): number {
  if (!/^\d{1,6}$/.test(value) || Number(value) < 1) {
    throw new UsageError(`${flag} must be a whole number from 1, got "${value}".`);
  }
  return Number(value);
}

function splitIterations(value: string | undefined): [number | undefined, number | undefined] {
  if (value === undefined) return [undefined, undefined];
  const [first, later, ...rest] = value.split(':');
  if (rest.length > 0) throw new UsageError(`--iterations must be N or N:M, got "${value}".`);
  const n = wholeNumber('--iterations', first!);
  return [n, later === undefined ? n : wholeNumber('--iterations', later)];
}

/** `a.jpg:0.7`: only a number behind the last colon is a weight, so that `C:\a.jpg` and `built-in:dots` stay whole. */
function splitStyle(value: string): StyleArgument {
  const match = /^(.+):(-?[\d.]+)$/.exec(value);
  if (!match) return { path: value, weight: undefined };
  const weight = Number(match[2]);
  if (!(weight >= 0))
    throw new UsageError(`The weight of --style ${match[1]} must be a number from 0, got "${match[2]}".`);
  return { path: match[1]!, weight };
}

/** Params that say what was painted with what. */
const SET_BY_INPUTS = /^input_(filename|style_(filenames|weights|sha256))$/;

function paramAssignment(value: string): [string, unknown] {
  const name = value.split('=', 1)[0]!;
  if (SET_BY_INPUTS.test(name)) throw new UsageError(`--set ${name}: it follows from --frames, --demo and --style.`);
  const names = Object.keys(paramShape).filter((known) => !SET_BY_INPUTS.test(known));
  return splitAssignment(value, names);
}

function checkOut(out: string): string {
  if (out.toLowerCase().endsWith('.webm')) return out;
  throw new PleinAirError('input', `--out is ${out}: films are written as WebM.`, 'Give a name that ends in .webm.');
}
