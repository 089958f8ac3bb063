import { expect, test } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import type { WorkerEvent } from '../../../src/render/worker/protocol.ts';
import { endRun, finishRun, reduceRun } from '../../../src/studio/render/reduce-run.ts';
import { IDLE, type RunState } from '../../../src/studio/state/run-store.ts';
import { painted, started, step } from './events.ts';

const measured = { rate: 2, timeLeft: 30, progress: 0.25, frameSeconds: 5 };
const begun: RunState = { ...IDLE, status: 'starting' };
const after = (events: readonly WorkerEvent[], from: RunState = begun) =>
  events.reduce((state, event) => reduceRun(state, event, { measured }), from);

test('a run comes up: weights, device, frames, size', () => {
  const loading = after([{ type: 'weights', progress: { file: 'group1', done: 1, total: 2 } }]);
  expect(loading.weights).toEqual({ file: 'group1', done: 1, total: 2 });
  const open = after(
    [
      { type: 'engine', adapter: 'wasm: CPU', untrainedLayers: ['conv4_1'] },
      { type: 'prepared', index: 0, frames: 3, name: 'a' },
    ],
    loading,
  );
  expect(open).toMatchObject({ weights: null, adapter: 'wasm: CPU', untrainedLayers: ['conv4_1'], status: 'starting' });
  expect(open.frames).toEqual(['waiting', 'waiting', 'waiting']);
  expect(after([started(3)], open)).toMatchObject({ status: 'painting', size: { width: 64, height: 48 } });
});

test('the light that is compared is told, then what is done about it, and outlasts the start of painting', () => {
  const tone = { gain: [1.1, 1.1, 1.1], gamma: [1, 1, 1] } as const;
  const comparing = after([{ type: 'balance', pair: 0, pairs: 2 }]);
  expect(comparing).toMatchObject({ comparing: { pair: 0, pairs: 2 }, tones: null });
  expect(endRun(comparing, { status: 'stopped', error: null }).comparing).toBeNull();
  const balanced = after([{ type: 'balanced', tones: [null, tone, null] }, started(3)], comparing);
  expect(balanced).toMatchObject({ comparing: null, tones: [null, tone, null] });
});

test('a step puts its frame in work and its figures on the screens', () => {
  const state = after([started(3), step(0, 1), step(0, 2)]);
  expect(state.frames).toEqual(['painting', 'waiting', 'waiting']);
  expect(state).toMatchObject({ index: 0, evaluation: 2, evaluations: 10, frameProgress: 0.2, ...measured });
  expect(state.losses.map(({ evaluation }) => evaluation)).toEqual([1, 2]);
});

test('each frame has a curve of its own', () => {
  const state = after([started(3), step(0, 1), step(0, 2), painted(0, 3), step(1, 1)]);
  expect(state.frames).toEqual(['painted', 'painting', 'waiting']);
  expect(state.losses.map(({ evaluation }) => evaluation)).toEqual([1]);
});

test('the curve of a painted frame stays until the next begins', () => {
  expect(after([started(3), step(0, 1), painted(0, 3)]).losses).toHaveLength(1);
});

test('a painted frame shows its picture; kept frames do so too', () => {
  const state = reduceRun(after([started(3, 1)]), painted(0, 3, true), { measured, url: 'blob:1' });
  expect(state.painted).toEqual({ 0: 'blob:1' });
  expect(state.frames[0]).toBe('painted');
  expect(state.frameSeconds).toBeNull();
});

test('what is known of earlier runs stays while the film has as many frames', () => {
  const known: RunState = { ...begun, frames: ['painted', 'waiting'] };
  expect(after([started(2, 1)], known).frames).toEqual(['painted', 'waiting']);
  expect(after([started(3)], known).frames).toEqual(['waiting', 'waiting', 'waiting']);
});

test('a pause outlasts steps that were on their way', () => {
  const state = after([started(2), step(0, 1), { type: 'paused' }, step(0, 2)]);
  expect(state.status).toBe('paused');
  expect(state.evaluation).toBe(2);
  expect(after([{ type: 'resumed' }], state).status).toBe('painting');
});

