// `npm run bench`: times the parts that cost a painter time, as ratios to one of them in the same run.
// Absolute times depend on the machine and on what else it does; ratios within one run can be compared between runs.
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { toFloatImage } from '../src/core/image.ts';
import { createCpuFlowEstimator } from '../src/flow/cpu-estimator.ts';
import type { FlowEstimator } from '../src/flow/estimator.ts';
import { createGpuFlowEstimator } from '../src/flow/gpu-estimator.ts';
import { renderView } from '../src/frames/sources/procedural/render.ts';
import { createStreet } from '../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../src/frames/sources/procedural/street-line.ts';
import { createNodePlatform } from '../src/headless/node-platform.ts';
import { createParams } from '../src/project/resolve.ts';
import { renderBuiltInStyle } from '../src/project/styles/built-in-styles.ts';
import { openEngine } from '../src/render/open-engine.ts';

interface Timed {
  readonly name: string;
  /** median of the repeats */
  readonly milliseconds: number;
}

const HELP = `Usage: npm run bench -- [--webgpu] [--repeats N] [--out FILE.json]

Times one evaluation of the objective (default layers, seeded filters) and one optical flow in both directions.
--webgpu   also on WebGPU, where there is an adapter (very slow on a software one)
`;

async function median(repeats: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

async function timeEvaluations(
  device: 'wasm' | 'webgpu',
  widths: readonly number[],
  repeats: number,
): Promise<Timed[]> {
  const params = createParams({
    job_device: device,
    nn_weights: 'untrained',
    input_style_filenames: ['built-in:swirls'],
  });
  const engine = await openEngine(params, await createNodePlatform(undefined), {});
  const timed: Timed[] = [];
  for (const width of widths) {
    const size = { width, height: (width * 3) / 4 };
    const content = toFloatImage(renderView(createStreet(1), driveAlong({ frames: 1, seed: 1 })[0]!, size).image);
    const painting = toFloatImage(renderBuiltInStyle('swirls', size));
    const style = await engine.objectives.styleTarget([{ image: painting, weight: 1 }]);
    const objective = await engine.objectives.create({ content, style, temporal: [] });
    const x = content.data.map((v, i) => v - engine.objectives.mean[i % 3]!);
    const milliseconds = await median(repeats, () => objective.evaluate(x));
    timed.push({ name: `evaluation, ${engine.adapter}, ${size.width}×${size.height}`, milliseconds });
    objective.dispose();
    style.dispose();
  }
  engine.dispose();
  return timed;
}

async function timeFlow(name: string, estimator: FlowEstimator, width: number, repeats: number): Promise<Timed> {
  const size = { width, height: (width * 3) / 4 };
  const street = createStreet(1);
  const [a, b] = driveAlong({ frames: 2, seed: 1 }).map((pose) => toFloatImage(renderView(street, pose, size).image));
  const milliseconds = await median(repeats, () => estimator.estimate(a!, b!));
  estimator.dispose();
  return { name: `flow, ${name}, ${size.width}×${size.height}`, milliseconds };
}

const { values } = parseArgs({
  options: {
    webgpu: { type: 'boolean' },
    repeats: { type: 'string', default: '5' },
    out: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const repeats = Number(values.repeats);
const params = createParams();
const timed: Timed[] = await timeEvaluations('wasm', [96, 160], repeats);
timed.push(await timeFlow('CPU', createCpuFlowEstimator(params), 160, repeats));
if (values.webgpu) {
  timed.push(...(await timeEvaluations('webgpu', [96], repeats)));
  const { devices } = await createNodePlatform(undefined);
  const found = await devices.request();
  if (found) timed.push(await timeFlow('WebGPU', createGpuFlowEstimator(found.device, params), 160, repeats));
}
const base = timed[0]!.milliseconds;
const rows = timed.map((row) => ({ ...row, ratio: Math.round((row.milliseconds / base) * 1000) / 1000 }));
for (const { name, milliseconds, ratio } of rows) {
  console.log(`${name.padEnd(52)} ${milliseconds.toFixed(0).padStart(8)} ms  ×${ratio.toFixed(2)}`);
}
if (values.out !== undefined) {
  const record = {
    date: new Date().toISOString().slice(0, 10),
    processor: cpus()[0]?.model,
    node: process.versions.node,
    repeats,
    rows,
  };
  await writeFile(values.out, `${JSON.stringify(record, null, 2)}\n`);
}
process.exit(0);
