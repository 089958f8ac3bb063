// `npm run bench:films`: how much painted sequences flicker. Paints the built-in street with its exact flow in the ways that the
// program has, and compares the warping error: the mean squared difference of a frame to an earlier one, carried along the exact flow.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RgbaImage } from '../../src/core/image.ts';
import { createNodePlatform } from '../../src/headless/node-platform.ts';
import { createFolderStore } from '../../src/platform/node/folder-store.ts';
import { createNodeImageCodec } from '../../src/platform/node/image-codec.ts';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import { makeBuiltInPainting } from '../../src/render/built-in-painting.ts';
import { finishedFrames } from '../../src/render/finished.ts';
import type { RenderJob } from '../../src/render/job.ts';
import { type OpenEngine, openEngine } from '../../src/render/open-engine.ts';
import { prepareFilm } from '../../src/render/prepare.ts';
import { paintFilm } from '../../src/render/run.ts';
import { createMemoryStore } from '../../test/support/memory-store.ts';
import { streetFilm } from '../../test/support/street-film.ts';
import { warpingError } from '../../test/support/warping-error.ts';
import { type Variant, variants } from './variants.ts';

const HELP = `Usage: npm run bench:films -- [--size 160x96] [--frames 8] [--spacing 1] [--evaluations 30] [--passes 6]
                               [--weights PATH] [--set NAME=JSON …] [--only TEXT] [--out DIR]

Paints the built-in street with its exact flow, alone, warm-started, held to other frames, and in passes, and prints the warping error of
each beside that of frames painted alone. Exit code 1 where short-term is above 0.4 of it or long-term above 0.35.
--weights PATH   VGG-19 in TF.js layers format, layers up to conv3_2; without it, seeded filters
The last columns are content and style loss beside those of frames alone (less painted frames agree more easily), and seconds.

--only TEXT      only the ways whose name holds it (and frames alone)
--out DIR        also writes the frames as PNG, and the table as JSON
`;

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '160x96' },
    frames: { type: 'string', default: '8' },
    spacing: { type: 'string', default: '1' },
    evaluations: { type: 'string', default: '30' },
    passes: { type: 'string', default: '6' },
    weights: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', default: '' },
    out: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const [width = 160, height = 96] = values.size.split('x').map(Number);
const evaluations = Number(values.evaluations);
const street = streetFilm(Number(values.frames), { width, height }, Number(values.spacing));
/** Frames that are this far apart show whether a look holds over time. */
const FAR = Math.min(4, Number(values.frames) - 1);

const shared: Partial<Params> = {
  job_device: 'wasm',
  job_scale_min: 0,
  input_max_size: Math.max(width, height),
  input_style_filenames: ['built-in:swirls'],
  nn_weights: values.weights === undefined ? 'untrained' : 'file',
  nn_content_layers: ['conv3_2'],
  nn_style_layers: ['relu1_1', 'relu2_1', 'relu3_1'],
  nn_style_layer_weights: [1, 1, 1],
  video_first_iterations: evaluations,
  video_iterations: evaluations,
  ...Object.fromEntries(
    values.set.map((text) => {
      const [name = '', value = ''] = text.split('=');
      return [name, JSON.parse(value) as unknown];
    }),
  ),
};

async function drain<T>(events: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value;
  }
}

// Flows are the same for all of them.
const store = createMemoryStore();
const codec = createNodeImageCodec();
const painting = await makeBuiltInPainting('built-in:swirls', 'swirls');

/** @returns the frames, and the mean of content and style loss that they end with */
async function paint(variant: Variant): Promise<{ images: RgbaImage[]; loss: number }> {
  const params = createParams({ ...shared, ...variant.params });
  const engine: OpenEngine = await openEngine(params, await createNodePlatform(values.weights), {});
  const job: RenderJob = { params, source: street.source, paintings: [painting] };
  const { objectives, weights } = engine;
  const ports = {
    store,
    codec,
    objectives,
    flow: street.flow,
    weightsSha256: weights.sha256,
    now: () => performance.now(),
  };
  const film = await drain(prepareFilm(job, ports));
  const records = await drain(paintFilm(job, film, ports));
  const images: RgbaImage[] = [];
  for await (const image of finishedFrames(job, film, ports)) images.push(image);
  engine.dispose();
  const loss = records.reduce((sum, { last }) => sum + last.content + last.style, 0) / records.length;
  return { images, loss };
}

const all = variants({ evaluations, passes: Number(values.passes) });
const chosen = all.filter(({ name }, i) => i === 0 || name.includes(values.only));
const rows: { name: string; next: number; far: number; loss: number; seconds: number; passed: boolean | null }[] = [];
console.log(
  `${width}×${height} px, ${values.frames} frames ${values.spacing} m apart, ${evaluations} evaluations a frame`,
);
console.log(
  `${'way'.padEnd(18)} ${'next frame'.padStart(12)} ${'of alone'.padStart(9)} ${`${FAR} apart`.padStart(10)} ${'of alone'.padStart(9)} ${'loss'.padStart(9)}`,
);
for (const variant of chosen) {
  const began = performance.now();
  const { images, loss } = await paint(variant);
  const seconds = (performance.now() - began) / 1000;
  const next = warpingError(images, street.between);
  const far = warpingError(images, street.between, FAR);
  const alone = rows[0] ?? { next, far, loss };
  const passed = variant.limit === null ? null : next / alone.next <= variant.limit;
  rows.push({ name: variant.name, next, far, loss, seconds, passed });
  const verdict = passed === null ? '' : `  ${passed ? 'passed' : 'FAILED'} (≤ ${variant.limit})`;
  console.log(
    `${variant.name.padEnd(18)} ${next.toFixed(1).padStart(12)} ${(next / alone.next).toFixed(3).padStart(9)} ` +
      `${far.toFixed(1).padStart(10)} ${(far / alone.far).toFixed(3).padStart(9)} ${(loss / alone.loss).toFixed(3).padStart(9)}  ${seconds.toFixed(0)} s${verdict}`,
  );
  if (values.out !== undefined) {
    const stills = createFolderStore(resolve(values.out));
    for (const [i, image] of images.entries()) {
      await stills.put(
        `${variant.name.replace(/[^a-z]+/g, '-').replace(/-$/, '')}/${i + 1}.png`,
        await codec.encodePng(image),
      );
    }
    await writeFile(resolve(values.out, 'table.json'), `${JSON.stringify(rows, null, 2)}\n`);
  }
}
process.exit(rows.some(({ passed }) => passed === false) ? 1 : 0);
