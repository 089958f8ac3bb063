// `npm run bench:flow`: how right the optical flow is. Pairs with public ground truth, beside OpenCV.js; the built-in street, whose exact motion is
// known, and a real drive, by what is told of their cameras.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createNodePlatform } from '../../src/headless/node-platform.ts';
import { createParams } from '../../src/project/resolve.ts';
import { openFlow } from '../../src/render/open-flow.ts';
import type { FlowBench } from './bench.ts';
import { measureDrive } from './drive.ts';
import { measureScenes } from './measure-scenes.ts';
import { measureStreets } from './measure-streets.ts';

const HELP = `Usage: npm run bench:flow -- [--only middlebury|street|drive] [--data PATH] [--drive PATH] [--size 160x96]
                              [--seeds 1,2] [--device wasm|webgpu] [--out FILE.json]

Middlebury: end-point error on pairs at full size (what the ground truth does not know is left out), of the dense flow and of the one that
looks for a camera, beside OpenCV.js. The built-in street, 1 to 10 m apart: error and outliers (> 3 px and > 5 %) over the pixels that both
views show, the share that is trusted and what of it is right in both directions, precision and recall of hidden and of visible pixels; the dense
flow, with cameras told, told wrong, told by the lens alone, and with planes from the cameras. A real drive, 6 and 12 m apart: what is right,
trusted, and both, with the field of view told, not told and told wrong. Time and memory of each pair. Exit code 1 where a demand fails.

--only         one part; default all
--data PATH    folder with RubberWhale, Grove2 and Urban3 (default ../shared/data/middlebury); skipped with a word where it is absent
--drive PATH   folder of the drive: pictures and truth_B_A.flo (default ../shared/data/street-drive); skipped with a word where it is absent
--size         of the street's views
--seeds        of the streets: one place of each is looked at
--device       wasm: the processor; webgpu: the graphics card
--out FILE     writes the tables as JSON
`;

const PARTS = ['middlebury', 'street', 'drive'] as const;
type Part = (typeof PARTS)[number];

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/middlebury' },
    drive: { type: 'string', default: '../shared/data/street-drive' },
    size: { type: 'string', default: '160x96' },
    seeds: { type: 'string', default: '1,2' },
    only: { type: 'string' },
    device: { type: 'string', default: 'wasm' },
    out: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
if (values.only !== undefined && !PARTS.some((part) => part === values.only)) {
  console.error(`--only ${values.only}: choose one of ${PARTS.join(', ')}.`);
  process.exit(2);
}

const params = createParams({ job_device: values.device === 'webgpu' ? 'webgpu' : 'wasm' });
const flow = await openFlow(params, (await createNodePlatform(undefined)).devices);
const failures: string[] = [];
const bench: FlowBench = {
  estimator: flow.estimator,
  params,
  adapter: flow.adapter,
  demand(met, what) {
    if (!met) failures.push(what);
    return met ? 'passed' : 'FAILED';
  },
};

const [width = 160, height = 96] = values.size.split('x').map(Number);
const size = { width, height };
const seeds = values.seeds.split(',').map(Number);
const isWanted = (part: Part) => values.only === undefined || values.only === part;

/** A part that needs files. @returns null where they are absent */
async function measureFiles<T>(name: string, path: string, measure: (folder: string) => Promise<T>): Promise<T | null> {
  if (existsSync(resolve(path))) return measure(resolve(path));
  console.log(`${name}: skipped, ${path} is not there`);
  return null;
}

const scenes = isWanted('middlebury')
  ? await measureFiles('Middlebury', values.data, (folder) => measureScenes(folder, bench))
  : null;
const streets = isWanted('street') ? await measureStreets(size, seeds, bench) : [];
const drive = isWanted('drive')
  ? await measureFiles('Real drive', values.drive, (folder) => measureDrive(folder, bench))
  : null;
if (values.out !== undefined) {
  const tables = { adapter: flow.adapter, size, seeds, scenes, streets, drive, failures };
  await writeFile(resolve(values.out), `${JSON.stringify(tables, null, 2)}\n`);
}
flow.dispose();
for (const failure of failures) console.log(`not met: ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);
