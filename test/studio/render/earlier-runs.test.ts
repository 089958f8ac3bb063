import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PaintedSoFar } from '../../../src/render/worker/protocol.ts';
import { watchProject } from '../../../src/studio/render/earlier-runs.ts';
import { startPainting } from '../../../src/studio/render/run-controller.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';
import { IDLE, useRun } from '../../../src/studio/state/run-store.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeRender, demoProject, routeProject, servicesWith } from '../fake-render.ts';
import { painted, started, step } from './events.ts';

const run = () => useRun.getState();
let unwatch: () => void = () => undefined;

beforeEach(() => {
  useRun.setState(IDLE, true);
  useDocument.getState().open(demoProject());
});
afterEach(() => {
  unwatch();
  vi.restoreAllMocks();
});

function watch(answer: readonly boolean[], told: Partial<PaintedSoFar> = {}) {
  const render = createFakeRender();
  render.state.told = told;
  render.state.painted = answer;
  render.state.files = answer
    .filter(Boolean)
    .map((_, i) => ({ name: `000${i + 1}.png`, blob: new Blob([`still ${i}`]) }));
  const services = servicesWith(render.client);
  unwatch = watchProject(services);
  return { render, services };
}

test('an opened project shows what earlier runs have painted, with its pictures', async () => {
  watch([true, true, false]);
  await eventually(() => expect(Object.keys(run().painted)).toEqual(['0', '1']));
  expect(run().frames).toEqual(['painted', 'painted', 'waiting']);
  expect(run().progress).toBeCloseTo(2 / 3, 9);
  expect(run().status).toBe('idle');
});

test('a film in several passes shows its newest whole pass, with its cuts, and is not done before the last', async () => {
  watch([true, true, true], { pass: 2, passes: 8, cuts: [2], progress: 0.3 });
  await eventually(() => expect(Object.keys(run().painted)).toHaveLength(3));
  expect(run()).toMatchObject({ pass: 2, passes: 8, cuts: [2], progress: 0.3, complete: false });
  expect(run().frames).toEqual(['painted', 'painted', 'painted']);
});

test('a film is known as done after the last pass, and as one to be gone on with where a picture cannot be had', async () => {
  const { render } = watch([true, true, true], { progress: 1 });
  await eventually(() => expect(run().complete).toBe(true));
  await eventually(() => expect(run().lookup).toBeNull());
  render.client.exportStills = () => ({ done: Promise.reject(new Error('damaged')), cancel: () => undefined });
  useDocument.getState().setParam('weight_content', 9);
  await eventually(() => expect(run().complete).toBe(false));
  expect(run().frames).toEqual(['painted', 'painted', 'painted']);
});

/** Looks that end when the test says so. @returns how often one was given up, and what ends them all */
function slowLooks(render: ReturnType<typeof createFakeRender>) {
  const { inspect } = render.client;
  let cancelled = 0;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  render.client.inspect = (job) => {
    const { done, cancel } = inspect(job);
    const slowly = async () => {
      const answer = await done;
      await ended;
      return answer;
    };
    return {
      done: slowly(),
      cancel() {
        cancelled++;
        cancel();
      },
    };
  };
  return { cancelled: () => cancelled, end };
}

test('a look is not begun anew by the end of the one that it took the place of', async () => {
  const { render } = watch([false, false, false]);
  const { cancelled, end } = slowLooks(render);
  await eventually(() => expect(render.jobs).toEqual(['inspect']));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(cancelled()).toBe(0);
  useDocument.getState().setParam('weight_content', 7);
  await eventually(() => expect(render.jobs).toEqual(['inspect', 'inspect']));
  // What nobody waits for any more takes no time of the worker's.
  expect(cancelled()).toBe(1);
  end();
  await eventually(() => expect(run().lookup).toBeNull());
  expect(render.jobs).toEqual(['inspect', 'inspect']);
});

test('a look goes on where the project changes but not what is painted', async () => {
  const { render } = watch([false, false, false]);
  const { end } = slowLooks(render);
  await eventually(() => expect(render.jobs).toEqual(['inspect']));
  useDocument.getState().rename('Another name');
  // Longer than a change rests.
  await new Promise((resolve) => setTimeout(resolve, 400));
  end();
  await eventually(() => expect(run().frames).toHaveLength(3));
  expect(render.jobs).toEqual(['inspect']);
});

