import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PleinAirError, StoreFullError } from '../../../src/core/errors.ts';
import {
  cancelPainting,
  pausePainting,
  resumePainting,
  startPainting,
} from '../../../src/studio/render/run-controller.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';
import { IDLE, useRun } from '../../../src/studio/state/run-store.ts';
import { useSession } from '../../../src/studio/state/session-store.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeRender, demoProject, servicesWith } from '../fake-render.ts';
import { painted, started, step } from './events.ts';

const run = () => useRun.getState();

beforeEach(() => {
  useRun.setState(IDLE, true);
  useSession.setState({ selectedFrame: 0 });
  useDocument.getState().open(demoProject());
});
afterEach(() => vi.restoreAllMocks());

/** A run that has begun on the first frame. */
async function begin(room?: { used: number; quota: number; persisted: boolean }) {
  const render = createFakeRender();
  const services = servicesWith(render.client, room);
  const ended = startPainting(services);
  await eventually(() => expect(render.runs).toHaveLength(1));
  const fake = render.runs[0]!;
  fake.tell(started(3));
  return { render, services, ended, fake };
}

test('painting goes from the button to the record', async () => {
  const { fake, ended } = await begin();
  expect(fake.job).toMatchObject({ frames: { kind: 'demo', frames: 3 }, params: { nn_weights: 'untrained' } });
  expect(run().status).toBe('painting');
  for (let index = 0; index < 3; index++) {
    fake.tell(step(index, 1));
    fake.tell(painted(index, 3));
  }
  await fake.finish('the record');
  await ended;
  expect(run()).toMatchObject({ status: 'done', record: 'the record', control: null, progress: 1 });
  expect(Object.keys(run().painted)).toEqual(['0', '1', '2']);
});

test('steps are gathered, and none is lost', async () => {
  const { fake } = await begin();
  const told = vi.fn();
  const stop = useRun.subscribe(told);
  for (let evaluation = 1; evaluation <= 50; evaluation++) fake.tell(step(0, evaluation, 50));
  await eventually(() => expect(run().evaluation).toBe(50));
  stop();
  expect(told).toHaveBeenCalledTimes(1);
  expect(run().losses).toHaveLength(50);
});

test('a second start changes nothing while a run is under way', async () => {
  const { render, services } = await begin();
  await startPainting(services);
  expect(render.runs).toHaveLength(1);
});

test('pause and resume reach the worker once each, and show at once', async () => {
  const { fake } = await begin();
  fake.tell(step(0, 1));
  pausePainting();
  pausePainting();
  expect(run().status).toBe('paused');
  resumePainting();
  expect(run().status).toBe('painting');
  expect(fake.asked).toEqual(['pause', 'resume']);
});

test('a cancelled run keeps what is painted and waits for nothing', async () => {
  const { fake, ended } = await begin();
  fake.tell(painted(0, 3));
  fake.tell(step(1, 1));
  cancelPainting();
  await ended;
  expect(run()).toMatchObject({ status: 'stopped', control: null, error: null });
  expect(run().frames).toEqual(['painted', 'waiting', 'waiting']);
});

test('the frame in work is selected, and followed until the person looks elsewhere', async () => {
  useSession.setState({ selectedFrame: 2 });
  const { fake } = await begin();
  fake.tell(painted(0, 3, true));
  fake.tell(step(1, 1));
  fake.tell({ type: 'warning', message: 'flushes' });
  expect(useSession.getState().selectedFrame).toBe(1);
  useSession.getState().selectFrame(0);
  fake.tell(painted(1, 3));
  fake.tell(step(2, 1));
  fake.tell({ type: 'warning', message: 'flushes again' });
  expect(useSession.getState().selectedFrame).toBe(0);
});

test('the picture of a frame painted anew frees the one before', async () => {
  const revoked = vi.spyOn(URL, 'revokeObjectURL');
  const { fake } = await begin();
  fake.tell(painted(0, 3));
  const first = run().painted[0];
  fake.tell(painted(1, 3));
  expect(revoked).not.toHaveBeenCalled();
  fake.tell(painted(0, 3));
  expect(revoked.mock.calls).toEqual([[first]]);
  expect(run().painted[0]).not.toBe(first);
});

