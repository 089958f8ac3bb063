import { PleinAirError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image.ts';
import { createMemorySink } from '../../export/film-sink.ts';
import { stillName } from '../../export/stills.ts';
import { filmCredits } from '../../project/credits.ts';
import type { ChainJob } from '../chain.ts';
import { writeFilm } from '../film.ts';
import { type FinishedFilm, openFinishedFilm } from '../finished.ts';
import type { FrameRecord } from '../frame-record.ts';
import { writeRecord } from '../record.ts';
import type { ExportedFile } from './client.ts';
import type { JobContext } from './job-context.ts';
import { type FoundRun, findRun } from './painted-so-far.ts';
import type { WorkerJob } from './protocol.ts';

/** What the studio offers to save under another name. */
const FILM_NAME = 'plein-air.webm';

/** The film of the frames painted so far, with its record. @throws PleinAirError kind `input` where none is painted; as `writeFilm` */
export async function exportFilm(job: WorkerJob, context: JobContext, signal: AbortSignal): Promise<ExportedFile[]> {
  const { run, finished } = await paintedFilm(job, context);
  const { ports } = context;
  const { params, extras } = job;
  const records = await paintedRecords(finished, run, signal);
  if (records.length === 0) throw nothingPainted();
  const { adapter, provenance } = run.weights;
  const record = writeRecord({ params, extras, paintings: run.paintings }, records, {
    adapter,
    weights: provenance,
    ...ports.about,
  });
  const sink = createMemorySink();
  const credits = filmCredits(job.frames);
  const settings = { params, size: run.film.size, record, credits, sink };
  await writeFilm(firstImages(finished, records.length), settings, ports.encoder, signal);
  const blob = new Blob([sink.bytes() as Uint8Array<ArrayBuffer>], { type: 'video/webm' });
  return [{ name: FILM_NAME, blob }];
}

/** The frames painted so far as PNG files, in order, up to the first that is not painted. @throws as `exportFilm` */
export async function exportStills(job: WorkerJob, context: JobContext, signal: AbortSignal): Promise<ExportedFile[]> {
  const { run, finished } = await paintedFilm(job, context);
  const files: ExportedFile[] = [];
  for (const index of run.film.frames.keys()) {
    signal.throwIfAborted();
    const png = await finished.png(index);
    if (!png) break;
    const blob = new Blob([png as Uint8Array<ArrayBuffer>], { type: 'image/png' });
    files.push({ name: stillName(index), blob });
  }
  if (files.length === 0) throw nothingPainted();
  return files;
}

async function paintedFilm(job: WorkerJob, context: JobContext): Promise<{ run: FoundRun; finished: FinishedFilm }> {
  const run = await findRun(job, context);
  if (!run) throw nothingPainted();
  const { stores, codec } = context.ports;
  const chain: ChainJob = { params: job.params, paintings: run.paintings };
  const ports = { store: stores.render, codec, weightsSha256: run.weights.provenance.sha256 };
  return { run, finished: await openFinishedFilm(chain, run.film, ports) };
}

async function paintedRecords(finished: FinishedFilm, { film }: FoundRun, signal: AbortSignal): Promise<FrameRecord[]> {
  const records: FrameRecord[] = [];
  for (const [index, { name }] of film.frames.entries()) {
    signal.throwIfAborted();
    const frame = await finished.frame(index);
    if (!frame) break;
    // The photograph may have another name now than when it was painted.
    records.push({ ...frame.record, name });
  }
  return records;
}

async function* firstImages(finished: FinishedFilm, count: number): AsyncGenerator<RgbaImage> {
  for (let index = 0; index < count; index++) {
    const frame = await finished.frame(index);
    if (!frame) {
      throw new PleinAirError(
        'storage',
        `The painted frame ${index + 1} is gone or damaged.`,
        'Paint again: it is painted anew, the others are kept.',
      );
    }
    yield frame.image;
  }
}

function nothingPainted(): PleinAirError {
  return new PleinAirError(
    'input',
    'No frame is painted yet with these params, frames and paintings.',
    'Paint first; what is painted so far can be exported at any time.',
  );
}
