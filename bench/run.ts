// `npm run bench`: the engines side by side, the flow, and the two schedules of painting, measured in one run; what is demanded of them is judged.
// Times depend on the machine and on what else it does; ratios within one run can be compared between runs.
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { ScheduleComparison } from '../src/benchmark/compare-schedules.ts';
import type { BenchPlatform, CaseAdapter } from '../src/benchmark/open-case.ts';
import { type BenchFailure, type BenchRecord, type BenchRow, formatTable } from '../src/benchmark/record.ts';
import type { BenchCase } from '../src/benchmark/run-case.ts';
import { runCases } from '../src/benchmark/run-cases.ts';
import { PleinAirError } from '../src/core/errors.ts';
import { createNodePlatform } from '../src/headless/node-platform.ts';
import { createParams } from '../src/project/resolve.ts';
import { type Demand, judgeSchedules, judgeSpeed } from './parts/demands.ts';
import { type FlowRow, timeFlows } from './parts/flow.ts';
import { BENCH_HELP, type BenchOptions, parseBenchOptions } from './parts/options.ts';
import { compareOnPairs, formatSchedules } from './parts/schedules.ts';

/** One evaluation is 1.5 MFLOP a pixel, and tfjs takes half a minute for this many on a software adapter. */
const SIZE = { width: 96, height: 64 };
/** So that tfjs on the software adapter is evaluated twice, the others more often. Milliseconds. */
const PATIENCE = 60_000;

const CASES: readonly BenchCase[] = (
  [
    ['fused', 'webgpu', PATIENCE],
    ['tfjs', 'webgpu', 0],
    ['tfjs', 'wasm', PATIENCE],
  ] as const
).map(([engine, device, patience]) => ({ engine, device, size: SIZE, evaluations: 5, repeats: 3, patience }));

/** All that was found. */
interface HereRecord extends BenchRecord {
  readonly flows: readonly FlowRow[];
  readonly schedules: readonly ScheduleComparison[];
  readonly demands: readonly Demand[];
}

/** Times the engines, printing each as it is done. */
async function timeEngines(platform: BenchPlatform) {
  const rows: BenchRow[] = [];
  const failures: BenchFailure[] = [];
  let gpu: CaseAdapter | undefined;
  console.log(formatTable([])[0]);
  await runCases(CASES, {
    params: createParams(),
    platform,
    onEvent: (event) => {
      if (event.type === 'opened' && CASES[event.index]!.device === 'webgpu') gpu = event.adapter;
      if (event.type === 'row') {
        rows.push(event.row);
        console.log(formatTable([event.row])[1]);
      }
      if (event.type === 'failed') {
        failures.push(event.failure);
        console.log(`${event.failure.engine} ${event.failure.device}: ${event.failure.error}`);
      }
    },
  });
  return { rows, failures, gpu };
}

/** Paints the pairs, saying every now and then how far it is. */
async function paintPairs(data: string): Promise<ScheduleComparison[] | null> {
  let told = performance.now();
  return compareOnPairs(data, (pair, done) => {
    if (performance.now() - told < 30_000) return;
    told = performance.now();
    console.error(`  ${pair}: ${(100 * done).toFixed(0)} %`);
  });
}

async function run({ quick, data, out }: BenchOptions): Promise<boolean> {
  const platform = await createNodePlatform(undefined);
  const began = performance.now();
  const { rows, failures, gpu } = await timeEngines(platform);
  const flows = await timeFlows(platform.devices, 5);
  for (const { on, width, height, ms } of flows) console.log(`flow, ${on}, ${width}×${height}: ${ms.toFixed(0)} ms`);

  const schedules = quick ? null : await paintPairs(data);
  for (const line of formatSchedules(schedules ?? [])) console.log(line);
  if (!quick && !schedules) console.log(`Schedules are left out: ${data} lacks photographs, paintings or weights.`);

  const demands: Demand[] = [
    gpu?.software === false
      ? { text: 'the speed on a software adapter: this one is not', holds: null }
      : judgeSpeed(rows),
    ...judgeSchedules(schedules ?? []),
  ];
  for (const { text, holds } of demands) {
    console.log(`${holds === null ? '–    ' : holds ? 'holds' : 'FAILS'}  ${text}`);
  }
  console.log(`${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
  const record: HereRecord = {
    date: new Date().toISOString(),
    adapter: gpu?.adapter ?? 'none',
    ...(gpu?.driver && { driver: gpu.driver }),
    host: `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}`,
    options: {},
    rows,
    failures,
    flows,
    schedules: schedules ?? [],
    demands,
  };
  if (out !== undefined) await writeFile(out, `${JSON.stringify(record, null, 2)}\n`);
  return failures.length === 0 && demands.every(({ holds }) => holds !== false);
}

try {
  const options = parseBenchOptions(process.argv.slice(2), new URL('../../shared/data', import.meta.url).pathname);
  if (!options) process.stdout.write(BENCH_HELP);
  process.exit(!options || (await run(options)) ? 0 : 1);
} catch (error) {
  console.error(error instanceof PleinAirError ? error.text : error);
  process.exit(2);
}