test('an error stands with its message and remedy, and painting can begin again', async () => {
  const { fake, ended, render, services } = await begin();
  const error = new PleinAirError('network', 'The shard is gone.', 'Try again later.');
  await fake.fail(error);
  await ended;
  expect(run()).toMatchObject({ status: 'failed', error, control: null });
  void startPainting(services);
  await eventually(() => expect(render.runs).toHaveLength(2));
  expect(run().error).toBeNull();
});

test('a fault of the program is told as one', async () => {
  const { fake, ended } = await begin();
  await fake.fail(new TypeError('x is not a function'));
  await ended;
  expect(run().error?.text).toMatch(/fault of the program: x is not a function[\s\S]*Painted frames are kept/);
});

test('a full store pauses with what to delete, and resume goes on from the kept frames', async () => {
  const { fake, ended, render } = await begin({ used: 1.98e9, quota: 2e9, persisted: false });
  fake.tell(painted(0, 3));
  await fake.fail(new StoreFullError('Frame 2 found no room.', 'Free some.'));
  await ended;
  expect(run().status).toBe('paused');
  expect(run().error?.message).toBe(
    'Frame 2 found no room. The browser gives Plein Air 2.0 GB, and 2.0 GB of it are taken.',
  );
  expect(run().error?.remedy).toMatch(/Delete a project/);
  expect(run().frames[0]).toBe('painted');
  resumePainting();
  await eventually(() => expect(render.runs).toHaveLength(2));
  expect(run()).toMatchObject({ status: 'starting', error: null });
  expect(run().frames[0]).toBe('painted');
});

test('a picture that is no longer kept is told with its own remedy, and not as a full store', async () => {
  const { fake, ended } = await begin({ used: 1e6, quota: 2e9, persisted: false });
  const error = new PleinAirError('storage', 'a.jpg is no longer kept.', 'Add the file again.');
  await fake.fail(error);
  await ended;
  expect(run()).toMatchObject({ status: 'failed', error, control: null });
});

test('a run that was held by a full store can be given up', async () => {
  const { fake, ended } = await begin();
  await fake.fail(new StoreFullError('full', 'delete'));
  await ended;
  cancelPainting();
  expect(run()).toMatchObject({ status: 'stopped', control: null });
});

test('events of a run that no one watches any more change nothing', async () => {
  const { fake } = await begin();
  useRun.setState(IDLE, true);
  fake.tell(step(0, 1));
  fake.tell(painted(0, 3));
  await fake.finish('late');
  expect(run()).toEqual(IDLE);
});

test('closing the question about weights leaves all as it was', async () => {
  const { params, ...project } = demoProject();
  useDocument.getState().open({ ...project, params: { ...params, nn_weights: 'oxford' } });
  const { useWeightsChoice, answerWeights } = await import('../../../src/studio/tune/weights-choice.ts');
  const render = createFakeRender();
  const ended = startPainting(servicesWith(render.client));
  await eventually(() => expect(useWeightsChoice.getState().question).not.toBeNull());
  expect(run().status).toBe('starting');
  answerWeights({ kind: 'close' });
  await ended;
  expect(run()).toMatchObject({ status: 'stopped', control: null });
  expect(render.runs).toHaveLength(0);
});

test('other weights, chosen when asked, are what is painted with', async () => {
  const { params, ...project } = demoProject();
  useDocument.getState().open({ ...project, params: { ...params, nn_weights: 'oxford' } });
  const { useWeightsChoice, answerWeights } = await import('../../../src/studio/tune/weights-choice.ts');
  const render = createFakeRender();
  void startPainting(servicesWith(render.client));
  await eventually(() => expect(useWeightsChoice.getState().question).not.toBeNull());
  answerWeights({ kind: 'untrained', suit: false });
  await eventually(() => expect(render.runs).toHaveLength(1));
  expect(render.runs[0]!.job.params.nn_weights).toBe('untrained');
});
