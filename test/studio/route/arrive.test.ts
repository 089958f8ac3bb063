import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEmptyProject } from '../../../src/studio/projects/new-project.ts';
import { arriveAtProjects } from '../../../src/studio/route/arrive.ts';
import { useMap } from '../../../src/studio/route/map-store.ts';
import { setRoute } from '../../../src/studio/route/route-actions.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';
import { changeParams } from '../../../src/studio/tune/change-params.ts';

const A = { lat: 55.7047, lng: 13.191 };
const B = { lat: 55.7047, lng: 13.194 };
const fit = vi.fn();
const mode = () => useMap.getState().mode;

beforeEach(() => {
  fit.mockClear();
  useDocument.getState().open(createEmptyProject('route', true));
});
afterEach(() => useDocument.getState().open(null));

test('a map shows the way of each project that is opened, ready for what one came for, until it is taken down', () => {
  const leave = arriveAtProjects({ fit });
  expect([fit.mock.lastCall, mode()]).toEqual([[[]], 'draw']);
  setRoute([A, B], 'maplibre');
  const { document } = useDocument.getState();
  useDocument.getState().open({ ...document!, id: 'other' });
  expect([fit.mock.lastCall, mode()]).toEqual([[[A, B]], 'edit']);
  useDocument.getState().open(createEmptyProject('third', true));
  expect(mode()).toBe('draw');
  leave();
  fit.mockClear();
  useDocument.getState().open(document);
  expect([fit.mock.calls, mode()]).toEqual([[], 'draw']);
});

test('a map stays where it is while a project is edited', () => {
  setRoute([A, B], 'maplibre');
  const leave = arriveAtProjects({ fit });
  fit.mockClear();
  useMap.setState({ mode: 'look' });
  setRoute([B, A], 'maplibre');
  useDocument.getState().rename('other');
  expect([fit.mock.calls, mode()]).toEqual([[], 'look']);
  leave();
});

test('a way that the map may not show is not edited there, but the map is brought to it', () => {
  setRoute([A, B], 'google');
  changeParams({ route_source: 'panoramax' });
  arriveAtProjects({ fit })();
  expect([fit.mock.lastCall, mode()]).toEqual([[[A, B]], 'draw']);
});