test('a lost device is told, the frame begins anew, painted frames stay', () => {
  const lost = after([started(3), painted(0, 3), step(1, 7), { type: 'device-lost', reason: 'driver reset' }]);
  expect(lost.status).toBe('painting');
  expect(lost.frames).toEqual(['painted', 'waiting', 'waiting']);
  expect(lost.messages.join()).toMatch(/driver reset.*frame 2 begins anew/);
  const again = after([step(1, 1)], lost);
  expect(again.losses.map(({ evaluation }) => evaluation)).toEqual([1]);
});

test('a message that comes twice is told once, and of very many the newest stay', () => {
  const warning = (message: string): WorkerEvent => ({ type: 'warning', message });
  expect(after([warning('a'), warning('a')]).messages).toEqual(['a']);
  const many = after(Array.from({ length: 200 }, (_, i) => warning(`note ${i}`))).messages;
  expect(many).toHaveLength(50);
  expect(many.at(-1)).toBe('note 199');
});

test('a frame that follows the one before badly is pointed out', () => {
  const flow = (reliable: number): WorkerEvent => ({ type: 'flow', index: 4, from: 3, reliable, cut: null });
  expect(after([flow(0.12)]).messages[0]).toMatch(/12 % of frame 5 follows frame 4; the rest is painted afresh/);
  expect(after([flow(0.9)]).messages).toEqual([]);
  expect(after([flow(0.12)]).cuts).toEqual([]);
});

test('a cut is told and marked on the frame behind it, whichever of the two was painted later', () => {
  const cut = (index: number, from: number, side: 'before' | 'after'): WorkerEvent => ({
    type: 'flow',
    index,
    from,
    reliable: 0.3,
    cut: side,
  });
  const forwards = after([started(6), cut(4, 3, 'before')]);
  expect(forwards.cuts).toEqual([4]);
  expect(forwards.messages[0]).toMatch(/30 % of frame 5 follows frame 4; the film begins anew there/);
  expect(after([started(6), cut(3, 4, 'after')]).cuts).toEqual([4]);
  // A frame of an earlier run tells by its record.
  const kept = painted(4, 6, true);
  if (kept.type !== 'painted') throw new Error('no painted event');
  expect(after([started(6), { ...kept, record: { ...kept.record, cut: 'before' } }]).cuts).toEqual([4]);
  expect(after([cut(4, 3, 'before'), started(6)]).cuts).toEqual([]);
});

test('in a later pass a frame in work stays painted, and the film is complete after the last painting alone', () => {
  const inPass = (pass: number, event: WorkerEvent): WorkerEvent =>
    event.type === 'step' || event.type === 'painted' ? { ...event, pass, order: event.index + 2 * (pass - 1) } : event;
  const first = after([started(2, 0, 2), painted(0, 2), painted(1, 2)]);
  expect(first).toMatchObject({ frames: ['painted', 'painted'], pass: 1, passes: 2, complete: false });
  const second = after([inPass(2, step(0, 1))], first);
  expect(second).toMatchObject({ frames: ['painting', 'painted'], pass: 2 });
  expect(endRun(second, { status: 'stopped', error: null })).toMatchObject({
    frames: ['painted', 'painted'],
    complete: false,
  });
  const third = after([inPass(2, painted(0, 2))], second);
  expect(third.complete).toBe(false);
  expect(after([inPass(2, painted(1, 2))], third).complete).toBe(true);
});

test('an end leaves nothing in work', () => {
  const error = new PleinAirError('device', 'gone', 'try again');
  const failed = endRun(after([started(2), painted(0, 2), step(1, 3)]), { status: 'failed', error });
  expect(failed).toMatchObject({ status: 'failed', error, control: null, rate: null, timeLeft: null, picture: null });
  expect(failed.frames).toEqual(['painted', 'waiting']);
  expect(failed.losses).toHaveLength(1);
});

test('a finished film is painted from end to end', () => {
  const done = finishRun(after([started(2), painted(0, 2), painted(1, 2)]), 'record: yes');
  expect(done).toMatchObject({
    status: 'done',
    progress: 1,
    complete: true,
    record: 'record: yes',
    frames: ['painted', 'painted'],
  });
});
