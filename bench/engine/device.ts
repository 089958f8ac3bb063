// The style engines on this machine's GPU, timed side by side. Stands alone when bundled (npm run bench:bundle), for machines with nothing but Node.
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { type BenchObjective, gpuEngines } from '../../src/benchmark/engines.ts';
import { meterDevice } from '../../src/benchmark/meter.ts';
import { type BenchRecord, type BenchRow, formatTable } from '../../src/benchmark/record.ts';
import { runCase } from '../../src/benchmark/run-case.ts';
import { untrainedWeights } from '../../src/benchmark/untrained-weights.ts';
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

interface Failure {
  readonly engine: string;
  readonly width: number;
  readonly height: number;
  readonly error: string;
}

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
  const weights = await untrainedWeights(params);
  const rows: DeviceRow[] = [];
  const failures: Failure[] = [];
  for (const size of options.sizes) {
    for (const engine of options.engines) {
      // A device for each case: what one case leaves in pools does not count for the next.
      const found = await provider.request();
      if (!found)
        throw new PleinAirError(
          'device',
          'There is no WebGPU adapter.',
          'Install a driver with Vulkan, Metal or D3D12.',
        );
      const { device, info } = found;
      const adapter = [info.vendor, info.architecture, info.device].filter(Boolean).join(', ');
      const meter = meterDevice(device);
      let kernels: readonly GroupTime[] | undefined;
      console.error(`${engine} at ${size.width}×${size.height} …`);
      try {
        const began = performance.now();
        const objectives = await gpuEngines[engine]!(found, { weights, params });
        const row = await runCase(
          { engine, device: 'webgpu', size, evaluations: options.evaluations, repeats: options.repeats },
          objectives,
          {
            params,
            adapter,
            meter,
            onObjective: async (objective: BenchObjective) => {
              const groups = options.kernels && objective.dispatchGroups?.();
              if (groups) kernels = await timeDispatches(device, groups, options.kernelRepeats);
            },
          },
        );
        objectives.dispose();
        rows.push({ ...row, ...(kernels && { kernels }) });
        if (rows.length === 1) console.log(`${adapter} (${info.description})\n${formatTable([])[0]}`);
        console.log(`${formatTable([row])[1]}   (${((performance.now() - began) / 1000).toFixed(1)} s in all)`);
        for (const kernel of kernels ?? []) console.log(kernelLine(kernel));
        if (options.kernels && !kernels) console.log(`  ${engine} names no kernels`);
      } catch (error) {
        failures.push({
          engine,
          ...size,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
        console.error(`${engine} at ${size.width}×${size.height}: ${failures.at(-1)!.error}`);
      } finally {
        device.destroy();
      }
      const record: BenchRecord & { failures: readonly Failure[] } = {
        date: new Date().toISOString(),
        adapter,
        driver: info.description,
        host: `Node ${process.versions.node}, ${cpus()[0]?.model}`,
        options: { ...options.set, ...(options.dawn.length > 0 && { dawn: options.dawn }) },
        rows,
        failures,
      };
      if (options.out !== undefined) await writeFile(options.out, `${JSON.stringify(record, null, 2)}\n`);
    }
  }
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
