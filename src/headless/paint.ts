// `npm run paint`: photographs or the built-in street in, a painted film and its record out.
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { isAbort, PleinAirError } from '../core/errors.ts';
import type { RgbaImage } from '../core/image.ts';
import { otherStills, writeStills } from '../export/stills.ts';
import type { FrameSource } from '../frames/source.ts';
import { createFilesSource } from '../frames/sources/files/files-source.ts';
import { createStoredSource } from '../frames/sources/stored/stored-source.ts';
import type { BlobStore } from '../platform/blob-store.ts';
import type { ImageCodec } from '../platform/image-codec.ts';
import { createNodeFetcher } from '../platform/node/fetcher.ts';
import { listFiles } from '../platform/node/files.ts';
import { createFolderStore } from '../platform/node/folder-store.ts';
import { createNodeImageCodec } from '../platform/node/image-codec.ts';
import { createNodeVideoEncoder } from '../platform/node/video-encoder.ts';
import { filmCredits } from '../project/credits.ts';
import { withRouteFrames } from '../project/route-frames.ts';
import type { Params } from '../project/schema.ts';
import { balanceFilm } from '../render/balance.ts';
import { openDemoSource } from '../render/demo-source.ts';
import type { RenderEvent } from '../render/events.ts';
import { type FilmPorts, type FilmSettings, writeFilm } from '../render/film.ts';
import { finishedFrames } from '../render/finished.ts';
import { type OpenEngine, openEngine } from '../render/open-engine.ts';
import { prepareFilm } from '../render/prepare.ts';
import { recordDifferences, writeRecord } from '../render/record.ts';
import { routePhotographs } from '../render/route-photographs.ts';
import { paintFilm } from '../render/run.ts';
import { processorWarning } from '../render/slow-device.ts';
import { fetchRoute } from './fetch-route.ts';
import { createFilmFile, writeWholeFile } from './film-file.ts';
import { openImagery } from './imagery.ts';
import { createNodePlatform, guardProcessHooks } from './node-platform.ts';
import { HELP, type PaintOptions, parsePaintOptions } from './paint-options.ts';
import { createProgressPrinter, type ProgressPrinter } from './progress.ts';
import { type ReadProject, readProject } from './read-project.ts';
import { UsageError } from './usage-error.ts';

/** 128 + SIGINT: what shells expect of a program stopped by Ctrl-C. */
const INTERRUPTED = 130;

/** Drains a generator of events and gives what it returns. */
async function follow<T>(events: AsyncGenerator<RenderEvent, T>, printer: ProgressPrinter): Promise<T> {
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value;
    printer.event(next.value);
  }
}

/** Where a run's frames come from, with what is to be said of them. */
interface OpenSource {
  readonly source: FrameSource;
  readonly params: Params;
  /** lines */
  readonly credits: readonly string[];
}

async function openSource(
  options: PaintOptions,
  params: Params,
  { store, codec, printer }: { store: BlobStore; codec: ImageCodec; printer: ProgressPrinter },
  signal: AbortSignal,
): Promise<OpenSource> {
  const { source } = options;
  if (source.kind === 'demo') return { source: openDemoSource(source.frames, params), params, credits: [] };
  if (source.kind === 'frames') {
    const { folder } = source;
    const files = await listFiles(folder);
    return { source: createFilesSource({ label: `the folder ${folder}`, files, codec }), params, credits: [] };
  }
  const open = openImagery(createNodeFetcher(), process.env);
  const now = () => performance.now() / 1000;
  const choice = await fetchRoute(params, { store, codec, open, say: printer.say, now }, signal);
  const photographs = routePhotographs(choice);
  return {
    source: createStoredSource({ photographs, store, codec }),
    params: withRouteFrames(params, choice),
    credits: filmCredits(choice),
  };
}

async function open(project: ReadProject, printer: ProgressPrinter, signal: AbortSignal): Promise<OpenEngine> {
  const unhook = guardProcessHooks();
  let file = '';
  const engine = await openEngine(project.params, await createNodePlatform(project.weightsPath), {
    onProgress: (progress) => {
      if (progress.file === file) return;
      file = progress.file;
      printer.say(`Weights: ${file}, ${(progress.done / 1e6).toFixed(1)} of ${(progress.total / 1e6).toFixed(1)} MB`);
    },
    warn: (message) => printer.say(`Note: ${message}`),
    signal,
  });
  unhook();
  for (const warning of engine.warnings) printer.say(`Note: ${warning}`);
  return engine;
}

