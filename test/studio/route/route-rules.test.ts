import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sighting } from '../../../src/frames/imagery.ts';
import type { ScoutedPlace } from '../../../src/frames/scout/scouted.ts';
import { createEmptyProject } from '../../../src/studio/projects/new-project.ts';
import { chooseFrames, isChosen } from '../../../src/studio/route/choose-frames.ts';
import { lengthText } from '../../../src/studio/route/distances.ts';
import {
  clearRoute,
  editRoute,
  lookAt,
  routePoints,
  setRoute,
  setRouteFromMap,
  shownRoute,
} from '../../../src/studio/route/route-actions.ts';
import { choiceRules, planOf, scoutedRoute, scoutKey } from '../../../src/studio/route/route-plan.ts';
import { isKeptOffMap, mapOf, missingKey, routeConflict } from '../../../src/studio/route/source-rules.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';
import { changeParams } from '../../../src/studio/tune/change-params.ts';

const A = { lat: 55.7047, lng: 13.191 };
const B = { lat: 55.7047, lng: 13.194 };
const params = () => useDocument.getState().document!.params;

beforeEach(() => useDocument.getState().open(createEmptyProject('route', true)));
afterEach(() => useDocument.getState().open(null));

describe('the way in the document', () => {
  it('is one step of undo at each edit, and knows its map', () => {
    setRoute([A, B], 'maplibre');
    editRoute((points) => [...points].reverse());
    expect(routePoints(params())).toEqual([B, A]);
    expect(params().route_drawn_on).toBe('maplibre');
    useDocument.temporal.getState().undo();
    expect(routePoints(params())).toEqual([A, B]);
  });

  it('belongs to no map once it is cleared', () => {
    setRoute([A, B], 'google');
    clearRoute();
    expect(params().route_points).toEqual([]);
    expect(params().route_drawn_on).toBe('typed');
  });

  it('stays the map’s that it was drawn on while a point of it is left, whatever map it is edited on', () => {
    const C = { lat: 55.71, lng: 13.2 };
    setRouteFromMap([A, B], 'maplibre');
    expect(params().route_drawn_on).toBe('maplibre');
    setRouteFromMap([{ lat: A.lat + 1e-9, lng: A.lng }, C], 'google');
    expect(params().route_drawn_on).toBe('maplibre');
    setRouteFromMap([B, { lat: 55.72, lng: 13.2 }], 'google');
    expect(params().route_drawn_on).toBe('google');
    setRoute([A, B], 'typed');
    setRouteFromMap([A, C], 'google');
    expect(params().route_drawn_on).toBe('google');
  });

  it('is none with a single point, as after deleting all others', () => {
    setRoute([A, B], 'maplibre');
    editRoute((points) => points.slice(1));
    expect(params().route_points).toEqual([]);
  });

  it('says what the schema has against it, and then stays as it was', () => {
    setRoute([A, B], 'maplibre');
    expect(setRoute([A, { lat: 91, lng: 0 }], 'typed')).toContain('latitude');
    expect(routePoints(params())).toEqual([A, B]);
  });
});

describe('a plan', () => {
  it('has a frame every so many metres, and says where the way is longer', () => {
    setRoute([A, B], 'typed');
    const plan = planOf({ ...params(), route_spacing_m: 10, route_max_frames: 12 });
    expect(plan?.length).toBeCloseTo(187.99, 0);
    expect(plan?.places).toHaveLength(12);
    expect(plan?.wanted).toBe(19);
    expect(plan?.places[0]?.heading).toBeCloseTo(90, 1);
  });

  it('is null without a way', () => {
    expect(planOf(params())).toBeNull();
  });

  it('is the same object until something of it changes, and so is what was found for it', () => {
    setRoute([A, B], 'typed');
    const plan = planOf(params());
    const key = scoutKey(params());
    const rules = choiceRules(params());
    const candidates = [[], null];
    const found = plan && scoutedRoute(plan, candidates, rules);
    changeParams({ weight_tv: 0.5, route_travel_mode: 'walking' });
    useDocument.getState().setParam('weight_style', 77);
    expect(planOf(params())).toBe(plan);
    expect(scoutKey(params())).toBe(key);
    expect(plan && scoutedRoute(plan, candidates, choiceRules(params()))).toBe(found);
    useDocument.getState().setParam('frame_heading_offset', 90);
    expect(planOf(params())?.places[0]?.heading).toBeCloseTo(180, 1);
    changeParams({ frame_dedupe: false });
    expect(plan && scoutedRoute(plan, candidates, choiceRules(params()))).not.toBe(found);
  });

  it('asks a source anew for another way or radius, and not for another camera', () => {
    setRoute([A, B], 'typed');
    const key = scoutKey(params());
    expect(scoutKey({ ...params(), frame_fov: 60, frame_heading_mode: 'fixed' })).toBe(key);
    expect(scoutKey({ ...params(), route_search_radius_m: 20 })).not.toBe(key);
    expect(scoutKey({ ...params(), route_source: 'mapillary' })).not.toBe(key);
    // Of the sources Street View alone leaves out by itself what was taken indoors.
    expect(scoutKey({ ...params(), route_outdoor_only: false })).toBe(key);
    const streetView = scoutKey({ ...params(), route_source: 'streetview' });
    expect(scoutKey({ ...params(), route_source: 'streetview', route_outdoor_only: false })).not.toBe(streetView);
  });
});

