import { parseArgs } from 'node:util';
import { PleinAirError } from '../../src/core/errors.ts';
import type { Size } from '../../src/core/image.ts';

/** What the device benchmark is to do. */
export interface DeviceBenchOptions {
  readonly sizes: readonly Size[];
  readonly engines: readonly string[];
  readonly evaluations: number;
  readonly repeats: number;
  readonly kernels: boolean;
  readonly kernelRepeats: number;
  /** params, and settings of the engines, that differ from the default */
  readonly set: Readonly<Record<string, unknown>>;
  /** for Dawn */
  readonly dawn: readonly string[];
  readonly out?: string | undefined;
}

export const DEVICE_HELP = `Times one evaluation of the style objective on this machine's GPU (default layers, seeded filters, nothing to download).

--sizes 512,640x360   widths of squares, or sizes              (default 512)
--engines fused,tfjs  engines side by side                     (default: all that there are)
--evaluations N       of one timed run of L-BFGS               (default 30)
--repeats N           timed runs; the middle one counts        (default 3)
--kernels             also each kernel by itself, where an engine names them
--kernel-repeats N    of a kernel within one timed pass, fewer where that takes long (default 20)
--set NAME=JSON       a parameter, or a setting of an engine; can be given many times
--dawn OPTION         an option of Dawn, as enable-dawn-features=NAME; can be given many times
--out FILE.json       writes the record, after each case anew
`;

/** @throws PleinAirError kind `input` @returns undefined where help was asked for */
export function parseDeviceOptions(
  args: readonly string[],
  engines: readonly string[],
): DeviceBenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string', default: '512' },
      engines: { type: 'string', default: engines.join() },
      evaluations: { type: 'string', default: '30' },
      repeats: { type: 'string', default: '3' },
      kernels: { type: 'boolean', default: false },
      'kernel-repeats': { type: 'string', default: '20' },
      set: { type: 'string', multiple: true, default: [] },
      dawn: { type: 'string', multiple: true, default: [] },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const chosen = values.engines.split(',');
  const unknown = chosen.find((name) => !engines.includes(name));
  if (unknown !== undefined) throw wrong('--engines', unknown, engines.join(', '));
  return {
    sizes: values.sizes.split(',').map(parseSize),
    engines: chosen,
    evaluations: parseCount('--evaluations', values.evaluations),
    repeats: parseCount('--repeats', values.repeats),
    kernels: values.kernels,
    kernelRepeats: parseCount('--kernel-repeats', values['kernel-repeats']),
    set: Object.fromEntries(values.set.map(parseSetting)),
    dawn: values.dawn,
    out: values.out,
  };
}

function parseSize(text: string): Size {
  const match = /^(\d+)(?:x(\d+))?$/.exec(text);
  const width = Number(match?.[1]);
  const height = Number(match?.[2] ?? match?.[1]);
  if (!(width >= 16 && height >= 16)) throw wrong('--sizes', text, '512 or 640x360, no side below 16');
  return { width, height };
}

function parseCount(name: string, text: string): number {
  const count = Number(text);
  if (!(Number.isInteger(count) && count >= 1)) throw wrong(name, text, 'a whole number from 1');
  return count;
}

function parseSetting(text: string): [name: string, value: unknown] {
  const at = text.indexOf('=');
  try {
    if (at > 0) return [text.slice(0, at), JSON.parse(text.slice(at + 1)) as unknown];
  } catch {
    // told below
  }
  throw wrong('--set', text, 'NAME=JSON, as in job_lbfgs_history=30 or nn_pooling="max"');
}

function wrong(name: string, found: string, allowed: string): PleinAirError {
  return new PleinAirError('input', `${name}: found "${found}", allowed: ${allowed}.`, '--help lists all options.');
}
