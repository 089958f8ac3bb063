import { PleinAirError } from '../core/errors.ts';
import type { FlowPair } from '../core/field.ts';
import { type RgbaImage, toFloatImage, toRgbaImage } from '../core/image.ts';
import { colorTreatment } from '../engine/color/color-mode.ts';
import { normalizeWeights } from '../engine/losses/terms.ts';
import { createPainter, type FrameTask, type PaintedFrame, type Painter } from '../engine/painter.ts';
import type { Params } from '../project/schema.ts';
import { frameKeys } from './chain.ts';
import type { RenderEvent } from './events.ts';
import { type FrameRecord, findFrame, keepFrame } from './frame-record.ts';
import type { PreparedFilm, RenderJob, RenderPorts } from './job.ts';
import { loadPrepared } from './prepare.ts';
import { frameStart } from './temporal.ts';

/** Flow counts as trusted above this weight when it is reported. */
const TRUSTED = 0.5;

/**
 * Paints a prepared film frame by frame. Every painted frame is kept before it is told, so that stopping at any point (the signal,
 * a crash) loses at most the frame in work, and running again goes on from there.
 * @returns the record of every frame, in order
 * @throws PleinAirError; the signal's reason when it is aborted
 */
export async function* paintFilm(
  job: RenderJob,
  film: PreparedFilm,
  ports: RenderPorts,
  signal?: AbortSignal,
): AsyncGenerator<RenderEvent, FrameRecord[]> {
  const { params } = job;
  const { size, frames } = film;
  const keys = await frameKeys(job, film, ports.weightsSha256);
  let kept = 0;
  // One after another: thousands of files open at once are more than some systems allow.
  for (const key of keys) if (await ports.store.get(`painted/${key}.json`)) kept++;
  yield { type: 'started', frames: frames.length, size, kept };

  const reference = toFloatImage(await loadPrepared(frames[0]!, ports));
  const colors = colorTreatment(params, reference);
  const shares = normalizeWeights(params.input_style_weights);
  const paintings = job.paintings.map(({ image }, i) => ({ image: colors.style(image), weight: shares[i]! }));
  const painter = createPainter(
    ports.objectives,
    paintings,
    { resize: params.input_style_resize, scale: params.input_style_scale, size: params.input_style_size },
    params,
  );
  const records: FrameRecord[] = [];
  let first: RgbaImage | null = null;
  let previous: { photograph: RgbaImage; painted: RgbaImage } | null = null;
  try {
    for (const [index, frame] of frames.entries()) {
      signal?.throwIfAborted();
      const photograph = await loadPrepared(frame, ports);
      const key = keys[index]!;
      const found = await findFrame(ports, key);
      let painted = found;
      if (!painted) {
        const began = ports.now();
        const flow: FlowPair | null =
          previous && (await flowBetween(previous.photograph, photograph, job, ports, signal));
        if (flow) yield { type: 'flow', index, reliable: trustedShare(flow) };
        const content = colors.content(toFloatImage(photograph));
        const start = frameStart({
          params,
          content,
          style: paintings[0]!.image,
          mean: ports.objectives.mean,
          still: frames.length === 1,
          previous: previous && { painted: toFloatImage(previous.painted), flow },
          firstPainted: first && toFloatImage(first),
        });
        const evaluations = budget(params, index, frames.length);
        const result = yield* paintFrame(painter, { content, ...start, evaluations }, index, signal);
        checkFinite(result, frame.name);
        const record: FrameRecord = {
          name: frame.name,
          sha256: frame.sha256,
          first: result.first,
          last: result.last,
          evaluations: result.evaluations,
          stop: result.stop,
          seconds: (ports.now() - began) / 1000,
        };
        painted = { record, image: toRgbaImage(result.image) };
        await keepFrame(ports, key, painted);
      }
      // The photograph may have another name than when its frame was kept.
      const record = { ...painted.record, name: frame.name };
      records.push(record);
      // Later frames go on from what was kept, in 8 bits: a resumed film is then the same as one painted in one go.
      first ??= painted.image;
      previous = { photograph, painted: painted.image };
      yield {
        type: 'painted',
        index,
        frames: frames.length,
        record,
        image: painted.image,
        kept: !!found,
      };
    }
    return records;
  } finally {
    painter.dispose();
  }
}

async function* paintFrame(
  painter: Painter,
  task: FrameTask,
  index: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<RenderEvent, PaintedFrame> {
  const steps = painter.paint(task, signal);
  let step = await steps.next();
  try {
    while (!step.done) {
      yield { type: 'step', index, ...step.value };
      step = await steps.next();
    }
    return step.value;
  } finally {
    await steps.return(undefined as never);
  }
}

/** A loss that is no number makes a picture of nothing, and a record that cannot be read: such a frame is not kept. */
function checkFinite({ first, last, stop }: PaintedFrame, name: string): void {
  if (stop !== 'not_finite' && Number.isFinite(first.total) && Number.isFinite(last.total)) return;
  throw new PleinAirError(
    'input',
    `The loss of ${name} is ${Number.isFinite(first.total) ? last.total : first.total}: its numbers are too large for single precision.`,
    'Use smaller weight_*, nn_content_loss_function 1 or 2, a smaller job_learning_rate with adam, or other network weights. Frames painted before are kept.',
  );
}

type BudgetParams = Pick<Params, 'job_max_iterations' | 'video_first_iterations' | 'video_iterations'>;

/** Evaluations for a frame, at full size. @param index from 0 @param frames in the whole film; 1 is a still */
export function budget(params: BudgetParams, index: number, frames: number): number {
  if (frames === 1) return params.job_max_iterations;
  return index === 0 ? params.video_first_iterations : params.video_iterations;
}

async function flowBetween(
  earlier: RgbaImage,
  later: RgbaImage,
  job: RenderJob,
  ports: RenderPorts,
  signal: AbortSignal | undefined,
): Promise<FlowPair | null> {
  if (job.params.flow_method === 'none') return null;
  return ports.flow.estimate(toFloatImage(earlier), toFloatImage(later), { signal });
}

function trustedShare({ reliability }: FlowPair): number {
  const { data } = reliability.backward;
  return data.reduce((count, weight) => count + (weight > TRUSTED ? 1 : 0), 0) / data.length;
}
