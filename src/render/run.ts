import { PleinAirError } from '../core/errors.ts';
import { toRgbaImage } from '../core/image.ts';
import { colorTreatment } from '../engine/color/color-mode.ts';
import { normalizeWeights } from '../engine/losses/terms.ts';
import { createPainter, type FrameTask, type PaintedFrame, type Painter } from '../engine/painter.ts';
import { loadBalanced } from './balance.ts';
import { filmChain } from './chain.ts';
import type { RenderEvent } from './events.ts';
import { createFilmMotion, type FilmMotion } from './film-motion.ts';
import { createFlowStore } from './flow-store.ts';
import { type CutSide, type FrameRecord, findFrame, keepFrame, sumRecords } from './frame-record.ts';
import { frameStart } from './frame-start.ts';
import type { PreparedFilm, RenderJob, RenderPorts } from './job.ts';
import { createPaintedPictures } from './painted-pictures.ts';
import { budget, type Painted, type Visit } from './plan.ts';
import { findSurroundings } from './surroundings.ts';

/**
 * Paints a prepared film, balanced where that is wanted (`balanceFilm`), frame by frame, in as many passes as the params want. Every painted frame is kept before it is told, so that
 * stopping at any point (the signal, a crash) loses at most the frame in work, and running again goes on from there.
 * @returns the record of every frame, in the order of the film
 * @throws PleinAirError; the signal's reason when it is aborted
 */
export async function* paintFilm(
  job: RenderJob,
  film: PreparedFilm,
  ports: RenderPorts,
  signal?: AbortSignal,
): AsyncGenerator<RenderEvent, FrameRecord[]> {
  // A run is paused by not drawing its next event: that time is not work.
  let away = 0;
  const events = paintFrames(job, film, { ...ports, now: () => ports.now() - away }, signal);
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      const told = ports.now();
      yield next.value;
      away += ports.now() - told;
    }
  } finally {
    await events.return([]);
  }
}

async function* paintFrames(
  job: RenderJob,
  film: PreparedFilm,
  ports: RenderPorts,
  signal: AbortSignal | undefined,
): AsyncGenerator<RenderEvent, FrameRecord[]> {
  const { params } = job;
  const { size, frames } = film;
  const { visits, keyOf } = await filmChain(job, film, ports.weightsSha256);
  const passes = visits.at(-1)!.pass;
  let kept = 0;
  // One after another: thousands of files open at once are more than some systems allow.
  for (const visit of visits) if (await ports.store.get(`painted/${keyOf(visit)}.json`)) kept++;
  yield { type: 'started', frames: frames.length, passes, size, kept };

  const reference = await loadBalanced(frames[0]!, ports);
  const colors = colorTreatment(params, reference);
  const shares = normalizeWeights(params.input_style_weights);
  const paintings = job.paintings.map(({ image }, i) => ({ image: colors.style(image), weight: shares[i]! }));
  const painter = createPainter(
    ports.objectives,
    paintings,
    { resize: params.input_style_resize, scale: params.input_style_scale, size: params.input_style_size },
    params,
  );
  const motion = createFilmMotion(film, params, ports, createFlowStore(ports.store), signal);
  const pictures = createPaintedPictures(ports);
  const seen = {
    painting: (at: Painted) => pictures.get(keyOf(at)),
    photograph: async (index: number) => colors.content(await loadBalanced(frames[index]!, ports)),
  };
  const records: FrameRecord[][] = frames.map(() => []);
  try {
    for (const visit of visits) {
      signal?.throwIfAborted();
      const { index, pass, order } = visit;
      const frame = frames[index]!;
      const key = keyOf(visit);
      const found = await findFrame(ports, key);
      let painted = found;
      if (!painted) {
        const began = ports.now();
        const around = await findSurroundings(visit, params, motion, seen, visits[0]!);
        const { reliable, cut, side } = around;
        // Further passes would tell the same again.
        if (reliable !== null && visit.before && pass <= 2) {
          yield { type: 'flow', index, from: visit.before.index, reliable, cut: side };
        }
        prepareNext(visits[order + 1], motion);
        const content = await seen.photograph(index);
        const { mean } = ports.objectives;
        const start = frameStart({ params, kind: visit.kind, content, style: paintings[0]!.image, mean, around });
        const evaluations = budget(params, visit.kind, cut);
        const result = yield* paintFrame(painter, { content, ...start, evaluations }, visit, signal);
        checkFinite(result, frame.name);
        painted = {
          record: recordOf(result, frame, (ports.now() - began) / 1000, side),
          image: toRgbaImage(result.image),
        };
        await keepFrame(ports, key, painted);
      }
      // The photograph may have another name than when its frame was kept.
      const record = { ...painted.record, name: frame.name };
      records[index]!.push(record);
      pictures.note(key, painted.image);
      yield {
        type: 'painted',
        index,
        pass,
        order,
        frames: frames.length,
        record,
        image: painted.image,
        kept: !!found,
      };
    }
    return records.map(sumRecords);
  } finally {
    await motion.close();
    painter.dispose();
  }
}

/** Looks for the motion of the next frame while this one is painted. */
function prepareNext(visit: Visit | undefined, motion: FilmMotion): void {
  if (!visit) return;
  const { index, before, after, held, home } = visit;
  const others = [before, after, ...held.map(({ painting }) => painting), home?.painting];
  for (const other of others) if (other) motion.prepare(index, other.index);
}

async function* paintFrame(
  painter: Painter,
  task: FrameTask,
  { index, pass, order }: Visit,
  signal: AbortSignal | undefined,
): AsyncGenerator<RenderEvent, PaintedFrame> {
  const steps = painter.paint(task, signal);
  let step = await steps.next();
  try {
    while (!step.done) {
      yield { type: 'step', index, pass, order, ...step.value };
      step = await steps.next();
    }
    return step.value;
  } finally {
    await steps.return(undefined as never);
  }
}

function recordOf(
  { first, last, evaluations, work, stop }: PaintedFrame,
  { name, sha256 }: { readonly name: string; readonly sha256: string },
  seconds: number,
  cut: CutSide | null,
): FrameRecord {
  return { name, sha256, first, last, evaluations, work, stop, seconds, ...(cut && { cut }) };
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