it('the camera looks at a place that is given without a map, in one step of undo', () => {
  expect(changeParams({ frame_heading_mode: 'lookat' })).toMatch(/latitude and longitude/);
  expect(lookAt({ lat: 55.70000000049, lng: 13.2 })).toBeNull();
  expect(params()).toMatchObject({ frame_heading_mode: 'lookat', frame_lookat: [55.7, 13.2] });
  useDocument.temporal.getState().undo();
  expect(params()).toMatchObject({ frame_heading_mode: 'travel', frame_lookat: null });
  expect(lookAt({ lat: 95, lng: 13.2 })).toMatch(/frame_lookat.*95/);
});

describe('terms', () => {
  it.each([
    ['panoramax', 'maplibre', true],
    ['mapillary', 'maplibre', true],
    ['streetview', 'google', true],
    ['streetview_tiles', 'google', true],
    ['streetview', 'typed', true],
    ['panoramax', 'typed', true],
    ['streetview', 'maplibre', false],
    ['streetview_tiles', 'maplibre', false],
    ['panoramax', 'google', false],
    ['mapillary', 'google', false],
    ['files', 'google', false],
  ] as const)('%s with a route drawn on %s: allowed %s', (route_source, route_drawn_on, allowed) => {
    setRoute([A, B], route_drawn_on);
    changeParams({ route_source });
    expect(routeConflict(params()) === null).toBe(allowed);
  });

  it('bind no way that is not there, as in a file that leaves it out, nor one that is typed then', () => {
    changeParams({ route_drawn_on: 'google', route_source: 'panoramax' });
    expect(routeConflict(params())).toBeNull();
    expect(isKeptOffMap(params())).toBe(false);
    editRoute(() => [A, B]);
    expect(params().route_drawn_on).toBe('typed');
    expect(shownRoute(params())).toEqual([A, B]);
  });

  it('keep what was drawn on Google’s map off the open one, and nothing else', () => {
    setRoute([A, B], 'google');
    for (const [route_source, shown] of [
      ['panoramax', []],
      ['files', []],
      ['streetview', [A, B]],
    ] as const) {
      changeParams({ route_source });
      expect(shownRoute(params()), route_source).toEqual(shown);
    }
    setRoute([A, B], 'typed');
    changeParams({ route_source: 'panoramax' });
    expect(shownRoute(params())).toEqual([A, B]);
  });

  it('show Google’s map for Google’s pictures alone', () => {
    expect(mapOf({ route_source: 'streetview' })).toBe('google');
    expect(mapOf({ route_source: 'files' })).toBe('maplibre');
  });

  it('name the key that is missing', () => {
    const none = { google: null, mapillary: null };
    expect(missingKey('panoramax', none)).toBeNull();
    expect(missingKey('mapillary', none)).toBe('mapillary');
    expect(missingKey('streetview', { ...none, google: { value: 'k', keptIn: 'session' } })).toBeNull();
  });
});

describe('frames of what was found', () => {
  const sighting = (id: string, part: Partial<Sighting> = {}): Sighting => ({
    id,
    position: A,
    date: '2022-01',
    projection: 'panorama',
    heading: 10,
    fov: null,
    sequence: null,
    kind: 'outdoor',
    credit: { text: '© A', link: null, shareAlike: true },
    ...part,
  });
  const place = (heading: number) => ({ position: A, along: 0, heading });
  const scouted: ScoutedPlace[] = [
    { place: place(33.337), state: 'found', sighting: sighting('one'), distance: 2 },
    { place: place(40), state: 'gap', sighting: null, distance: null },
    { place: place(50), state: 'repeated', sighting: sighting('one'), distance: 5 },
    { place: place(60), state: 'found', sighting: sighting('two', { projection: 'flat', heading: 71 }), distance: 1 },
  ];

  it('are those found, looking where the camera looks; a flat picture looks where it looks', () => {
    setRoute([A, B], 'maplibre');
    const { items, view, source, drawnOn } = chooseFrames('panoramax', scouted, params(), { kind: 'none' });
    expect([source, drawnOn]).toEqual(['panoramax', 'maplibre']);
    expect(view).toEqual({ width: 640, height: 360, fov: 90, pitch: 0 });
    expect(items.map(({ sourceId, heading }) => [sourceId, heading])).toEqual([
      ['one', 33.34],
      ['two', 71],
    ]);
    expect(items.every(({ sha256, credit }) => sha256 === null && credit?.text === '© A')).toBe(true);
  });

  it('stay fetched where they were', () => {
    const first = chooseFrames('panoramax', scouted, params(), { kind: 'none' });
    const here = { ...first, items: first.items.map((item) => ({ ...item, sha256: 'a'.repeat(64) })) };
    expect(chooseFrames('panoramax', scouted, params(), here).items).toEqual(here.items);
  });

  it('are chosen already where none would join, leave or look elsewhere', () => {
    const now = chooseFrames('panoramax', scouted, params(), { kind: 'none' });
    const again = (places: readonly ScoutedPlace[], before = now, fov = 90) =>
      isChosen(chooseFrames('panoramax', places, { ...params(), frame_fov: fov }, before), before);
    expect(again(scouted)).toBe(true);
    expect(again(scouted.slice(1))).toBe(false);
    expect(again(scouted, { ...now, items: now.items.slice(1) })).toBe(false);
    expect(again(scouted, now, 70)).toBe(false);
    expect(again(scouted, { ...now, source: 'mapillary' })).toBe(false);
    expect(again(scouted, { ...now, drawnOn: 'google' })).toBe(false);
    expect(again(scouted, { ...now, drawnOn: 'maplibre' })).toBe(true);
  });
});

it('lengths read well', () => {
  expect([0, 85.4, 999.6, 2449, 12_600].map(lengthText)).toEqual(['0 m', '85 m', '1.0 km', '2.4 km', '13 km']);
});
