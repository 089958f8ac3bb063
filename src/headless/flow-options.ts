import { parseArgs } from 'node:util';
import { flowParams } from '../flow/params.ts';
import type { Params } from '../project/schema.ts';
import { splitAssignment } from './assignment.ts';
import { UsageError } from './usage-error.ts';

export const HELP = `Usage: npm run flow -- A B --out X.flo [--viz X.png] …
       npm run flow -- --check F.flo B.flo --out X.pgm [--viz X.png]

Finds where every pixel of picture A is in picture B (both of one size, at least 16 px a side), in both directions, and
where that can be trusted. Or, with --check, how far two fields that are there already can be trusted: F from A to B, and
B back from B to A. The mask lies on F's grid, 255 where it is trusted; as in Ruder, Dosovitskiy and
Brox 2016 with --set flow_edge_rule=ruder2016.

First it looks for a camera that moves through a static scene, as for films (flow_method: auto), and says how it moved or
why none was used. Pixels of the static scene then follow their epipolar lines. --set flow_method=dense finds every pixel by
itself.

  --out FILE      the flow from A to B as Middlebury .flo; with --check the mask as PGM
  --back FILE     also the flow from B to A, as .flo
  --mask FILE     also the reliability of the flow from A to B, as PGM
  --viz FILE      also the flow in the colours of the Middlebury benchmark, as PNG: hue is direction, saturation length
  --largest PX    length that has the full colour (default the longest motion there is, which is told)
  --warp FILE     also B carried back onto A along the flow, as PNG; black where it comes from outside B
  --depth FILE    also how near everything in A is, as PNG: bright and warm is near, dark blue far, clear is not known.
                  Where no moving camera is found there is no depth: the other files are written, and the exit code is 1
  --fov DEG       horizontal field of view of both pictures, 10 to 170 (default what their EXIF says, where it has a place
                  and a focal length; else it is found too)
  --pose FILE     how the camera moved, as far as is known: two lines of 12 numbers, the 3×4 camera-to-world matrices of
                  A and B row by row, x right, y down, z forward (as in KITTI's poses.txt). The pictures check it
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
        readonly depth: string | undefined;
        /** horizontal field of view, degrees */
        readonly fov: number | undefined;
        /** file with the poses of both cameras */
        readonly pose: string | undefined;
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
    for (const flag of ['back', 'mask', 'warp', 'depth', 'fov', 'pose', 'device'] as const) {
      if (values[flag] !== undefined) throw new UsageError(`--${flag} goes with two pictures, not with --check.`);
    }
    return { kind: 'check', forward: first, backward: second, ...shared };
  }
  const { flow_method: method = 'auto' } = shared.overrides;
  for (const flag of ['depth', 'fov', 'pose'] as const) {
    if (values[flag] !== undefined && method !== 'auto') {
      throw new UsageError(`--${flag} goes with flow_method auto, not with ${method}.`);
    }
  }
  return {
    kind: 'estimate',
    a: first,
    b: second,
    back: values.back && withEnding('--back', values.back, '.flo'),
    mask: values.mask && withEnding('--mask', values.mask, '.pgm'),
    warp: values.warp && withEnding('--warp', values.warp, '.png'),
    depth: values.depth && withEnding('--depth', values.depth, '.png'),
    fov: values.fov === undefined ? undefined : fieldOfView(values.fov),
    pose: values.pose,
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
    depth: text,
    fov: text,
    pose: text,
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

function fieldOfView(value: string): number {
  const number = Number(value);
  if (number >= 10 && number <= 170) return number;
  throw new UsageError(`--fov must be a number of degrees from 10 to 170, got "${value}".`);
}

/** The processor has the name that `npm run paint` knows too. */
function device(name: string | undefined): Params['job_device'] {
  if (name === undefined || name === 'auto' || name === 'webgpu') return name ?? 'auto';
  if (name === 'cpu' || name === 'wasm') return 'wasm';
  throw new UsageError(`--device must be auto, webgpu or cpu, got "${name}".`);
}
