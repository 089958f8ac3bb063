import { create } from 'zustand';
import { isAbort, type PleinAirError, StoreFullError } from '../../core/errors.ts';
import { filmCredits } from '../../project/credits.ts';
import type { ProjectDocument } from '../../project/document.ts';
import type { ExportedFile } from '../../render/worker/client.ts';
import { jobOf, paintKey } from '../render/paint-job.ts';
import { doubtPainted } from '../render/run-controller.ts';
import { readableError } from '../render/run-errors.ts';
import type { StudioServices } from '../services.ts';
import { useDocument } from '../state/document-store.ts';
import { useRun } from '../state/run-store.ts';
import { paramsFile } from '../tune/params-file.ts';
import { useWeightsChoice } from '../tune/weights-choice.ts';
import { saveFile } from './save-file.ts';
import { zipStills } from './zip-stills.ts';

/** An export under way, or the last one. It goes on while the person looks at another step. */
export interface ExportState {
  readonly working: 'film' | 'stills' | null;
  /** what is done at the moment */
  readonly stage: string;
  readonly cancel: () => void;
  /** name of the file that was saved last */
  readonly saved: string | null;
  readonly error: PleinAirError | null;
}

const NOTHING: ExportState = { working: null, stage: '', cancel: () => undefined, saved: null, error: null };

/** Written by this file alone. */
export const useExport = create<ExportState>()(() => NOTHING);

/** Encodes what is painted and saves it: a WebM, or a zip of PNG files. Does nothing while another export is under way. */
export async function startExport(services: StudioServices, what: 'film' | 'stills'): Promise<void> {
  const { document } = useDocument.getState();
  if (!document || useExport.getState().working) return;
  const abort = new AbortController();
  useExport.setState({ ...NOTHING, working: what, cancel: () => abort.abort() });
  try {
    const job = jobOf(document, useWeightsChoice.getState().localWeights ?? undefined);
    const stem = (paramsFile()?.name ?? 'plein-air.yaml').replace(/\.yaml$/, '');
    if (what === 'film') {
      useExport.setState({ stage: 'Encoding the film' });
      const told = (done: number, frames: number) =>
        useExport.setState({ stage: `Encoding the film, frame ${done + 1} of ${frames}` });
      const film = await cancellable(services.render.exportFilm(job, told), abort.signal);
      finish(`${stem}.webm`, film.blob);
    } else {
      useExport.setState({ stage: 'Gathering the stills' });
      const stills = await cancellable(services.render.exportStills(job), abort.signal);
      const told = (done: number) => useExport.setState({ stage: `Packing ${done} of ${stills.length}` });
      finish(
        `${stem}-stills.zip`,
        await zipStills(inFolder([...stills, ...creditsFile(document)], stem), abort.signal, told),
      );
    }
  } catch (error) {
    const readable = isAbort(error) ? null : readableError(error, 'The export');
    useExport.setState({ ...NOTHING, error: readable });
    const unread = readable?.kind === 'storage' && !(readable instanceof StoreFullError);
    // Another film may be shown by now.
    if (unread && useRun.getState().paintKey === paintKey(document)) doubtPainted();
  }
}

function finish(name: string, blob: Blob): void {
  saveFile(name, blob);
  useExport.setState({ ...NOTHING, saved: name });
}

/** What the sources of the frames ask to be named, where they ask for it and the params want it said. */
function creditsFile({ frames, params }: ProjectDocument): ExportedFile[] {
  const credits = params.export_credit ? filmCredits(frames) : [];
  if (credits.length === 0) return [];
  return [{ name: 'credits.txt', blob: new Blob([`${credits.join('\n')}\n`], { type: 'text/plain' }) }];
}

/** A zip opens into one folder. */
function inFolder(stills: readonly ExportedFile[], folder: string): ExportedFile[] {
  return stills.map(({ name, blob }) => ({ name: `${folder}-stills/${name}`, blob }));
}

function cancellable<T>({ done, cancel }: { done: Promise<T>; cancel(): void }, signal: AbortSignal): Promise<T> {
  signal.addEventListener('abort', () => cancel(), { once: true });
  return done;
}
