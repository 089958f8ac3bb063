import { expect, test } from 'vitest';
import { countFilmFrames, filmFrames } from '../../../src/studio/filmstrip/film-frames.ts';
import { demoProject, routeProject } from '../fake-render.ts';

const items = ['a', 'b', 'c', 'd'].map((id) => ({ id, name: `${id}.jpg`, sha256: id.repeat(64) }));
const files = { ...demoProject(), frames: { kind: 'files', items } as const };

test('frames left out at either end are no part of the film', () => {
  const { params } = files;
  const film = { ...files, params: { ...params, video_start_frame: 2, video_end_frame: 3 } };
  expect(filmFrames(film).map(({ name }) => name)).toEqual(['b.jpg', 'c.jpg']);
  expect(countFilmFrames(film)).toBe(2);
  expect(filmFrames(files)).toHaveLength(4);
});

test('the count agrees with the list at every pair of ends', () => {
  for (const start of [1, 2, 4, 5, 9]) {
    for (const end of [null, 1, 3, 4, 9]) {
      const params = { ...files.params, video_start_frame: start, video_end_frame: end };
      expect(countFilmFrames({ ...files, params })).toBe(filmFrames({ ...files, params }).length);
    }
  }
});

test('frames know where their cameras stood, as far as that is known', () => {
  const place = { lat: 55, lng: 13, heading: 90, fov: 70 };
  const [known, unknown] = [{ ...items[0]!, place }, items[1]!];
  const told = filmFrames({ ...files, frames: { kind: 'files', items: [known, unknown] } });
  expect(told.map((frame) => frame.place)).toEqual([place, undefined]);
  const route = filmFrames(routeProject([{ position: { lat: 55, lng: 13 }, heading: 45 }]));
  expect(route[0]!.place).toEqual({ lat: 55, lng: 13, heading: 45, fov: 90, pitch: 0 });
});

test('frames of the demo keep their places along the street', () => {
  const demo = demoProject(12, { job_seed: 7, video_start_frame: 11 });
  expect(filmFrames(demo).map(({ name, photograph }) => [name, photograph])).toEqual([
    ['street-7-10', { kind: 'street', seed: 7, frames: 12, index: 10 }],
    ['street-7-11', { kind: 'street', seed: 7, frames: 12, index: 11 }],
  ]);
});

test.each([
  ['streetview', true],
  ['streetview_tiles', true],
  ['panoramax', undefined],
] as const)('frames of %s say whether their lower edge must stay free', (source, signed) => {
  const view = { width: 640, height: 360, fov: 90, pitch: 0 };
  const position = { lat: 55.7, lng: 13.19 };
  const item = { id: 'a', sourceId: 'p', position, heading: 0, date: null, credit: null, sourceSha256: null };
  const route = { kind: 'route', source, view, items: [{ ...item, sha256: 'a'.repeat(64) }] } as const;
  expect(filmFrames({ ...files, frames: route })[0]?.signed).toBe(signed);
});
