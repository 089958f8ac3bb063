import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareSchedules, type Pair, type ScheduleComparison } from '../../src/benchmark/compare-schedules.ts';
import { openOnProcessor } from '../../src/benchmark/engines.ts';
import { type FloatImage, toFloatImage } from '../../src/core/image.ts';
import { resizeImage } from '../../src/core/resize.ts';
import { loadWeights } from '../../src/engine/network/load-weights.ts';
import { createNodePlatform } from '../../src/headless/node-platform.ts';
import { createNodeImageCodec } from '../../src/platform/node/image-codec.ts';
import { createParams } from '../../src/project/resolve.ts';

/** Photograph and painting. Others gain less: README, Limits. */
const PAIRS = [
  ['tubingen.jpg', 'starry-night.jpg'],
  ['tubingen.jpg', 'the_scream.jpg'],
] as const;
/** One size below, and more pairs of L-BFGS, which are cheap to keep at such sizes. The run at full size has the defaults. */
const COARSE_TO_FINE = { job_scale_min: 64, job_scale_factor: 2, job_lbfgs_history: 30 };
/** Longer side, pixels. */
const SIDE = 128;
/** Evaluations at full size whose loss is to be reached. */
const EVALUATIONS = 300;
/** In evaluations at full size: a third, less the one that tells the loss of the start. */
const BUDGET = EVALUATIONS / 3 - 1;

/**
 * Paints each pair at full size with the default parameters, and from coarse to fine, on WebAssembly: the fastest engine where there is no
 * graphics card.
 * @param data folder with `photos/`, `styles/` and `vgg19-oxford/`
 * @returns null where the folder, or a part of it, is absent
 */
export async function compareOnPairs(
  data: string,
  onProgress: (pair: string, done: number) => void,
): Promise<ScheduleComparison[] | null> {
  const files = PAIRS.map(([photo, style]) => [join(data, 'photos', photo), join(data, 'styles', style)] as const);
  const weightsFolder = join(data, 'vgg19-oxford');
  for (const path of [...files.flat(), join(weightsFolder, 'model.json')]) {
    if (!(await exists(path))) return null;
  }
  const params = createParams({ job_ftol: 0 });
  const { localWeights, wasmFiles, fetcher, weightsStore } = await createNodePlatform(weightsFolder);
  const weights = await loadWeights({
    source: 'file',
    taps: [...params.nn_content_layers, ...params.nn_style_layers],
    // Trained filters are at hand up to conv3_4.
    missing: 'untrained',
    seed: 0,
    store: weightsStore,
    fetcher,
    local: localWeights,
  });
  const objectives = await openOnProcessor(wasmFiles, { weights, params });
  const comparisons: ScheduleComparison[] = [];
  for (const [photo, style] of files) {
    const pair = await readPair(photo, style);
    comparisons.push(
      await compareSchedules(objectives, pair, {
        params,
        coarseToFine: COARSE_TO_FINE,
        sizing: { resize: params.input_style_resize, scale: params.input_style_scale, size: null },
        evaluations: EVALUATIONS,
        budget: BUDGET,
        onProgress: (done) => onProgress(pair.name, done),
      }),
    );
  }
  objectives.dispose();
  return comparisons;
}

/** Comparisons as lines of text: for each pair what each schedule had paid when it reached a loss. */
export function formatSchedules(comparisons: readonly ScheduleComparison[]): string[] {
  const cost = (value: number | undefined) => (value === undefined ? 'never' : value.toFixed(1)).padStart(11);
  return comparisons.flatMap(({ pair, width, height, firstLoss, stages, milestones }) => [
    `${pair}, ${width}×${height}: ${stages.map((stage) => `${stage.evaluations} at ${stage.width}×${stage.height}`).join(', ')}; from ${firstLoss.toExponential(3)}`,
    '        loss  full size  coarse to fine',
    ...milestones.map(
      ({ loss, fullSizeCost, coarseToFineCost }) =>
        `${loss.toExponential(3).padStart(12)}${cost(fullSizeCost)}     ${cost(coarseToFineCost)}`,
    ),
  ]);
}

async function readPair(photo: string, style: string): Promise<Pair> {
  const codec = createNodeImageCodec();
  const read = async (path: string): Promise<FloatImage> =>
    toFloatImage(await codec.decode(await readFile(path), path));
  const whole = await read(photo);
  const factor = SIDE / Math.max(whole.width, whole.height);
  return {
    name: `${nameOf(photo)} after ${nameOf(style)}`,
    photograph: resizeImage(whole, Math.round(whole.width * factor), Math.round(whole.height * factor)),
    painting: await read(style),
  };
}

const nameOf = (path: string) => path.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '');

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
