// `npm run bench:flow`: how right the optical flow is. Pairs with public ground truth, beside OpenCV.js, and the built-in street, whose exact
// motion is known, with and without what its cameras tell.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { FlowField } from '../../src/core/field.ts';
import type { Size } from '../../src/core/image.ts';
import { bufferFloats, pyramid } from '../../src/flow/coarse-to-fine.ts';
import type { FlowStart } from '../../src/flow/estimator.ts';
import { reliability } from '../../src/flow/reliability.ts';
import { defaultSolver } from '../../src/flow/solver-settings.ts';
import { createNodePlatform } from '../../src/headless/node-platform.ts';
import { createParams } from '../../src/project/resolve.ts';
import { openFlow } from '../../src/render/open-flow.ts';
import { poseStarts } from '../../src/route/pose-flow.ts';
import { loadScene, SCENES } from './middlebury.ts';
import { openOpenCv } from './opencv.ts';
import { type FlowScore, type MaskScore, mean, scoreFlow, scoreOcclusion } from './scores.ts';
import { COURSES, type StreetPair, streetPairs } from './street-pairs.ts';

const HELP = `Usage: npm run bench:flow -- [--data PATH] [--size 160x96] [--seeds 1,2] [--only middlebury|street]
                              [--device wasm|webgpu] [--out FILE.json]

End-point error of the optical flow on Middlebury pairs at full size (what the ground truth does not know is left out) beside OpenCV.js, and on the
built-in street with exact flow: error, outliers (> 3 px and > 5 %) over the pixels that both views show, without and with the cameras' poses, and
precision and recall of the occlusion masks. Time and memory of each pair. Exit code 1 where a demand fails.

--data PATH    folder with RubberWhale, Grove2 and Urban3 (default ../shared/data/middlebury); skipped with a word where it is absent
--size         of the street's views
--seeds        of the streets: one place of each is looked at
--device       wasm: the processor; webgpu: the graphics card
--out FILE     writes the tables as JSON
`;

/** The most that the mean end-point error may be, pixels. */
const ERROR_LIMITS: Readonly<Record<(typeof SCENES)[number], number>> = {
  RubberWhale: 0.095,
  Grove2: 0.15,
  Urban3: 0.4,
};
const SPACINGS = [1, 2, 5, 10];
/** With the poses, outliers at this spacing are at most this share of those without. */
const POSED = { spacing: 5, share: 0.5 };
/** Precision and recall of the masks at this spacing are at least this. */
const MASKED = { spacing: 2, least: 0.8 };
/** Height of the street's camera, metres. */
const CAMERA_HEIGHT = 1.9;

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/middlebury' },
    size: { type: 'string', default: '160x96' },
    seeds: { type: 'string', default: '1,2' },
    only: { type: 'string', default: '' },
    device: { type: 'string', default: 'wasm' },
    out: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const params = createParams({ job_device: values.device === 'webgpu' ? 'webgpu' : 'wasm' });
const flow = await openFlow(params, (await createNodePlatform(undefined)).devices);
const failures: string[] = [];

/** Remembers a demand that is not met. @returns a word for the table */
function demand(met: boolean, what: string): string {
  if (!met) failures.push(what);
  return met ? 'passed' : 'FAILED';
}

interface Timed<T> {
  readonly result: T;
  readonly seconds: number;
}

async function timed<T>(work: () => T | Promise<T>): Promise<Timed<T>> {
  const began = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - began) / 1000 };
}

/** MiB that the solver's buffers take for a pair. */
function memory(size: Size, starts: readonly FlowStart[] = []): number {
  const floats = bufferFloats(
    pyramid(size, defaultSolver),
    starts.map(({ forward }) => forward),
    defaultSolver,
  );
  return (4 * Object.values(floats).reduce((a, b) => a + b, 0)) / 2 ** 20;
}

interface SceneRow {
  readonly scene: string;
  readonly ours: FlowScore & { readonly seconds: number; readonly mebibytes: number };
  readonly farneback: FlowScore & { readonly seconds: number };
}

async function measureScenes(folder: string): Promise<SceneRow[]> {
  const rows: SceneRow[] = [];
  const opencv = await openOpenCv();
  console.log(
    `Middlebury, full size, ${flow.adapter}. OpenCV.js: Farnebäck, 5 levels, window 15${opencv.hasDis ? '' : '; its build has no DIS'}`,
  );
  console.log('pair             EPE px  outliers     limit            s    MiB   Farnebäck px  outliers      s');
  for (const scene of SCENES) {
    const { a, b, truth } = await loadScene(folder, scene);
    const own = await timed(() => flow.estimator.estimate(a, b));
    const other = await timed((): FlowField => opencv.farneback(a, b));
    const ours = { ...scoreFlow(own.result.forward, truth), seconds: own.seconds, mebibytes: memory(a) };
    const farneback = { ...scoreFlow(other.result, truth), seconds: other.seconds };
    rows.push({ scene, ours, farneback });
    const limit = ERROR_LIMITS[scene];
    const verdict = demand(ours.epe <= limit, `${scene}: error ${ours.epe.toFixed(3)} px, at most ${limit} is asked`);
    console.log(
      `${scene.padEnd(14)} ${ours.epe.toFixed(4).padStart(8)} ${percent(ours.outliers)} ${`≤ ${limit}`.padStart(9)} ${verdict} ` +
        `${ours.seconds.toFixed(1).padStart(6)} ${ours.mebibytes.toFixed(0).padStart(6)} ${farneback.epe.toFixed(4).padStart(14)} ` +
        `${percent(farneback.outliers)} ${farneback.seconds.toFixed(1).padStart(6)}`,
    );
  }
  return rows;
}

