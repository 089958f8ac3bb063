import { PleinAirError } from '../../core/errors.ts';
import { balanceFilm } from '../balance.ts';
import type { RenderEvent } from '../events.ts';
import { openFinishedFilm } from '../finished.ts';
import type { FrameRecord } from '../frame-record.ts';
import type { PreparedFilm, RenderJob } from '../job.ts';
import type { OpenEngine } from '../open-engine.ts';
import { prepareFilm } from '../prepare.ts';
import { writeRecord } from '../record.ts';
import { paintFilm } from '../run.ts';
import { processorWarning } from '../slow-device.ts';
import { drain } from './drain.ts';
import { createEngineKeeper, type EngineKeeper } from './engine-keeper.ts';
import type { JobContext } from './job-context.ts';
import { openJobSource, pickedWeights } from './job-inputs.ts';
import type { PauseGate } from './pause-gate.ts';
import type { PictureSlot } from './picture-slot.ts';
import type { WorkerEvent, WorkerJob } from './protocol.ts';

/** The ends of a paint run that lead outside. */
export interface PaintReins {
  readonly signal: AbortSignal;
  readonly gate: PauseGate;
  readonly slot: PictureSlot;
  emit(event: WorkerEvent): void;
}

/**
 * Paints a job, through losses of the device too.
 * @returns YAML of the record
 * @throws PleinAirError; the signal's reason when it is aborted
 */
export async function runPaint(job: WorkerJob, context: JobContext, reins: PaintReins): Promise<string> {
  const { ports, facts } = context;
  const { signal, emit } = reins;
  const { params, extras } = job;
  const localWeights = pickedWeights(job);
  const source = openJobSource(job, ports);
  const paintings = await context.paintings.load(job.styles);
  for (const { name, sha256 } of paintings) await facts.keepPainting(name, sha256);
  const { codec } = ports;
  const store = ports.stores.render;
  const renderJob: RenderJob = { params, source, paintings };
  const film = await drain(prepareFilm(renderJob, { store, codec }, signal), (event) => emitPlain(event, emit), reins);
  await facts.keepFilm(job, film);
  await warnOfEncoder(job, film, context, emit);
  const engines = createEngineKeeper(
    params,
    {
      devices: ports.devices,
      wasmFiles: ports.wasmFiles,
      weightsStore: ports.stores.weights,
      fetcher: ports.fetcher,
      localWeights,
    },
    {
      onProgress: (progress) => emit({ type: 'weights', progress }),
      warn: (message) => emit({ type: 'warning', message }),
      delays: ports.deviceDelays,
      signal,
    },
  );
  try {
    const { engine, records } = await paintThroughLosses(renderJob, film, engines, context, reins);
    const { adapter, weights } = engine;
    return writeRecord({ params, extras, paintings }, records, { adapter, weights, ...ports.about });
  } finally {
    engines.dispose();
  }
}

async function paintThroughLosses(
  job: RenderJob,
  film: PreparedFilm,
  engines: EngineKeeper,
  { ports, facts }: JobContext,
  reins: PaintReins,
): Promise<{ engine: OpenEngine; records: FrameRecord[] }> {
  const { signal, emit } = reins;
  const announce = async (engine: OpenEngine) => {
    const { adapter, weights, warnings, fellBack } = engine;
    emit({ type: 'engine', adapter, untrainedLayers: weights.untrainedLayers });
    for (const message of warnings) emit({ type: 'warning', message });
    if (fellBack) emit({ type: 'warning', message: processorWarning(job.params, film.size, film.frames.length) });
    await facts.keepWeights(job.params, { provenance: weights, adapter });
  };
  const told = { started: false, painted: new Set<number>() };
  let engine = await engines.open();
  await announce(engine);
  for (;;) {
    const { objectives, flow, weights, lost } = engine;
    const base = { store: ports.stores.render, codec: ports.codec, weightsSha256: weights.sha256 };
    const renderPorts = { ...base, objectives, flow, now: ports.now };
    try {
      const balancing = balanceFilm(film, job.params, renderPorts, signal);
      const balanced = await drain(balancing, (event) => emitPlain(event, emit), { ...reins, lost });
      const finished = await openFinishedFilm(job, balanced, base);
      const tell = async (event: RenderEvent) => {
        if (event.type === 'painted') {
          // A frame of an earlier run is only read: it says nothing of the device.
          if (!event.kept) engines.proven();
          // After a loss the run goes through the frames again that were told already.
          if (told.painted.has(event.order)) return;
          told.painted.add(event.order);
          const { index, pass, order, frames, record, kept } = event;
          const png = pngBlob(await finished.png(index, pass), record.name);
          return emit({ type: 'painted', index, pass, order, frames, record, kept, png });
        }
        if (event.type === 'started' && told.started) return;
        told.started ||= event.type === 'started';
        if (event.type === 'step') reins.slot.offer(event);
        return emitPlain(event, emit);
      };
      const records = await drain(paintFilm(job, balanced, renderPorts, signal), tell, { ...reins, lost });
      return { engine, records };
    } catch (error) {
      const reason = await engines.lossOf(engine);
      if (signal.aborted || reason === null) throw error;
      emit({ type: 'device-lost', reason });
      engine = await engines.reopen();
      await announce(engine);
    }
  }
}

/** Events that cross to the page as they are, but for their pictures. */
function emitPlain(event: RenderEvent, emit: (event: WorkerEvent) => void): void {
  if (event.type === 'step') {
    const { image, ...step } = event;
    emit(step);
  } else if (event.type !== 'painted') {
    emit(event);
  }
}

function pngBlob(bytes: Uint8Array | null, name: string): Blob {
  if (bytes) return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' });
  throw new PleinAirError('storage', `The painted frame of ${name} is gone.`, 'Paint again: it is painted anew.');
}

/** Found out now: a film that cannot be written must not come as a surprise after a night of painting. */
async function warnOfEncoder(
  { params }: WorkerJob,
  { size }: PreparedFilm,
  { ports }: JobContext,
  emit: (event: WorkerEvent) => void,
): Promise<void> {
  try {
    await ports.encoder.prepare(params.export_codec, size);
  } catch (error) {
    if (!(error instanceof PleinAirError)) throw error;
    emit({ type: 'warning', message: error.text });
  }
}
