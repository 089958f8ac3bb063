import { type CutSide, cutAt } from '../../render/frame-record.ts';
import type { WorkerEvent } from '../../render/worker/protocol.ts';
import type { FrameState, RunState } from '../state/run-store.ts';
import { addLoss } from './loss-series.ts';
import type { Measured } from './run-meter.ts';

/** Messages that are kept; of more, the newest. */
const MAX_MESSAGES = 50;

/** Below this share of trusted flow a person should look at the frame. */
const LOW_RELIABILITY = 0.3;

/** What an event means beyond its own words. */
interface Seen {
  readonly measured: Measured;
  /** object URL of the picture of a `painted` event */
  readonly url?: string;
}

/** What is told of a run after one more event. Pure. */
export function reduceRun(state: RunState, event: WorkerEvent, { measured, url }: Seen): RunState {
  switch (event.type) {
    case 'weights':
      return { ...state, weights: event.progress };
    case 'engine':
      return { ...state, weights: null, adapter: event.adapter, untrainedLayers: event.untrainedLayers };
    case 'prepared':
      return { ...state, frames: filmOf(state, event.frames) };
    case 'warning':
      return withMessage(state, event.message);
    case 'balance':
      return { ...state, comparing: { pair: event.pair, pairs: event.pairs } };
    case 'drive':
      return { ...state, drive: event.drive };
    case 'balanced':
      return { ...state, comparing: null, tones: event.tones };
    case 'started':
      return {
        ...state,
        status: state.status === 'paused' ? 'paused' : 'painting',
        weights: null,
        cuts: [],
        size: event.size,
        frames: filmOf(state, event.frames),
        passes: event.passes,
      };
    case 'flow':
      return flow(state, event);
    case 'step':
      return step(state, event, measured);
    case 'painted':
      return {
        ...state,
        frames: setFrame(state.frames, event.index, 'painted'),
        pass: event.pass,
        complete: event.order + 1 === event.frames * state.passes,
        cuts: withCut(state.cuts, event.index, event.record.cut),
        painted: url === undefined ? state.painted : { ...state.painted, [event.index]: url },
        ...noFrameInWork,
        // The curve stays until the next frame has one.
        losses: state.losses,
        index: event.index,
        timeLeft: measured.timeLeft,
        progress: measured.progress,
      };
    case 'device-lost': {
      const said = withMessage(
        state,
        `The graphics device was lost (${event.reason}). It was asked for again; frame ${state.index + 1} begins anew, painted frames are kept.`,
      );
      return { ...said, ...noFrameInWork, frames: withoutWork(state), rate: null };
    }
    case 'paused':
      return { ...state, status: 'paused' };
    case 'resumed':
      return { ...state, status: 'painting' };
  }
}

/** What is told after a run has ended without an end of its own: nothing is in work any more. */
export function endRun(state: RunState, end: Pick<RunState, 'status' | 'error'>): RunState {
  return {
    ...state,
    ...end,
    ...noFrameInWork,
    losses: state.losses,
    control: null,
    weights: null,
    comparing: null,
    frames: withoutWork(state),
    rate: null,
    timeLeft: null,
  };
}

/** What is told after the last frame. @param record YAML */
export function finishRun(state: RunState, record: string): RunState {
  return {
    ...endRun(state, { status: 'done', error: null }),
    frames: state.frames.map(() => 'painted'),
    complete: true,
    progress: 1,
    record,
  };
}

const noFrameInWork = {
  evaluation: 0,
  evaluations: 0,
  frameProgress: 0,
  frameSeconds: null,
  losses: [],
  picture: null,
} satisfies Partial<RunState>;

function flow(state: RunState, event: Extract<WorkerEvent, { type: 'flow' }>): RunState {
  const { index, from, reliable, cut } = event;
  if (cut === null && reliable >= LOW_RELIABILITY) return state;
  const marked = { ...state, cuts: withCut(state.cuts, index, cut) };
  const follows = `Only ${Math.round(reliable * 100)} % of frame ${index + 1} follows frame ${from + 1}`;
  return withMessage(marked, `${follows}; ${cut ? 'the film begins anew there' : 'the rest is painted afresh'}.`);
}

/** A cut is marked on the frame behind it. */
function withCut(cuts: readonly number[], index: number, side: CutSide | null | undefined): readonly number[] {
  if (!side) return cuts;
  const marked = cutAt(index, side);
  return cuts.includes(marked) ? cuts : [...cuts, marked];
}

function step(state: RunState, event: Extract<WorkerEvent, { type: 'step' }>, measured: Measured): RunState {
  const { index, pass, evaluation, evaluations, progress, size, terms } = event;
  // A frame that begins anew counts its evaluations from 1 again.
  const anew = state.frames[index] !== 'painting' || evaluation < state.evaluation;
  return {
    ...state,
    status: state.status === 'starting' ? 'painting' : state.status,
    frames: setFrame(state.frames, index, 'painting'),
    pass,
    index,
    evaluation,
    evaluations,
    losses: addLoss(anew ? [] : state.losses, { evaluation, size, terms }, evaluations),
    frameProgress: progress,
    frameSeconds: measured.frameSeconds,
    rate: measured.rate,
    timeLeft: measured.timeLeft,
    progress: measured.progress,
    picture: state.picture?.index === index ? state.picture : null,
  };
}

/** The frames as they are known, where their number is still right. */
function filmOf({ frames }: RunState, count: number): readonly FrameState[] {
  return frames.length === count ? frames : Array.from({ length: count }, (): FrameState => 'waiting');
}

function setFrame(frames: readonly FrameState[], index: number, state: FrameState): readonly FrameState[] {
  return frames[index] === state ? frames : frames.with(index, state);
}

/** The frame in work is what it was before: painted, in a later pass. */
function withoutWork({ frames, pass }: RunState): readonly FrameState[] {
  const before = pass > 1 ? 'painted' : 'waiting';
  return frames.includes('painting') ? frames.map((frame) => (frame === 'painting' ? before : frame)) : frames;
}

/** The same message twice tells nothing new. */
function withMessage(state: RunState, message: string): RunState {
  if (state.messages.includes(message)) return state;
  return { ...state, messages: [...state.messages, message].slice(-MAX_MESSAGES) };
}