interface StreetScore {
  readonly epe: number;
  readonly outliers: number;
  readonly mask: MaskScore;
  readonly seconds: number;
  readonly mebibytes: number;
}

interface StreetRow {
  readonly course: string;
  readonly spacing: number;
  readonly dense: StreetScore;
  readonly posed: StreetScore;
}

async function measurePair({ a, b, truth, visible }: StreetPair, starts: readonly FlowStart[]): Promise<StreetScore> {
  const { result, seconds } = await timed(() => flow.estimator.estimate(a, b, { starts }));
  // Each pixel by itself: whether both directions agree.
  const plain = { ...params, flow_edge_value: 1, flow_mask_blur: 0 };
  const mask = scoreOcclusion(reliability(result.forward, result.backward, plain), visible);
  return { ...scoreFlow(result.forward, truth, visible), mask, seconds, mebibytes: memory(a, starts) };
}

function meanScore(scores: readonly StreetScore[]): StreetScore {
  const of = (pick: (score: StreetScore) => number) => mean(scores.map(pick));
  return {
    epe: of(({ epe }) => epe),
    outliers: of(({ outliers }) => outliers),
    mask: { precision: of(({ mask }) => mask.precision), recall: of(({ mask }) => mask.recall) },
    seconds: of(({ seconds }) => seconds),
    mebibytes: of(({ mebibytes }) => mebibytes),
  };
}

async function measureStreets(size: Size, seeds: readonly number[]): Promise<StreetRow[]> {
  const rows: StreetRow[] = [];
  console.log(`\nBuilt-in street, ${size.width}×${size.height} px, mean of ${seeds.length} places, ${flow.adapter}`);
  console.log('                     without poses                                   with poses');
  console.log(
    'course     metres   EPE px  outliers  precision  recall      s   |  EPE px  outliers  precision  recall      s',
  );
  for (const course of COURSES) {
    for (const spacing of SPACINGS) {
      const [dense, posed]: [StreetScore[], StreetScore[]] = [[], []];
      for (const pair of streetPairs(course, spacing, size, seeds)) {
        dense.push(await measurePair(pair, []));
        posed.push(await measurePair(pair, poseStarts(...pair.poses, size, CAMERA_HEIGHT)));
      }
      const row = { course, spacing, dense: meanScore(dense), posed: meanScore(posed) };
      rows.push(row);
      console.log(
        `${course.padEnd(10)} ${`${spacing}`.padStart(6)} ${cells(row.dense)}  | ${cells(row.posed)}${verdicts(row)}`,
      );
    }
  }
  return rows;
}

function verdicts({ course, spacing, dense, posed }: StreetRow): string {
  const said: string[] = [];
  if (spacing === POSED.spacing) {
    const share = posed.outliers / dense.outliers;
    const what = `${course}, ${spacing} m: outliers with poses are ${share.toFixed(2)} of those without, at most ${POSED.share} is asked`;
    said.push(`outliers × ${share.toFixed(2)} ${demand(share <= POSED.share, what)}`);
  }
  if (spacing === MASKED.spacing) {
    for (const [name, { mask }] of [
      ['without poses', dense],
      ['with poses', posed],
    ] as const) {
      const worst = Math.min(mask.precision, mask.recall);
      const what = `${course}, ${spacing} m, ${name}: precision ${mask.precision.toFixed(2)} and recall ${mask.recall.toFixed(2)}, ${MASKED.least} is asked`;
      said.push(`masks ${name} ${demand(worst >= MASKED.least, what)}`);
    }
  }
  return said.length > 0 ? `  ${said.join(', ')}` : '';
}

function cells({ epe, outliers, mask, seconds }: StreetScore): string {
  return (
    `${epe.toFixed(3).padStart(8)} ${percent(outliers)} ${mask.precision.toFixed(2).padStart(10)} ${mask.recall.toFixed(2).padStart(7)} ` +
    `${seconds.toFixed(1).padStart(6)}`
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`.padStart(9);
}

const [width = 160, height = 96] = values.size.split('x').map(Number);
const seeds = values.seeds.split(',').map(Number);
const folder = resolve(values.data);
const scenes = values.only === 'street' ? [] : existsSync(folder) ? await measureScenes(folder) : null;
if (!scenes) console.log(`Middlebury: skipped, ${values.data} is not there`);
const streets = values.only === 'middlebury' ? [] : await measureStreets({ width, height }, seeds);
if (values.out !== undefined) {
  const tables = { adapter: flow.adapter, size: { width, height }, seeds, scenes, streets, failures };
  await writeFile(resolve(values.out), `${JSON.stringify(tables, null, 2)}\n`);
}
flow.dispose();
for (const failure of failures) console.log(`not met: ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);
