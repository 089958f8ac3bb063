import { isAbort, StoreFullError } from '../../core/errors.ts';
import type { ProjectDocument } from '../../project/document.ts';
import type { PaintRun } from '../../render/worker/client.ts';
import type { WorkerEvent } from '../../render/worker/protocol.ts';
import type { StudioServices } from '../services.ts';
import { useDocument } from '../state/document-store.ts';
import { IDLE, type RunControl, type RunState, useRun } from '../state/run-store.ts';
import { useSession } from '../state/session-store.ts';
import { ensureWeights } from '../tune/weights-choice.ts';
import { rememberRate } from './measured-rate.ts';
import { jobOf, paintKey } from './paint-job.ts';
import { endRun, finishRun } from './reduce-run.ts';
import { readableError, storageFull } from './run-errors.ts';
import { createRunEvents, type RunEvents } from './run-events.ts';
import { createRunMeter } from './run-meter.ts';
import { showRun } from './show-run.ts';

/**
 * Paints the open project, going on from what is painted already. Does nothing while a run is under way or no project is open. Ends with the
 * run; what goes wrong stands in the run store.
 */
export async function startPainting(services: StudioServices): Promise<void> {
  const { document } = useDocument.getState();
  const before = useRun.getState();
  const { control, status, lookup } = before;
  if (!document || (control && status !== 'paused')) return;
  const key = paintKey(document);
  let cancelled = false;
  const starting: RunControl = {
    pause: () => undefined,
    resume: () => undefined,
    cancel: () => {
      cancelled = true;
      endIfOwn(starting, { status: 'stopped', error: null });
    },
    look: async () => null,
  };
  const kept =
    before.paintKey === key
      ? { frames: before.frames, pass: before.pass, painted: before.painted, tones: before.tones, drive: before.drive }
      : {};
  lookup?.cancel();
  showRun({ ...IDLE, ...kept, paintKey: key, status: 'starting', control: starting });
  try {
    const weights = await ensureWeights(document.params);
    if (cancelled) return;
    if (!weights) {
      endIfOwn(starting, { status: 'stopped', error: null });
      return;
    }
    // The person may have chosen other weights, which are other params.
    await paint(services, { ...document, params: weights.params }, weights.localWeights);
  } catch (error) {
    endIfOwn(starting, { status: 'failed', error: readableError(error) });
  }
}

/** Holds the run after the evaluation in work. */
export function pausePainting(): void {
  useRun.getState().control?.pause();
}

/** Goes on after `pausePainting`, or after a full store once there is room again. */
export function resumePainting(): void {
  useRun.getState().control?.resume();
}

/** Ends the run after the evaluation in work; painted frames are kept. */
export function cancelPainting(): void {
  useRun.getState().control?.cancel();
}

/** A frame that counted as painted cannot be read: painting can begin again, and finds which. */
export function doubtPainted(): void {
  useRun.setState({ complete: false });
}

async function paint(
  services: StudioServices,
  document: ProjectDocument,
  localWeights: readonly File[] | undefined,
): Promise<void> {
  const meter = createRunMeter(document.params, () => performance.now() / 1000);
  let control: RunControl | null = null;
  const isOwn = () => control === null || useRun.getState().control === control;
  const events = createRunEvents(meter, isOwn, followFrame());
  const run = services.render.paint(jobOf(document, localWeights), (event) => {
    noteRate(event, document.params);
    events.push(event);
  });
  control = controlOf(run, meter, events);
  const key = paintKey(document);
  if (useRun.getState().paintKey === key) useRun.setState({ control });
  else
    showRun({
      ...useRun.getState(),
      control,
      paintKey: key,
      frames: [],
      pass: 1,
      painted: {},
      tones: null,
      drive: null,
    });
  try {
    const record = await run.done;
    events.flush();
    if (isOwn()) useRun.setState((state) => finishRun(state, record));
  } catch (thrown) {
    events.flush();
    if (isAbort(thrown)) return endIfOwn(control, { status: 'stopped', error: null });
    const error = readableError(thrown);
    if (!(error instanceof StoreFullError)) return endIfOwn(control, { status: 'failed', error });
    const full = storageFull(error, await services.room());
    if (!isOwn()) return;
    endIfOwn(control, { status: 'paused', error: full });
    useRun.setState({ control: heldControl(services) });
  }
}

/** What a painted frame tells of this device is good for the estimate before the next film. */
function noteRate(event: WorkerEvent, params: ProjectDocument['params']): void {
  const { size, adapter } = useRun.getState();
  if (event.type === 'painted' && !event.kept && size && adapter !== null) {
    rememberRate(event.record, params, size, adapter);
  }
}

/** The screens show a pause at once; the worker's own word comes after the evaluation in work. */
function controlOf(run: PaintRun, meter: ReturnType<typeof createRunMeter>, events: RunEvents): RunControl {
  return {
    pause() {
      events.flush();
      if (useRun.getState().status !== 'painting') return;
      run.pause();
      meter.pause();
      useRun.setState({ status: 'paused' });
    },
    resume() {
      if (useRun.getState().status !== 'paused') return;
      meter.resume();
      run.resume();
      useRun.setState({ status: 'painting' });
    },
    cancel: () => run.cancel(),
    look: () => run.look(),
  };
}

/** Stands where the store was full: the run is over, and going on means a new one from the frames that are kept. */
function heldControl(services: StudioServices): RunControl {
  const held: RunControl = {
    pause: () => undefined,
    resume: () => void startPainting(services),
    cancel: () => endIfOwn(held, { status: 'stopped', error: null }),
    look: async () => null,
  };
  return held;
}

function endIfOwn(control: RunControl, end: Pick<RunState, 'status' | 'error'>): void {
  if (useRun.getState().control === control) useRun.setState((state) => endRun(state, end));
}

/** Selects the frame in work when painting begins, and goes on with it as long as the person looks at no other. */
function followFrame(): (after: RunState) => void {
  let followed: number | null = null;
  return ({ frames, index }) => {
    if (frames[index] !== 'painting' || followed === index) return;
    const { selectedFrame, selectFrame } = useSession.getState();
    if (followed === null || selectedFrame === followed) selectFrame(index);
    followed = index;
  };
}
