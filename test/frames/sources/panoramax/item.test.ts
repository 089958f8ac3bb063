import { describe, expect, test } from 'vitest';
import { readCollection } from '../../../../src/frames/sources/panoramax/item.ts';

const SITE = 'https://api.panoramax.xyz';

/** As api.panoramax.xyz gives a feature, with what a test changes. */
function feature(properties: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return {
    type: 'Feature',
    id: 'b3f3a4c2-0d5e-4b0f-9a52-1f8f2b6f1c11',
    collection: '0b1c2d3e-0000-4000-8000-000000000001',
    geometry: { type: 'Point', coordinates: [7.7521, 48.5734] },
    properties: {
      datetime: '2023-06-14T23:20:30.500000+00:00',
      datetimetz: '2023-06-15T01:20:30.500000+02:00',
      'view:azimuth': 123,
      'pers:interior_orientation': { field_of_view: 360, sensor_array_dimensions: [5760, 2880] },
      license: 'CC-BY-SA-4.0',
      ...properties,
    },
    providers: [
      { name: 'OpenStreetMap France', roles: ['host'] },
      { name: 'Jo Doe', roles: ['producer'] },
    ],
    assets: {
      thumb: { roles: ['thumbnail'], type: 'image/jpeg', href: 'https://panoramax.example.org/thumb.jpg' },
      hd: { roles: ['data'], type: 'image/jpeg', href: 'https://panoramax.example.org/hd.jpg' },
      sd: { roles: ['visual'], type: 'image/jpeg', href: 'https://panoramax.example.org/sd.jpg' },
    },
    ...more,
  };
}

function read(one: unknown) {
  return readCollection({ type: 'FeatureCollection', features: [one] }, SITE)?.pictures[0];
}

const flat = (more: Record<string, unknown>) => ({ 'pers:interior_orientation': more });

