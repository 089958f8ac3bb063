import { parseArgs } from 'node:util';
import { flowParams } from '../flow/params.ts';
import type { Params } from '../project/schema.ts';
import { splitAssignment } from './assignment.ts';
import { UsageError } from './usage-error.ts';

export const HELP = `Usage: npm run flow -- A B --out X.flo [--viz X.png] …
       npm run flow -- --check F.flo B.flo --out X.pgm [--viz X.png]

Finds where every pixel of picture A is in picture B (both of one size, at least 16 px a side), in both directions, and
where that can be trusted. Or, with --check, how far two fields that are there already can be trusted: F from A to B, and
B back from B to A. The mask lies on F's grid, 255 where it is trusted (Ruder, Dosovitskiy and Brox 2016).

  --out FILE      the flow from A to B as Middlebury .flo; with --check the mask as PGM
  --back FILE     also the flow from B to A, as .flo
  --mask FILE     also the reliability of the flow from A to B, as PGM
  --viz FILE      also the flow in the colours of the Middlebury benchmark, as PNG: hue is direction, saturation length
  --largest PX    length that has the full colour (default the longest motion there is, which is told)
  --warp FILE     also B carried back onto A along the flow, as PNG; black where it comes from outside B
  --device NAME   auto, webgpu or cpu (default auto: a graphics card where there is one)
  --set NAME=VALUE  a parameter of the flow (flow_… in docs/params.md), once or several times
  --help

Pictures: JPEG, PNG, WebP, AVIF, GIF, TIFF, binary PPM and PGM.
Exit code: 0 done; 1 something is wrong, told in words; 2 a wrong call; 130 stopped by Ctrl-C.
`;

/** What is written, by what it is; paths as the person typed them. */
interface FlowFiles {
  readonly out: string;
  readonly viz: string | undefined;
}

/** The command line, read but not yet checked against the schema. */
export type FlowOptions = (
  | ({ readonly kind: 'estimate' } & FlowFiles & {
        readonly a: string;
        readonly b: string;
        readonly back: string | undefined;
        readonly mask: string | undefined;
        readonly warp: string | undefined;
        readonly device: Params['job_device'];
      })
  | ({ readonly kind: 'check' } & FlowFiles & {
        /** from A to B */
        readonly forward: string;
        readonly backward: string;
      })
) & {
  /** pixels */
  readonly largest: number | undefined;
  /** params set by flags, by name */
  readonly overrides: Readonly<Record<string, unknown>>;
};

/** @returns null where help is asked for. @throws UsageError */
export function parseFlowOptions(args: readonly string[]): FlowOptions | null {
  const { values, positionals } = readArgs(args);
  if (values.help) return null;
  const named = positionals.length === 1 ? 'got one' : `got ${positionals.length}`;
  const [first, second] = positionals;
  if (first === undefined || second === undefined || positionals.length > 2) {
    throw new UsageError(`Give two ${values.check ? 'flow files, there and back' : 'pictures, A and B'}: ${named}.`);
  }
  if (values.out === undefined) {
    throw new UsageError(
      `Give --out FILE: where the ${values.check ? 'mask (.pgm)' : 'flow (.flo)'} is to be written.`,
    );
  }
  const shared = {
    out: withEnding('--out', values.out, values.check ? '.pgm' : '.flo'),
    viz: values.viz && withEnding('--viz', values.viz, '.png'),
    largest: values.largest === undefined ? undefined : positive('--largest', values.largest),
    overrides: Object.fromEntries((values.set ?? []).map((value) => splitAssignment(value, Object.keys(flowParams)))),
  };
  if (values.check) {
    for (const flag of ['back', 'mask', 'warp', 'device'] as const) {
      if (values[flag] !== undefined) throw new UsageError(`--${flag} goes with two pictures, not with --check.`);
    }
    return { kind: 'check', forward: first, backward: second, ...shared };
  }
  return {
    kind: 'estimate',
    a: first,
    b: second,
    back: values.back && withEnding('--back', values.back, '.flo'),
    mask: values.mask && withEnding('--mask', values.mask, '.pgm'),
    warp: values.warp && withEnding('--warp', values.warp, '.png'),
    device: device(values.device),
    ...shared,
  };
}

function readArgs(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    check: { type: 'boolean', default: false },
    out: text,
    back: text,
    mask: text,
    viz: text,
    largest: text,
    warp: text,
    device: text,
    set: { type: 'string', multiple: true },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function withEnding(flag: string, path: string, ending: string): string {
  if (path.toLowerCase().endsWith(ending)) return path;
  throw new UsageError(`${flag} is ${path}: give a name that ends in ${ending}.`);
}

function positive(flag: string, value: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new UsageError(`${flag} must be a number of pixels above 0, got "${value}".`);
}

/** The processor has the name that `npm run paint` knows too. */
function device(name: string | undefined): Params['job_device'] {
  if (name === undefined || name === 'auto' || name === 'webgpu') return name ?? 'auto';
  if (name === 'cpu' || name === 'wasm') return 'wasm';
  throw new UsageError(`--device must be auto, webgpu or cpu, got "${name}".`);
}
