import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LatLng } from '../../../src/route/lat-lng.ts';
import { createEmptyProject } from '../../../src/studio/projects/new-project.ts';
import { routePoints, setRoute } from '../../../src/studio/route/route-actions.ts';
import { snapRoute } from '../../../src/studio/route/snap-route.ts';
import type { StreetServices } from '../../../src/studio/services.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';

const A = { lat: 55.7047, lng: 13.191 };
const CORNER = { lat: 55.705, lng: 13.192 };
const B = { lat: 55.7047, lng: 13.194 };
const params = () => useDocument.getState().document!.params;

let asked: (readonly LatLng[])[];
let meanwhile: () => void;
let way: readonly LatLng[];
let street: StreetServices;

beforeEach(() => {
  useDocument.getState().open(createEmptyProject('route', true));
  asked = [];
  meanwhile = () => undefined;
  way = [A, CORNER, B];
  const snapper = {
    credit: null,
    async snap(points: readonly LatLng[]) {
      asked.push(points);
      meanwhile();
      return way;
    },
  };
  street = { roads: () => snapper } as unknown as StreetServices;
});
afterEach(() => useDocument.getState().open(null));

test('a route that is led along roads is then its map’s, in one step of undo', async () => {
  setRoute([A, B], 'typed');
  await snapRoute(street);
  expect(routePoints(params())).toEqual([A, CORNER, B]);
  expect(params().route_drawn_on).toBe('maplibre');
  useDocument.temporal.getState().undo();
  expect(routePoints(params())).toEqual([A, B]);
});

test('a route that was drawn meanwhile stays', async () => {
  setRoute([A, B], 'maplibre');
  meanwhile = () => setRoute([B, CORNER], 'maplibre');
  await snapRoute(street);
  expect(routePoints(params())).toEqual([B, CORNER]);
});

test('another parameter that was changed meanwhile does not matter', async () => {
  setRoute([A, B], 'maplibre');
  meanwhile = () => useDocument.getState().setParam('route_spacing_m', 9);
  await snapRoute(street);
  expect(routePoints(params())).toEqual([A, CORNER, B]);
});

test('a route of another map does not become this one’s by being led along its roads', async () => {
  setRoute([A, B], 'google');
  await expect(snapRoute(street)).rejects.toThrow('drawn on Google’s map');
  expect(asked).toEqual([]);
  expect(params().route_drawn_on).toBe('google');
});

test.each<[string, LatLng[], RegExp]>([
  ['is one point', [CORNER], /same place on a road/],
  ['goes nowhere', [CORNER, CORNER, CORNER], /same place on a road/],
  ['is nothing', [], /same place on a road/],
  ['is too long', Array.from({ length: 20_001 }, (_, i) => ({ lat: 55 + i / 1e5, lng: 13 })), /20001 vertices/],
  ['leaves the earth', [A, { lat: 93, lng: 13 }], /cannot be a route: route_points.*93/],
])('a way that %s takes no route’s place, and that is told', async (_, found, message) => {
  setRoute([A, B], 'typed');
  way = found;
  await expect(snapRoute(street)).rejects.toMatchObject({ kind: 'input', message: expect.stringMatching(message) });
  expect(routePoints(params())).toEqual([A, B]);
  expect(params().route_drawn_on).toBe('typed');
});
