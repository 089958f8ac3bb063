import { isAbort, PleinAirError } from '../../core/errors.ts';
import { fetchFrames } from '../../frames/fetch/fetch-frames.ts';
import type { FetchEvent, WantedFrame } from '../../frames/fetch/fetch-job.ts';
import { SOURCE_FACTS } from '../../frames/source-facts.ts';
import { termsConflict } from '../../frames/source-terms.ts';
import type { ProjectDocument, RouteFrame } from '../../project/document.ts';
import { isHere, learntFrame, type RouteChoice } from '../../project/route-frames.ts';
import { readableError } from '../render/run-errors.ts';
import type { StudioServices } from '../services.ts';
import { useDocument } from '../state/document-store.ts';
import { type FetchState, NOTHING_FETCHED, useFetch } from './fetch-store.ts';

/** Milliseconds between two writes of what has come in, to the document and to the screens. */
const TELL_EVERY = 400;
/** Milliseconds without a frame after which a person is told that this is no standstill. */
const QUIET = 8000;
/** Milliseconds over which the rate is taken. */
const RATE_OVER = 5000;

type FetchServices = Pick<StudioServices, 'street' | 'frames' | 'persist'>;

/**
 * Fetches the frames of the open project's route that are not there yet. Does nothing while a download is under way.
 * @param only ids of the frames to fetch; default all
 */
export async function startFetching(services: FetchServices, only?: ReadonlySet<string>): Promise<void> {
  const { document } = useDocument.getState();
  if (document?.frames.kind !== 'route' || useFetch.getState().status === 'fetching') return;
  const { frames: choice, id: project, params } = document;
  const wanted = wantedFrames(choice, only);
  const ids = new Set(wanted.map(({ id }) => id));
  const abort = new AbortController();
  useFetch.setState({
    ...NOTHING_FETCHED,
    ...toldBefore(project, new Set(choice.items.map(({ id }) => id).filter((id) => !ids.has(id)))),
    status: 'fetching',
    project,
    of: choice,
    total: wanted.length,
    cancel: () => abort.abort(),
  });
  const progress = createProgress(project);
  const unsubscribe = useDocument.subscribe(({ document: now }, before) => {
    if (now?.frames !== before.document?.frames && !hasSome(now, project, ids)) abort.abort();
  });
  try {
    const conflict = termsConflict(choice.source, choice.drawnOn ?? params.route_drawn_on);
    if (conflict !== null) throw new PleinAirError('input', conflict, 'Then fetch again.');
    const provider = services.street.imagery(choice.source);
    const ports = {
      provider,
      frames: services.frames,
      maker: services.street.views,
      now: () => new Date().toISOString(),
    };
    const session = SOURCE_FACTS[choice.source].temporary ? services.street.session : null;
    void services.persist();
    for await (const event of fetchFrames(wanted, ports, { session, signal: abort.signal })) progress.take(event);
    progress.tell({ status: 'done' });
  } catch (error) {
    progress.tell(
      isAbort(error)
        ? { status: 'stopped' }
        : { status: 'failed', error: readableError(error, 'Fetching', 'Fetched frames are kept.') },
    );
  } finally {
    unsubscribe();
    progress.end();
  }
}

/** Leaves frames of the route out of the film. */
export function leaveOut(ids: ReadonlySet<string>): void {
  const { document, setFrames } = useDocument.getState();
  if (document?.frames.kind !== 'route') return;
  const items = document.frames.items.filter(({ id }) => !ids.has(id));
  setFrames(items.length === 0 ? { kind: 'none' } : { ...document.frames, items });
}

/** What earlier runs told of frames of this project that are not tried again now. @param others ids of those frames */
function toldBefore(project: string, others: ReadonlySet<string>): Pick<FetchState, 'failures' | 'changed'> {
  const before = useFetch.getState();
  if (before.project !== project) return { failures: new Map(), changed: new Set() };
  return {
    failures: new Map([...before.failures].filter(([id]) => others.has(id))),
    changed: new Set([...before.changed].filter((id) => others.has(id))),
  };
}

/** Another project has frames of its own, and others may have taken their place in this one. */
function hasSome(document: ProjectDocument | null, project: string, ids: ReadonlySet<string>): boolean {
  if (document?.id !== project || document.frames.kind !== 'route') return false;
  return document.frames.items.some(({ id }) => ids.has(id));
}

function wantedFrames({ items, view }: RouteChoice, only: ReadonlySet<string> | undefined): WantedFrame[] {
  return items.flatMap((item, index) => {
    const { id, sourceId, position, heading, sourceSha256 } = item;
    if (isHere(item) || (only && !only.has(id))) return [];
    const picture = { id: sourceId, position };
    return [{ id, label: `frame ${index + 1}`, picture, view: { ...view, heading }, expected: sourceSha256 }];
  });
}

/** Gathers what comes in and tells the document and the screens of it now and then: five hundred frames are not five hundred renders. */
function createProgress(project: string) {
  let learnt = new Map<string, Partial<RouteFrame>>();
  let state = { ...useFetch.getState() };
  let arrivals: { at: number; bytes: number }[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const expectMore = () => {
    clearTimeout(quiet);
    quiet = setTimeout(() => useFetch.setState({ waiting: true, rate: null }), QUIET);
  };
  expectMore();

  const tell = (part: Partial<FetchState> = {}) => {
    clearTimeout(timer);
    timer = undefined;
    learn(project, learnt);
    learnt = new Map();
    useFetch.setState({ ...state, rate: rateOf(arrivals), ...part });
  };
  return {
    tell,
    take(event: FetchEvent) {
      expectMore();
      if (event.type === 'fetched') {
        learnt.set(event.id, learntFrame(event.frame));
        arrivals = [...arrivals, { at: performance.now(), bytes: event.bytes }].slice(-200);
        state = {
          ...state,
          done: state.done + 1,
          bytes: state.bytes + event.bytes,
          cached: state.cached + (event.cached ? 1 : 0),
          changed: event.changed ? new Set([...state.changed, event.id]) : state.changed,
        };
      } else {
        const failures = new Map([...state.failures, [event.id, event.error]]);
        state = { ...state, done: state.done + 1, failed: state.failed + 1, failures };
      }
      timer ??= setTimeout(tell, TELL_EVERY);
    },
    end() {
      clearTimeout(timer);
      clearTimeout(quiet);
    },
  };
}

/** Writes into the open document what is known of its frames now. They may have been edited meanwhile. */
function learn(project: string, learnt: ReadonlyMap<string, Partial<RouteFrame>>): void {
  const { document, learnFrames } = useDocument.getState();
  if (learnt.size === 0 || document?.id !== project) return;
  learnFrames((choice) =>
    choice.items.some(({ id }) => learnt.has(id))
      ? { ...choice, items: choice.items.map((item) => ({ ...item, ...learnt.get(item.id) })) }
      : choice,
  );
}

function rateOf(arrivals: readonly { at: number; bytes: number }[]): number | null {
  const now = performance.now();
  const recent = arrivals.filter(({ at }) => now - at < RATE_OVER);
  const first = recent[0];
  const span = first ? now - first.at : 0;
  return span < 500 ? null : (recent.slice(1).reduce((sum, { bytes }) => sum + bytes, 0) * 1000) / span;
}
