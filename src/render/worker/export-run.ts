import { PleinAirError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image.ts';
import { createMemorySink } from '../../export/film-sink.ts';
import { stillName } from '../../export/stills.ts';
import { filmCredits } from '../../project/credits.ts';
import type { ChainJob } from '../chain.ts';
import { writeFilm } from '../film.ts';
import { type FinishedFilm, openFinishedFilm } from '../finished.ts';
import type { FrameRecord } from '../frame-record.ts';
import { createLazyFlow } from '../open-flow.ts';
import { type PaintedPart, paintedPart } from '../painted-part.ts';
import { writeRecord } from '../record.ts';
import type { ExportedFile } from './client.ts';
import type { JobContext } from './job-context.ts';
import { type FoundRun, findRun } from './painted-so-far.ts';
import type { WorkerJob } from './protocol.ts';

/** What the studio offers to save under another name. */
const FILM_NAME = 'plein-air.webm';

/** Told as an export goes on. @param done painted frames that are in the film, of `frames` */
export type ExportProgress = (done: number, frames: number) => void;

/** The film of the frames painted so far, with its record. @throws PleinAirError kind `input` where none is painted; as `writeFilm` */
export async function exportFilm(
  job: WorkerJob,
  context: JobContext,
  signal: AbortSignal,
  onProgress: ExportProgress,
): Promise<ExportedFile[]> {
  const { run, finished, part } = await paintedFilm(job, context);
  const { ports } = context;
  const { params, extras } = job;
  const records = await paintedRecords(finished, run, part, signal);
  const { adapter, provenance } = run.weights;
  const record = writeRecord({ params, extras, paintings: run.paintings }, records, {
    adapter,
    weights: provenance,
    ...ports.about,
  });
  const sink = createMemorySink();
  const credits = filmCredits(job.frames);
  const shown = { count: records.length, from: part.from };
  const onFrame = (place: number) => onProgress(place, records.length);
  const settings = { params, film: run.film, shown, record, credits, sink, onFrame };
  const { codec, encoder, stores } = ports;
  const flow = createLazyFlow(params, ports.devices);
  try {
    const filmPorts = { store: stores.render, codec, encoder, flow };
    await writeFilm(partImages(finished, part), settings, filmPorts, signal);
  } finally {
    flow.dispose();
  }
  const blob = new Blob([sink.bytes() as Uint8Array<ArrayBuffer>], { type: 'video/webm' });
  return [{ name: FILM_NAME, blob }];
}

/** The frames painted so far as PNG files, in order, each named by its place in the film. @throws as `exportFilm` */
export async function exportStills(job: WorkerJob, context: JobContext, signal: AbortSignal): Promise<ExportedFile[]> {
  const { finished, part } = await paintedFilm(job, context);
  const files: ExportedFile[] = [];
  for (let index = part.from; index < part.to; index++) {
    signal.throwIfAborted();
    const png = await finished.png(index, part.pass);
    if (!png) throw damaged(index);
    const blob = new Blob([png as Uint8Array<ArrayBuffer>], { type: 'image/png' });
    files.push({ name: stillName(index), blob });
  }
  return files;
}

interface PaintedFilm {
  readonly run: FoundRun;
  readonly finished: FinishedFilm;
  readonly part: PaintedPart;
}

async function paintedFilm(job: WorkerJob, context: JobContext): Promise<PaintedFilm> {
  const run = await findRun(job, context);
  if (!run) throw nothingPainted();
  const { stores, codec } = context.ports;
  const chain: ChainJob = { params: job.params, paintings: run.paintings };
  const ports = { store: stores.render, codec, weightsSha256: run.weights.provenance.sha256 };
  const finished = await openFinishedFilm(chain, run.film, ports);
  const part = paintedPart(await finished.painted());
  if (!part) throw nothingPainted();
  return { run, finished, part };
}

async function paintedRecords(
  finished: FinishedFilm,
  { film }: FoundRun,
  { pass, from, to }: PaintedPart,
  signal: AbortSignal,
): Promise<FrameRecord[]> {
  const records: FrameRecord[] = [];
  for (let index = from; index < to; index++) {
    signal.throwIfAborted();
    const record = await finished.record(index, pass);
    if (!record) throw damaged(index);
    // The photograph may have another name now than when it was painted.
    records.push({ ...record, name: film.frames[index]!.name });
  }
  return records;
}

async function* partImages(finished: FinishedFilm, { pass, from, to }: PaintedPart): AsyncGenerator<RgbaImage> {
  for (let index = from; index < to; index++) {
    const frame = await finished.frame(index, pass);
    if (!frame) throw damaged(index);
    yield frame.image;
  }
}

/** An export must not end early in silence. */
function damaged(index: number): PleinAirError {
  return new PleinAirError(
    'storage',
    `The painted frame ${index + 1} is gone or damaged.`,
    'Paint again: it is painted anew, the others are kept.',
  );
}

function nothingPainted(): PleinAirError {
  return new PleinAirError(
    'input',
    'No frame is painted yet with these params, frames and paintings.',
    'Paint first; what is painted so far can be exported at any time.',
  );
}