describe('a feature of Panoramax', () => {
  test('is a panorama where its field of view is 360°', () => {
    expect(read(feature())).toEqual({
      sighting: {
        id: 'b3f3a4c2-0d5e-4b0f-9a52-1f8f2b6f1c11',
        position: { lat: 48.5734, lng: 7.7521 },
        date: '2023-06-14',
        projection: 'panorama',
        heading: 123,
        fov: null,
        sequence: '0b1c2d3e-0000-4000-8000-000000000001',
        kind: 'outdoor',
        credit: {
          text: 'Jo Doe · CC BY-SA 4.0 · Panoramax',
          link: 'https://api.panoramax.xyz/#focus=pic&pic=b3f3a4c2-0d5e-4b0f-9a52-1f8f2b6f1c11',
          shareAlike: true,
        },
      },
      layout: { kind: 'panorama', heading: 123, pitch: 0, roll: 0, covers: { left: 0, top: 0, right: 1, bottom: 1 } },
      sd: 'https://panoramax.example.org/sd.jpg',
      hd: 'https://panoramax.example.org/hd.jpg',
    });
  });

  test.each([
    ['as it says', { field_of_view: 61.5, sensor_array_dimensions: [4032, 3024] }, 61.5],
    ['70° where it does not', { sensor_array_dimensions: [4032, 3024] }, 70],
    ['35° of a portrait', { field_of_view: null, sensor_array_dimensions: [3024, 4032] }, 35],
    ['70° where nothing is known', null, 70],
    ['70° where nonsense is', { field_of_view: 'wide', sensor_array_dimensions: [0] }, 70],
  ])('is flat otherwise, with a field of view %s', (_, interior, fov) => {
    const picture = read(feature({ 'pers:interior_orientation': interior }));
    expect(picture?.sighting).toMatchObject({ projection: 'flat', heading: 123, fov });
    expect(picture?.layout).toEqual({ kind: 'picture' });
  });

  test.each([
    ['a direction', feature({ 'view:azimuth': null })],
    ['a place', feature({}, { geometry: null })],
    ['a place on the earth', feature({}, { geometry: { type: 'Point', coordinates: [7, 480] } })],
    ['an id', feature({}, { id: undefined })],
    ['straight lines, being a fisheye’s', feature(flat({ field_of_view: 190 }))],
  ])('is left out without %s', (_, one) => {
    const found = readCollection({ features: [one] }, SITE);
    expect(found).toEqual({ pictures: [], count: 1, more: false });
  });

  test('is turned by yaw, pitch and roll where both pitch and roll are there, as in the official viewer', () => {
    const layout = (more: Record<string, unknown>) => read(feature(more))?.layout;
    const whole = { left: 0, top: 0, right: 1, bottom: 1 };
    const level = { kind: 'panorama', heading: 123, pitch: 0, roll: 0, covers: whole };
    expect(layout({ 'pers:pitch': 4, 'pers:roll': 0, 'pers:yaw': 9 })).toEqual(level);
    expect(layout({ 'pers:pitch': 0, 'pers:roll': 2 })).toEqual(level);
    expect(layout({ 'pers:pitch': 4, 'pers:roll': -2 })).toEqual({ ...level, pitch: 4, roll: -2 });
    expect(layout({ 'pers:pitch': 4, 'pers:roll': -2, 'pers:yaw': 130 })).toEqual({
      ...level,
      heading: 353,
      pitch: 4,
      roll: -2,
    });
    // A heading that was written into the yaw as well is no turn.
    expect(layout({ 'pers:pitch': 4, 'pers:roll': -2, 'pers:yaw': 123.2 })).toEqual({ ...level, pitch: 4, roll: -2 });
  });

  test('covers a part of the sphere where margins were cut off', () => {
    const covers = (visible_area: unknown) => {
      const interior = { field_of_view: 360, sensor_array_dimensions: [15872, 7936], visible_area };
      const layout = read(feature({ 'pers:interior_orientation': interior }))?.layout;
      return layout?.kind === 'panorama' ? layout.covers : null;
    };
    // Of 7936 rows 2606 are left: https://gitlab.com/panoramax/clients/web-viewer, tests/utils/Exif.test.js.
    expect(covers([0, 2538, 0, 2792])).toEqual({ left: 0, top: 2538 / 7936, right: 1, bottom: (2538 + 2606) / 7936 });
    const whole = { left: 0, top: 0, right: 1, bottom: 1 };
    for (const nonsense of [null, [0, 0, 0, 0], [0, 5000, 0, 5000], [-1, 0, 0, 0], 'all']) {
      expect(covers(nonsense)).toEqual(whole);
    }
  });

  test.each([
    ['etalab-2.0', 'Jo Doe · Licence Ouverte 2.0 · Panoramax', false],
    ['CC-BY-4.0', 'Jo Doe · CC-BY-4.0 · Panoramax', false],
    ['CC-BY-SA-3.0', 'Jo Doe · CC-BY-SA-3.0 · Panoramax', true],
    [null, 'Jo Doe · Panoramax', true],
  ])('with the licence %s has the credit it asks for', (license, text, shareAlike) => {
    expect(read(feature({ license }))?.sighting.credit).toMatchObject({ text, shareAlike });
  });

  test('names all its producers once, and the one of older servers', () => {
    const producer = (name: string) => ({ name, roles: ['producer', 'processor'] });
    const providers = [producer('Ville de Lyon'), producer('Jo Doe'), producer('Jo Doe'), { name: null }];
    expect(read(feature({}, { providers }))?.sighting.credit.text).toMatch(/^Ville de Lyon, Jo Doe · /);
    const older = feature({ 'geovisio:producer': 'SIG Bayonne' }, { providers: undefined });
    expect(read(older)?.sighting.credit.text).toMatch(/^SIG Bayonne · /);
  });

  test('has its files by role and type, whatever they are called', () => {
    const visual = (type: string, href: string) => ({ roles: ['visual'], type, href });
    const files = (assets: unknown) => {
      const { sd, hd } = read(feature({}, { assets })) ?? {};
      return { sd, hd };
    };
    const webp = visual('image/webp', 'https://a.example/sd.webp');
    const jpeg = visual('image/jpeg', 'https://a.example/sd.jpg');
    expect(files({ sd_webp: webp, medium: jpeg })).toEqual({ sd: jpeg.href, hd: null });
    expect(files({ sd_webp: webp })).toEqual({ sd: webp.href, hd: null });
    expect(files({ a: visual('application/json', 'https://a.example/x.json'), b: 7, c: null })).toEqual({
      sd: null,
      hd: null,
    });
    expect(files({ a: visual('image/jpeg', 'javascript:alert(1)'), b: visual('image/jpeg', '/sd.jpg') })).toEqual({
      sd: null,
      hd: null,
    });
    expect(files(undefined)).toEqual({ sd: null, hd: null });
  });

  test.each([
    ['2019-02-03', '2019-02-03'],
    ['2019', null],
    [null, null],
    [20190203, null],
  ])('taken at %s has the date %s', (datetime, date) => {
    expect(read(feature({ datetime }))?.sighting.date).toBe(date);
  });
});

test('an answer says itself that there is more, or it is none', () => {
  expect(readCollection({ features: [], links: [{ rel: 'next', href: 'https://a.example' }] }, SITE)?.more).toBe(true);
  expect(readCollection({ features: [], numberMatched: 5 }, SITE)?.more).toBe(true);
  expect(readCollection({ features: [], links: [{ rel: 'root' }] }, SITE)?.more).toBe(false);
  for (const none of [null, [], 'no', { features: 7 }, { message: 'no' }])
    expect(readCollection(none, SITE)).toBeNull();
});