test('a change that asks for another painting is looked up again; how the film is exported is no such change', async () => {
  const { render } = watch([false, false, false]);
  await eventually(() => expect(run().frames).toHaveLength(3));
  useDocument.getState().setParam('export_fps', 24);
  useDocument.getState().rename('Another name');
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(render.jobs).toEqual(['inspect']);
  useDocument.getState().setParam('weight_content', 7);
  await eventually(() => expect(render.jobs).toEqual(['inspect', 'inspect']));
});

test('the way, the camera and what is learnt of pictures ask for no other painting', async () => {
  useDocument.getState().open(routeProject([{}, {}, {}]));
  const { render } = watch([false, false, false]);
  await eventually(() => expect(run().frames).toHaveLength(3));
  useDocument.getState().setParam('route_spacing_m', 9);
  useDocument.getState().setParam('frame_fov', 60);
  useDocument.getState().learnFrames((choice) => ({
    ...choice,
    items: choice.items.map((item) => ({ ...item, date: '2025-01', gone: true })),
  }));
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(render.jobs).toEqual(['inspect']);
});

test('what was painted of pictures that are no longer kept is found', async () => {
  useDocument.getState().open(routeProject([{ gone: true }, { gone: true }]));
  watch([true, true]);
  await eventually(() => expect(run().frames).toEqual(['painted', 'painted']));
});

test('a slider in motion asks once it rests', async () => {
  const { render } = watch([false, false, false]);
  for (let i = 1; i <= 20; i++) useDocument.getState().setParam('weight_content', i);
  await eventually(() => expect(run().frames).toHaveLength(3));
  expect(render.jobs).toEqual(['inspect']);
});

test('another project ends the run and forgets it', async () => {
  const { render, services } = watch([false, false]);
  void startPainting(services);
  await eventually(() => expect(render.runs).toHaveLength(1));
  const fake = render.runs[0]!;
  fake.tell(started(3));
  fake.tell(painted(0, 3));
  fake.tell(step(1, 1));
  const revoked = vi.spyOn(URL, 'revokeObjectURL');
  const picture = run().painted[0];
  useDocument.getState().open(demoProject(2, {}, 'p2'));
  expect(fake.asked).toEqual(['cancel']);
  expect(revoked).toHaveBeenCalledWith(picture);
  expect(run()).toMatchObject({ status: 'idle', frames: [], painted: {}, control: null });
  await eventually(() => expect(run().frames).toEqual(['waiting', 'waiting']));
});

test('painting does not wait for the pictures of earlier runs', async () => {
  const { render, services } = watch([true, false, false]);
  await eventually(() => expect(render.jobs).toContain('stills'));
  void startPainting(services);
  // The fake throws where two jobs meet.
  await eventually(() => expect(render.runs).toHaveLength(1));
  expect(run().status).toBe('starting');
  expect(run().frames).toEqual(['painted', 'waiting', 'waiting']);
});

test('params changed during a run are looked up when it ends', async () => {
  const { render, services } = watch([false, false, false]);
  await eventually(() => expect(render.jobs).toEqual(['inspect']));
  await eventually(() => expect(run().lookup).toBeNull());
  void startPainting(services);
  await eventually(() => expect(render.runs).toHaveLength(1));
  useDocument.getState().setParam('weight_content', 9);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(render.jobs).toEqual(['inspect', 'paint']);
  await render.runs[0]!.finish('record');
  await eventually(() => expect(render.jobs).toEqual(['inspect', 'paint', 'inspect']));
});

test('a change that is taken back during a look ends in what the project says', async () => {
  const { render } = watch([false, false, false]);
  await eventually(() => expect(render.jobs).toEqual(['inspect']));
  await eventually(() => expect(run().lookup).toBeNull());
  const { paintKey: before } = run();
  useDocument.getState().setParam('weight_content', 7);
  await eventually(() => expect(render.jobs).toEqual(['inspect', 'inspect']));
  useDocument.temporal.getState().undo();
  await eventually(() => expect(render.jobs).toHaveLength(3));
  await eventually(() => expect(run().lookup).toBeNull());
  expect(run().paintKey).toBe(before);
});

test('a look that fails is not tried over and over', async () => {
  const { render } = watch([false]);
  render.client.inspect = () => {
    render.jobs.push('inspect');
    return { done: Promise.reject(new Error('no worker')), cancel: () => undefined };
  };
  await eventually(() => expect(run().paintKey).not.toBeNull());
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(render.jobs).toEqual(['inspect']);
});
