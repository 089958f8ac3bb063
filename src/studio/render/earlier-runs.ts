import type { ProjectDocument } from '../../project/document.ts';
import type { Params } from '../../project/schema.ts';
import type { StudioServices } from '../services.ts';
import { useDocument } from '../state/document-store.ts';
import { IDLE, type Lookup, type RunState, useRun } from '../state/run-store.ts';
import { useWeightsChoice } from '../tune/weights-choice.ts';
import { readConsent } from '../tune/weights-consent.ts';
import { cannotPaint, jobOf, paintKey } from './paint-job.ts';
import { cancelPainting } from './run-controller.ts';
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

  const check = () => {
    const { document } = useDocument.getState();
    const id = document?.id ?? null;
    if (id !== open) {
      open = id;
      cancelPainting();
      showRun({ ...IDLE, lookup: useRun.getState().lookup });
    }
    clearTimeout(timer);
    const { control, paintKey: shown } = useRun.getState();
    if (!document || control || paintKey(document) === shown) return;
    timer = setTimeout(() => void lookUp(services, document), REST);
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
    clearTimeout(timer);
    for (const stop of unwatch) stop();
  };
}

/** Asks the worker which frames are painted, then for their pictures. A project that cannot be looked up shows nothing as painted. */
async function lookUp(services: StudioServices, document: ProjectDocument): Promise<void> {
  const last = useRun.getState().lookup;
  last?.cancel();
  await last?.over;
  const wanted = () => useDocument.getState().document?.id === document.id && !useRun.getState().control;
  if (!wanted()) return;
  let ended: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    ended = resolve;
  });
  let stop: () => void = () => undefined;
  let cancelled = false;
  const lookup: Lookup = {
    over,
    cancel() {
      cancelled = true;
      stop();
    },
  };
  useRun.setState({ lookup });
  try {
    const key = paintKey(document);
    const weights = cannotPaint(document) ? null : weightsAtHand(document.params);
    const job = jobOf(document, weights?.localWeights);
    const painted = weights ? await services.render.inspect(job) : [];
    if (cancelled || !wanted()) return;
    const before = useRun.getState();
    const frames = painted.map((is) => (is ? 'painted' : 'waiting'));
    showRun({ ...before, ...forgotten, frames, painted: {}, paintKey: key, progress: share(painted) });
    if (!painted.includes(true)) return;
    const stills = services.render.exportStills(job);
    stop = stills.cancel;
    const files = await stills.done;
    if (cancelled || !wanted()) return;
    const urls = files.map(({ blob }, index) => [index, URL.createObjectURL(blob)] as const);
    showRun({ ...useRun.getState(), painted: Object.fromEntries(urls) });
  } catch {
    // Nothing is lost by not knowing: Paint finds the same frames again, and says what is wrong where something is.
  } finally {
    ended();
    if (useRun.getState().lookup === lookup) useRun.setState({ lookup: null });
  }
}

/** Weights that a look may use without asking anyone; null where there are none, and so nothing can have been painted here. */
function weightsAtHand({ nn_weights }: Params): { readonly localWeights?: readonly File[] } | null {
  if (nn_weights === 'untrained') return {};
  if (nn_weights !== 'file') return readConsent().includes(nn_weights) ? {} : null;
  const { localWeights } = useWeightsChoice.getState();
  return localWeights && { localWeights };
}

/** What an earlier run told of a picture that is now to be another. */
const forgotten = {
  status: 'idle',
  index: 0,
  losses: [],
  picture: null,
  record: null,
  error: null,
  messages: [],
} satisfies Partial<RunState>;

function share(painted: readonly boolean[]): number {
  return painted.length === 0 ? 0 : painted.filter(Boolean).length / painted.length;
}
