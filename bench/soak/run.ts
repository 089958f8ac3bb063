// `npm run bench:soak`: many frames painted one after the other by the fused engine: GPU memory stays flat, and no device is lost.
import { parseArgs } from 'node:util';
import { openCase } from '../../src/benchmark/open-case.ts';
import { makeScene } from '../../src/benchmark/scene.ts';
import { untrainedWeights } from '../../src/benchmark/untrained-weights.ts';
import type { Size } from '../../src/core/image.ts';
import type { TemporalTarget } from '../../src/engine/losses/temporal.ts';
import { createPainter, type PaintedFrame } from '../../src/engine/painter.ts';
import { createNodePlatform } from '../../src/headless/node-platform.ts';
import { createParams } from '../../src/project/resolve.ts';

const HELP = `Usage: npm run bench:soak -- [--frames 20] [--evaluations 200] [--size 48x32] [--layers first|default]

Paints frames as a film has them (the first from coarse to fine where the size allows two, each later one from the one before and held to it) with the fused engine on
this machine's GPU and seeded filters, and prints the bytes of all GPU buffers after each. A frame may end early, where no step makes its
loss smaller: further ones are then painted until all evaluations of all frames are done. Exit code 1 where the bytes grow after the second
frame, where a loss is not finite, or where the device is lost.
--layers   first: style to relu2_1 and content conv2_2, for software adapters; default: those of the params
`;

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '20' },
    evaluations: { type: 'string', default: '200' },
    size: { type: 'string', default: '48x32' },
    layers: { type: 'string', default: 'first' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const [width = 48, height = 32] = values.size.split('x').map(Number);
const size: Size = { width, height };
const evaluations = Number(values.evaluations);
const first = {
  nn_content_layers: ['conv2_2'],
  nn_style_layers: ['relu1_1', 'relu2_1'],
  nn_style_layer_weights: [1, 1],
};
const params = createParams({
  ...(values.layers === 'first' && first),
  job_ftol: 0,
  job_scale_min: 32,
});

const platform = await createNodePlatform(undefined);
const opened = await openCase({ engine: 'fused', device: 'webgpu' }, platform, {
  weights: await untrainedWeights(params),
  params,
});
const { device, meter } = opened.gpu!;
let lost: string | null = null;
void device.lost.then(({ reason, message }) => {
  lost ??= `${reason}: ${message}`;
});

const painter = createPainter(
  opened.objectives,
  [{ image: makeScene({ width: 96, height: 80 }, 0), weight: 1 }],
  { resize: params.input_style_resize, scale: params.input_style_scale, size: null },
  params,
);
const weights = { ...size, data: new Float32Array(width * height).fill(0.8) };

async function paint(index: number, before: PaintedFrame | null): Promise<PaintedFrame> {
  const content = makeScene(size, 100 + index);
  const temporal: TemporalTarget[] = before ? [{ warped: before.image, weights }] : [];
  const initial = before?.image ?? content;
  const steps = painter.paint({ content, initial, coarseToFine: before === null, temporal, evaluations });
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
  }
}

console.log(`${opened.adapter}; ${width}×${height}, ${values.layers} layers, ${evaluations} evaluations a frame`);
console.log('frame  evaluations          stop        loss  live bytes  peak bytes  seconds');
let before: PaintedFrame | null = null;
let flat: number | null = null;
let failure: string | null = null;
let left = Number(values.frames) * evaluations;
for (let index = 0; left > 0 && failure === null; index++) {
  const began = performance.now();
  before = await paint(index, before);
  left -= before.evaluations;
  const { liveBytes, peakBytes } = meter;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${`${index + 1}`.padStart(5)} ${`${before.evaluations}`.padStart(12)} ${before.stop.padStart(13)} ${before.last.total.toExponential(3).padStart(11)} ` +
      `${`${liveBytes}`.padStart(11)} ${`${peakBytes}`.padStart(11)} ${seconds.padStart(8)}`,
  );
  // The first frame has sizes that no later one has, and the second a temporal target: from then on nothing is new.
  if (index === 1) flat = liveBytes;
  if (!Number.isFinite(before.last.total)) failure = 'the loss is not finite';
  if (flat !== null && liveBytes !== flat) failure = `memory went from ${flat} to ${liveBytes} bytes`;
  if (lost !== null) failure = `the device was lost: ${lost}`;
}
console.log(failure === null ? 'Memory is flat.' : `FAILED: ${failure}`);
painter.dispose();
opened.close();
process.exit(failure === null ? 0 : 1);
