import { PleinAirError } from '../../core/errors.ts';
import type { FrameItem } from '../../project/document.ts';
import { MAX_STYLES } from '../../project/params.ts';
import { useDocument } from '../state/document-store.ts';
import { noteOpenProject } from '../state/note-open-project.ts';
import { useSession } from '../state/session-store.ts';
import { holdsRoute } from './holds-route.ts';
import type { ImportPorts, PicturesAs } from './import-ports.ts';
import { type ImportReport, useImport } from './import-store.ts';
import { keepPictures } from './keep-pictures.ts';
import { type Refusal, sortFiles } from './sort-files.ts';
import { reasonOf, stoppedText } from './stopped-text.ts';
import { takeVideos } from './take-videos.ts';

/**
 * Takes whatever files a person gave into the open project: pictures, videos, a params file, a route. Every file is taken or named in the report with a
 * reason. Pictures come before params, which may name them as paintings.
 * @throws PleinAirError kind `input` while another import is under way, and what opening a project throws
 */
export async function importFiles(files: readonly File[], as: PicturesAs, ports: ImportPorts): Promise<ImportReport> {
  const { kind } = useImport.getState().activity;
  if (kind === 'running' || kind === 'asking') {
    throw new PleinAirError('input', 'Other files are being added just now.', 'Give these again when that is done.');
  }
  const sorted = sortFiles(files);
  const films = await only(sorted.videos, ports.carriesParams);
  const routes = await only(sorted.routes, holdsRoute);
  const videos = sorted.videos.filter((video) => !films.includes(video));
  const [paramsFile, ...furtherParams] = [...sorted.params, ...films];
  const [route, ...furtherRoutes] = routes;
  const reports: ImportReport[] = [];
  const controller = new AbortController();
  // Who comes back to the project finds it as it was left: nothing is added in passing.
  let closed = false;
  const isOpen = () => !closed;
  let unwatch: () => void = () => undefined;
  try {
    const usable = [...sorted.videos, ...sorted.pictures, ...sorted.params, ...routes];
    if (usable.length > 0) {
      await ports.ensureProject(usable);
      const isShown = noteOpenProject();
      unwatch = useDocument.subscribe(() => {
        if (isShown()) return;
        closed = true;
        controller.abort();
      });
    }
    const add = (frames: readonly FrameItem[]) => isOpen() && appendFrames(frames);
    if (sorted.pictures.length > 0) reports.push(await importPictures(sorted.pictures, as, ports, controller, isOpen));
    if (paramsFile && isOpen()) await ports.loadParams(paramsFile);
    if (route && isOpen()) reports.push(await importRoute(route, ports));
    if (videos.length > 0 && isOpen() && !reports.some(({ stopped }) => stopped !== null)) {
      const taken = await takeVideos(videos, ports, controller, add);
      reports.push(isOpen() ? taken : { ...taken, frames: 0 });
    }
  } finally {
    unwatch();
    useImport.setState({ activity: { kind: 'idle' } });
  }
  const report: ImportReport = {
    frames: reports.reduce((sum, { frames }) => sum + frames, 0),
    paintings: reports.reduce((sum, { paintings }) => sum + paintings, 0),
    refused: [
      ...sorted.refused,
      ...sorted.routes.filter((file) => !routes.includes(file)).map(({ name }) => ({ name, reason: NO_GEOJSON })),
      ...furtherParams.map(({ name }) => ({ name, reason: 'one params file at a time' })),
      ...furtherRoutes.map(({ name }) => ({ name, reason: 'one route at a time' })),
      ...reports.flatMap(({ refused }) => refused),
    ],
    stopped: isOpen() ? (reports.find(({ stopped }) => stopped !== null)?.stopped ?? null) : CLOSED,
  };
  const worthReading =
    report.refused.length > 0 || (report.stopped !== null && (!controller.signal.aborted || !isOpen()));
  if (worthReading) useImport.setState({ activity: { kind: 'report', report } });
  return report;
}

/** Another project that is open by then has not asked for them. */
const CLOSED =
  'What was not taken by then was not added: the project was closed meanwhile. Open it and give these files again.';

const NO_GEOJSON = 'no route: it is not GeoJSON';

/** Those that are what their names let expect: films of ours among videos, which bring params and not frames; routes among JSON. */
async function only(files: readonly File[], holds: (file: File) => Promise<boolean>): Promise<File[]> {
  const held: File[] = [];
  for (const file of files) if (await holds(file)) held.push(file);
  return held;
}

/** A file that is no route does not keep the others from being taken. */
async function importRoute(file: File, { loadRoute }: ImportPorts): Promise<ImportReport> {
  const refused: Refusal[] = [];
  try {
    await loadRoute(file);
  } catch (error) {
    if (!(error instanceof PleinAirError)) throw error;
    refused.push({ name: file.name, reason: reasonOf(error) });
  }
  return { frames: 0, paintings: 0, refused, stopped: null };
}

async function importPictures(
  pictures: readonly File[],
  as: PicturesAs,
  { services, check, facts }: ImportPorts,
  controller: AbortController,
  isOpen: () => boolean,
): Promise<ImportReport> {
  const room = as === 'styles' ? MAX_STYLES - (useDocument.getState().document?.styles.length ?? 0) : pictures.length;
  const within = pictures.slice(0, Math.max(0, room));
  const beyond = pictures
    .slice(within.length)
    .map(({ name }) => ({ name, reason: `a mix holds ${MAX_STYLES} paintings at most` }));
  const title = as === 'styles' ? 'Adding paintings' : 'Adding photographs';
  const kept = await keepPictures(within, {
    store: as === 'styles' ? services.styles : services.frames,
    check,
    ...(as === 'frames' && { facts }),
    present: as === 'styles' ? [] : presentFrames(),
    signal: controller.signal,
    onProgress: (done, detail) =>
      useImport.setState({
        activity: { kind: 'running', title, detail, done, total: within.length, cancel: () => controller.abort() },
      }),
  });
  if (!isOpen()) return { frames: 0, paintings: 0, refused: kept.refused, stopped: CLOSED };
  if (as === 'styles') {
    if (kept.items.length > 0) useDocument.getState().addStyles(kept.items);
  } else {
    appendFrames(kept.items);
  }
  if (kept.items.length > 0) void services.persist();
  return {
    frames: as === 'frames' ? kept.items.length : 0,
    paintings: as === 'styles' ? kept.items.length : 0,
    refused: [...kept.refused, ...beyond],
    stopped: kept.stopped && stoppedText(kept.stopped, `${kept.rest} of ${within.length} were not looked at.`),
  };
}

function presentFrames(): readonly FrameItem[] {
  const frames = useDocument.getState().document?.frames;
  return frames?.kind === 'files' ? frames.items : [];
}

/** Photographs join those that are there, and take the place of the demo. */
function appendFrames(items: readonly FrameItem[]): void {
  if (items.length === 0) return;
  useDocument.getState().setFrames({ kind: 'files', items: [...presentFrames(), ...items] });
  useSession.getState().setStep('frames');
}
