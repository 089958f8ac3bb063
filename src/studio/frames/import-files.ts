import type { FrameItem } from '../../project/document.ts';
import { MAX_STYLES } from '../../project/params.ts';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import type { ImportPorts, PicturesAs } from './import-ports.ts';
import { type ImportReport, useImport } from './import-store.ts';
import { keepPictures } from './keep-pictures.ts';
import { type Refusal, sortFiles } from './sort-files.ts';
import { stoppedText } from './stopped-text.ts';
import { takeVideos } from './take-videos.ts';

/**
 * Takes whatever files a person gave into the open project: pictures, videos, a params file. Every file is taken or named in the report with a
 * reason. Does nothing while another import is under way.
 */
export async function importFiles(files: readonly File[], as: PicturesAs, ports: ImportPorts): Promise<ImportReport> {
  const nothing: ImportReport = { added: 0, refused: [], stopped: null };
  if (useImport.getState().activity.kind !== 'idle' || files.length === 0) return nothing;
  const { pictures, videos, params, refused: unusable } = sortFiles(files);
  const refused: Refusal[] = [...unusable];
  const usable = [...videos, ...pictures, ...params];
  const [paramsFile, ...furtherParams] = params;
  refused.push(...furtherParams.map(({ name }) => ({ name, reason: 'one params file at a time' })));
  let added = 0;
  let stopped: string | null = null;
  const controller = new AbortController();
  try {
    if (usable.length > 0) await ports.ensureProject(usable);
    if (paramsFile) await ports.loadParams(paramsFile);
    if (pictures.length > 0) {
      const kept = await importPictures(pictures, as, ports, controller);
      added += kept.added;
      refused.push(...kept.refused);
      stopped = kept.stopped;
    }
    if (videos.length > 0 && stopped === null) {
      const taken = await takeVideos(videos, ports, controller, appendFrames);
      added += taken.added;
      refused.push(...taken.refused);
      stopped = taken.stopped;
    }
  } catch (error) {
    useImport.setState({ activity: { kind: 'idle' } });
    throw error;
  }
  const report: ImportReport = { added, refused, stopped };
  const worthReading = refused.length > 0 || (stopped !== null && !controller.signal.aborted);
  useImport.setState({ activity: worthReading ? { kind: 'report', report } : { kind: 'idle' } });
  return report;
}

async function importPictures(
  pictures: readonly File[],
  as: PicturesAs,
  { services, check }: ImportPorts,
  controller: AbortController,
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
    present: as === 'styles' ? [] : presentFrames(),
    signal: controller.signal,
    onProgress: (done, detail) =>
      useImport.setState({
        activity: { kind: 'running', title, detail, done, total: within.length, cancel: () => controller.abort() },
      }),
  });
  if (as === 'styles') {
    if (kept.items.length > 0) useDocument.getState().addStyles(kept.items);
  } else {
    appendFrames(kept.items);
  }
  if (kept.items.length > 0) void services.persist();
  return {
    added: kept.items.length,
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
