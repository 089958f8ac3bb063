import { stillIndex } from '../../export/stills.ts';
import type { ProjectDocument } from '../../project/document.ts';
import type { PaintedSoFar } from '../../render/worker/protocol.ts';
import type { StudioServices } from '../services.ts';
import { useDocument } from '../state/document-store.ts';
import { IDLE, type Lookup, type RunState, useRun } from '../state/run-store.ts';
import { useWeightsChoice } from '../tune/weights-choice.ts';
import { cannotBePainted, jobOf, paintKey } from './paint-job.ts';
import { cancelPainting, doubtPainted } from './run-controller.ts';
import { showRun } from './show-run.ts';

/** Milliseconds of rest after a change before the worker is asked: a slider in motion changes the document often. */
const REST = 300;

/**
 * Keeps the run store true to the open project: another project ends the run and forgets it, and after each change that asks for other
 * paintings it is found out which frames earlier runs have painted just so.
 * @returns ends the watch
 */
export function watchProject(services: StudioServices): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let open: string | null = useDocument.getState().document?.id ?? null;
  let watching = true;

  const check = () => {
    if (!watching) return;
    const { document } = useDocument.getState();
    const id = document?.id ?? null;
    if (id !== open) {
      open = id;
      cancelPainting();
      useRun.getState().lookup?.cancel();
      showRun(IDLE);
    }
    clearTimeout(timer);
    const { control, lookup, paintKey: shown } = useRun.getState();
    const key = document && paintKey(document);
    if (!document || control || key === shown || key === lookup?.paintKey) return;
    timer = setTimeout(() => {
      void lookUp(services, document).then(() => {
        // The project may have become another meanwhile; a look that took this one's place checks when it ends.
        if (!useRun.getState().lookup) check();
      });
    }, REST);
  };

  check();
  const unwatch = [
    useDocument.subscribe(({ document }, before) => {
      if (document !== before.document) check();
    }),
    useRun.subscribe(({ control }, before) => {
      if (!control && before.control) check();
    }),
  ];
  return () => {
    watching = false;
    clearTimeout(timer);
    const { lookup } = useRun.getState();
    lookup?.cancel();
    // What it was about to tell is asked for again by the next watch.
    if (lookup) useRun.setState({ lookup: null, paintKey: null });
    for (const stop of unwatch) stop();
  };
}

/** Asks the worker which frames are painted, then for their pictures. A project that cannot be looked up shows nothing as painted. */
async function lookUp(services: StudioServices, document: ProjectDocument): Promise<void> {
  useRun.getState().lookup?.cancel();
  let stop: () => void = () => undefined;
  let cancelled = false;
  const lookup: Lookup = {
    paintKey: paintKey(document),
    cancel() {
      cancelled = true;
      stop();
    },
  };
  const wanted = () => {
    const { lookup: current, control } = useRun.getState();
    return !cancelled && current === lookup && !control && useDocument.getState().document?.id === document.id;
  };
  useRun.setState({ lookup });
  const known = ({ frames, progress, ...told }: PaintedSoFar) =>
    showRun({
      ...useRun.getState(),
      ...FORGOTTEN,
      // A look at what is painted measures no drive.
      drive: useRun.getState().paintKey === lookup.paintKey ? useRun.getState().drive : null,
      paintKey: lookup.paintKey,
      frames: frames.map((is) => (is ? 'painted' : 'waiting')),
      ...told,
      // A film whose light was not compared yet may be painted otherwise.
      complete: progress === 1 && told.tones !== null,
      progress,
    });
  try {
    const job = jobOf(document, useWeightsChoice.getState().localWeights ?? undefined);
    let painted = NOTHING;
    if (!cannotBePainted(document)) {
      const look = services.render.inspect(job);
      stop = look.cancel;
      painted = await look.done;
    }
    if (!wanted()) return;
    known(painted);
    if (!painted.frames.includes(true)) return;
    const stills = services.render.exportStills(job);
    stop = stills.cancel;
    const files = await stills.done;
    if (!wanted()) return;
    const urls = files.map(({ name, blob }) => [stillIndex(name), URL.createObjectURL(blob)] as const);
    showRun({ ...useRun.getState(), painted: Object.fromEntries(urls) });
  } catch {
    // Nothing is lost by not knowing: Paint finds the same frames again, and says what is wrong where something is.
    if (!wanted()) return;
    if (useRun.getState().paintKey !== lookup.paintKey) known(NOTHING);
    else doubtPainted();
  } finally {
    if (useRun.getState().lookup === lookup) useRun.setState({ lookup: null });
  }
}

const NOTHING: PaintedSoFar = { frames: [], pass: 1, passes: 1, cuts: [], tones: null, progress: 0 };

/** Of a run for another picture than the one that is now asked for. */
const FORGOTTEN = {
  status: 'idle',
  index: 0,
  losses: [],
  painted: {},
  picture: null,
  record: null,
  error: null,
  messages: [],
} satisfies Partial<RunState>;