async function paint(options: PaintOptions, signal: AbortSignal): Promise<void> {
  const codec = createNodeImageCodec();
  const project = await readProject(options, codec);
  const { paintings } = project;
  const printer = createProgressPrinter(project.params);
  const out = resolve(options.out);
  const store = createFolderStore(`${out}.work`);
  for (const warning of project.warnings) printer.say(`Note: ${warning}`);
  const { source, params, credits } = await openSource(options, project.params, { store, codec, printer }, signal);
  const job = { params, source, paintings };
  try {
    const film = await follow(prepareFilm(job, { store, codec }, signal), printer);
    // Found out now: an encoder that is missing must not cost a night of painting.
    await createNodeVideoEncoder().prepare(params.export_codec, film.size);
    const engine = await open(project, printer, signal);
    try {
      printer.say(`Device: ${engine.adapter}`);
      if (engine.fellBack) printer.say(`Note: ${processorWarning(params, film.size, film.frames.length)}`);
      const { objectives, flow, weights } = engine;
      for (const line of recordDifferences(project.recorded, weights.sha256, film)) printer.say(`Note: ${line}`);
      const ports = { store, codec, objectives, flow, weightsSha256: weights.sha256, now: () => performance.now() };
      const balanced = await follow(balanceFilm(film, params, ports, signal), printer);
      const records = await follow(paintFilm(job, balanced, ports, signal), printer);
      printer.stop();
      const record = writeRecord({ ...project, params }, records, {
        adapter: engine.adapter,
        version: packageJson.version,
        versions: {
          node: process.versions.node,
          tfjs: packageJson.dependencies['@tensorflow/tfjs-core'].replace(/^\D+/, ''),
        },
        weights,
      });
      const frames = () => finishedFrames(job, balanced, ports);
      const encoder = createNodeVideoEncoder();
      await exportFilm(out, { params, film, record, credits }, frames(), { ...ports, encoder }, printer, signal);
      const recordName = `${basename(out).replace(/\.webm$/i, '')}.yaml`;
      await writeWholeFile(join(dirname(out), recordName), new TextEncoder().encode(record));
      if (options.stills !== undefined) {
        const folder = resolve(options.stills);
        const stills = createFolderStore(folder);
        const written = await writeStills(frames(), '', { codec, store: stills }, signal);
        const named = params.export_credit ? credits : [];
        if (named.length > 0) await stills.put('credits.txt', new TextEncoder().encode(`${named.join('\n')}\n`));
        // The one folder alone: what lies below it is not the film's. The stills are there, so no look at it may fail the run.
        const others = otherStills(await readdir(folder).catch(() => []), written);
        if (others.length > 0) {
          printer.say(
            `Note: ${options.stills} holds stills of another film too: ${others[0]}${others.length > 1 ? ` to ${others.at(-1)}` : ''}.`,
          );
        }
      }
      printer.say(`${options.out}: ${records.length} frames. Record: ${join(dirname(options.out), recordName)}`);
    } finally {
      engine.dispose();
    }
  } finally {
    printer.stop();
  }
}

async function exportFilm(
  out: string,
  settings: Pick<FilmSettings, 'params' | 'film' | 'record' | 'credits'>,
  frames: AsyncIterable<RgbaImage>,
  ports: FilmPorts,
  printer: ProgressPrinter,
  signal: AbortSignal,
): Promise<void> {
  const file = await createFilmFile(out);
  const count = settings.film.frames.length;
  const onFrame = (place: number) => printer.encoding(place, count);
  try {
    await writeFilm(frames, { ...settings, shown: { count }, sink: file, onFrame }, ports, signal);
    await file.keep();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

async function main(args: readonly string[]): Promise<number> {
  const abort = new AbortController();
  let interrupts = 0;
  process.on('SIGINT', () => {
    if (++interrupts > 1) process.exit(INTERRUPTED);
    process.stderr.write('\nStopping. Painted frames are kept; the same command goes on from there.\n');
    abort.abort();
  });
  try {
    const options = parsePaintOptions(args);
    if (!options) {
      process.stdout.write(HELP);
      return 0;
    }
    await paint(options, abort.signal);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\nSee npm run paint -- --help`);
      return 2;
    }
    // A lost device also answers with an AbortError, and no one asked for that.
    if (isAbort(error) && abort.signal.aborted) return INTERRUPTED;
    if (!(error instanceof PleinAirError)) throw error;
    console.error(error.text);
    return 1;
  }
}

main(process.argv.slice(2)).then(
  // Leaves at once: a GPU device or a worker would keep the process waiting.
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    process.exit(1);
  },
);
