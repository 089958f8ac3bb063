import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PleinAirError, StoreFullError } from '../../../src/core/errors.ts';
import { startExport, useExport } from '../../../src/studio/export/export-controller.ts';
import { cannotExport } from '../../../src/studio/export/export-reason.ts';
import { paintAction } from '../../../src/studio/render/paint-action.ts';
import { cannotPaint, paintKey } from '../../../src/studio/render/paint-job.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';
import { IDLE, useRun } from '../../../src/studio/state/run-store.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeRender, demoProject, routeProject, servicesWith } from '../fake-render.ts';

/** Names of the files that were given to the person. */
let saved: string[] = [];

beforeEach(() => {
  saved = [];
  useRun.setState(IDLE, true);
  useDocument.getState().open(demoProject());
  vi.stubGlobal('document', {
    createElement: () => {
      const link = { href: '', download: '', click: () => saved.push(link.download) };
      return link;
    },
  });
  vi.spyOn(globalThis, 'setTimeout');
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('the film is saved under the name of the project', async () => {
  const { client, state, jobs } = createFakeRender();
  state.files = [{ name: 'film.webm', blob: new Blob(['webm']) }];
  await startExport(servicesWith(client), 'film');
  expect(jobs).toEqual(['film']);
  expect(saved).toEqual(['Demo.webm']);
  expect(useExport.getState()).toMatchObject({ working: null, saved: 'Demo.webm', error: null });
});

test('stills come as one zip', async () => {
  const { client, state } = createFakeRender();
  state.files = [{ name: '0001.png', blob: new Blob(['png']) }];
  await startExport(servicesWith(client), 'stills');
  expect(saved).toEqual(['Demo-stills.zip']);
});

test('a cancelled export saves nothing and is no error', async () => {
  const { client } = createFakeRender();
  const ended = startExport(servicesWith(client), 'film');
  await eventually(() => expect(useExport.getState().stage).toMatch(/Encoding/), { interval: 1 });
  useExport.getState().cancel();
  await ended;
  expect(saved).toEqual([]);
  expect(useExport.getState()).toMatchObject({ working: null, error: null, saved: null });
});

test('what goes wrong is told', async () => {
  const { client } = createFakeRender();
  const error = new PleinAirError('unsupported', 'No encoder for av1.', 'Choose vp9.');
  client.exportFilm = () => ({ done: Promise.reject(error), cancel: () => undefined });
  await startExport(servicesWith(client), 'film');
  expect(useExport.getState()).toMatchObject({ working: null, error });
});

test('a fault of the program is told as one of the export', async () => {
  const { client } = createFakeRender();
  client.exportStills = () => ({ done: Promise.reject(new TypeError('x')), cancel: () => undefined });
  await startExport(servicesWith(client), 'stills');
  expect(useExport.getState().error?.message).toBe('The export was stopped by a fault of the program: x');
});

const GONE = new PleinAirError('storage', 'The painted frame 2 is gone or damaged.', 'Paint again.');

/** What can be done after an export of the open project, all painted, that fails. @param key of the film that is shown by then */
async function paintedAfter(error: PleinAirError, key = paintKey(useDocument.getState().document!)) {
  const { client } = createFakeRender();
  client.exportFilm = () => ({ done: Promise.reject(error), cancel: () => undefined });
  useRun.setState({ ...IDLE, paintKey: key, frames: ['painted', 'painted'], complete: true });
  await startExport(servicesWith(client), 'film');
  const { status, frames, complete } = useRun.getState();
  return paintAction({ document: demoProject(2), status, frames, complete });
}

test('a painted frame that is gone or damaged can be painted again', async () => {
  expect(await paintedAfter(GONE)).toMatchObject({ label: 'Go on painting', reason: null });
});

test('a full store says nothing of what is painted, nor does one film of another', async () => {
  const full = new StoreFullError('There is no room left.', 'Delete a project.');
  expect((await paintedAfter(full)).reason).not.toBeNull();
  expect((await paintedAfter(GONE, 'another film')).reason).not.toBeNull();
  expect(useExport.getState().error).toBe(GONE);
});

test('the reason why nothing can be exported is named', () => {
  const document = demoProject();
  expect(cannotExport(document, { frames: ['painted', 'waiting'], pass: 1 })).toBeNull();
  expect(cannotExport(document, { frames: ['waiting', 'painting', 'painted'], pass: 1 })).toBeNull();
  expect(cannotExport(document, { frames: ['waiting', 'waiting'], pass: 1 })).toMatch(/No frame is painted/);
  expect(cannotExport(document, { frames: [], pass: 1 })).toMatch(/No frame is painted/);
  expect(cannotExport(null, { frames: [], pass: 1 })).toMatch(/No project/);
});

test('a painted film can be exported when the pictures that it was painted from are no longer kept', () => {
  const document = routeProject([{ gone: true }, { gone: true }]);
  expect(cannotPaint(document)).toMatch(/2 of 2 frames are not fetched/);
  expect(cannotExport(document, { frames: ['painted', 'painted'], pass: 1 })).toBeNull();
  expect(cannotExport(document, { frames: ['waiting', 'waiting'], pass: 1 })).toMatch(/2 of 2 frames/);
});
