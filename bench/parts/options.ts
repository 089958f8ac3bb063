import { parseArgs } from 'node:util';
import { PleinAirError } from '../../src/core/errors.ts';

/** What `npm run bench` is to do. */
export interface BenchOptions {
  /** without the schedules, which take most of the time */
  readonly quick: boolean;
  /** folder with `photos/`, `styles/` and `vgg19-oxford/` */
  readonly data: string;
  readonly out?: string | undefined;
}

export const BENCH_HELP = `Usage: npm run bench -- [--quick] [--data DIR] [--out FILE.json]

On the software adapter that comes with Chromium and on WebAssembly, in one run, side by side:
- one evaluation at 96×64 with the default layers on each engine,
- one optical flow in both directions,
- painting from coarse to fine (64 and 128 px, L-BFGS of 30 pairs) against painting at full size (10 pairs), a photograph after two paintings.
Ends with 1 where the fused engine is not at least 4 times as fast as tfjs on the same software adapter, or where painting from coarse to fine
takes more than a third of the cost for the loss of 300 evaluations at full size. Wants a machine that does nothing else.

--quick          leaves painting out
--data DIR       where photographs, paintings and weights are (default ../shared/data)
--out FILE.json  writes the record

For a graphics card: npm run bench:bundle, or the page /bench of the studio.
`;

/** @param data the folder where none is named @returns undefined where help was asked for @throws PleinAirError kind `input` */
export function parseBenchOptions(args: readonly string[], data: string): BenchOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean', default: false },
        data: { type: 'string', default: data },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values.help ? undefined : { quick: values.quick, data: values.data, out: values.out };
  } catch (error) {
    throw new PleinAirError(
      'input',
      String(error instanceof Error ? error.message : error),
      '--help lists all options.',
    );
  }
}
