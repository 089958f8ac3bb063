// The style engines on this machine's GPU, timed side by side. Stands alone when bundled (npm run bench:bundle), for machines with nothing but Node.
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { gpuEngines } from '../../src/benchmark/engines.ts';
import { type BenchFailure, type BenchRecord, type BenchRow, formatTable } from '../../src/benchmark/record.ts';
import type { BenchCase } from '../../src/benchmark/run-case.ts';
import { type BenchEvent, runCases } from '../../src/benchmark/run-cases.ts';
import { PleinAirError } from '../../src/core/errors.ts';
import { type GroupTime, timeDispatches } from '../../src/gpu/time-dispatches.ts';
import { createNodeDeviceProvider } from '../../src/platform/node/device-provider.ts';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import { DEVICE_HELP, type DeviceBenchOptions, parseDeviceOptions } from './options.ts';

/** Rounded timestamps say little of a kernel of some microseconds. */
const EXACT_CLOCK = 'disable-dawn-features=timestamp_quantization';

/** A row with its kernels, where they were timed. */
type DeviceRow = BenchRow & { readonly kernels?: readonly GroupTime[] };

function kernelLine({ name, ms, flops, bytes, clock }: GroupTime): string {
  const rate = flops === undefined ? '' : `${(flops / ms / 1e9).toFixed(2).padStart(8)} TFLOP/s`;
  const traffic = bytes === undefined ? '' : `${(bytes / ms / 1e6).toFixed(0).padStart(7)} GB/s`;
  return `  ${name.padEnd(44)} ${ms.toFixed(4).padStart(10)} ms${rate}${traffic}${clock === 'host' ? '  (host clock)' : ''}`;
}

async function run(options: DeviceBenchOptions): Promise<boolean> {
  const provider = createNodeDeviceProvider([EXACT_CLOCK, ...options.dawn]);
  // tfjs looks for WebGPU there, as in a browser. Node 21 and later have a navigator of their own.
  const gpu = await provider.gpu();
  if (gpu) Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, writable: true });

  // Settings of an engine are no params: they ride along, for the engine to read.
  const params: Params = { ...createParams(options.set as Partial<Params>), ...options.set };
  const cases = options.sizes.flatMap((size) =>
    options.engines.map(
      (engine): BenchCase => ({
        engine,
        device: 'webgpu',
        size,
        evaluations: options.evaluations,
        repeats: options.repeats,
      }),
    ),
  );
  const rows: DeviceRow[] = [];
  const failures: BenchFailure[] = [];
  let adapter = '';
  let driver: string | undefined;
  let kernels: readonly GroupTime[] | undefined;
  let began = 0;
  const show = (event: BenchEvent): void => {
    const { engine, size } = cases[event.index]!;
    const name = `${engine} at ${size.width}×${size.height}`;
    if (event.type === 'begun') {
      console.error(`${name} …`);
      began = performance.now();
      kernels = undefined;
    } else if (event.type === 'opened') {
      if (adapter === '') console.log(`${event.adapter.adapter} (${event.adapter.driver})\n${formatTable([])[0]}`);
      ({ adapter, driver } = event.adapter);
    } else if (event.type === 'row') {
      rows.push({ ...event.row, ...(kernels && { kernels }) });
      console.log(`${formatTable([event.row])[1]}   (${((performance.now() - began) / 1000).toFixed(1)} s in all)`);
      for (const kernel of kernels ?? []) console.log(kernelLine(kernel));
      if (options.kernels && !kernels) console.log(`  ${engine} names no kernels`);
    } else if (event.type === 'failed') {
      failures.push(event.failure);
      console.error(`${name}: ${event.failure.error}`);
    }
  };
  const keep = async (): Promise<void> => {
    const record: Omit<BenchRecord, 'rows'> & { rows: readonly DeviceRow[] } = {
      date: new Date().toISOString(),
      adapter,
      ...(driver && { driver }),
      host: `Node ${process.versions.node}, ${cpus()[0]?.model}`,
      options: { ...options.set, ...(options.dawn.length > 0 && { dawn: options.dawn }) },
      rows,
      failures,
    };
    if (options.out !== undefined) await writeFile(options.out, `${JSON.stringify(record, null, 2)}\n`);
  };

  let kept = Promise.resolve();
  await runCases(cases, {
    params,
    // Nothing here runs on the processor.
    platform: { devices: provider, wasmFiles: '' },
    onEvent: (event) => {
      show(event);
      // A machine that is lent may be taken back: what was found so far is written.
      if (event.type === 'row' || event.type === 'failed') kept = kept.then(keep);
    },
    onObjective: async (objective, opened) => {
      const groups = options.kernels && objective.dispatchGroups?.();
      const repeats = options.kernelRepeats;
      if (groups && opened.gpu) kernels = await timeDispatches(opened.gpu.device, groups, { repeats });
    },
  });
  await kept;
  return failures.length === 0;
}

try {
  const options = parseDeviceOptions(process.argv.slice(2), Object.keys(gpuEngines));
  if (!options) process.stdout.write(DEVICE_HELP);
  process.exit(!options || (await run(options)) ? 0 : 1);
} catch (error) {
  console.error(error instanceof PleinAirError ? error.text : error);
  process.exit(2);
}
