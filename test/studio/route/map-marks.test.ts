import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../../src/frames/imagery.ts';
import type { ScoutedPlace } from '../../../src/frames/scout/scouted.ts';
import type { FrameItem, FramesChoice, RouteFrame } from '../../../src/project/document.ts';
import type { DrivePlace } from '../../../src/route/drive.ts';
import { frameOfMark, photographMarks, placeLabel, placeMarks } from '../../../src/studio/route/map-marks.ts';
import type { RoutePlan } from '../../../src/studio/route/route-plan.ts';

function sighting(id: string, part: Partial<Sighting> = {}): Sighting {
  return {
    id,
    position: { lat: 55.8, lng: 13.3 },
    date: '2022-01',
    projection: 'panorama',
    heading: null,
    fov: null,
    sequence: null,
    kind: 'outdoor',
    credit: { text: '© A', link: null, shareAlike: false },
    ...part,
  };
}

const place = (along: number): DrivePlace => ({ position: { lat: 55.7, lng: 13 + along / 1e4 }, along, heading: 90 });

function planOfPlaces(count: number): RoutePlan {
  return { places: Array.from({ length: count }, (_, i) => place(i * 5)), length: count * 5, wanted: count };
}

describe('what a mark says of its place', () => {
  it.each([
    ['found', {}, 3.4, '2022-01, 3 m away'],
    ['found', { date: null }, null, ''],
    ['repeated', {}, 12, '2022-01, 12 m away, the picture before once more'],
    ['other-years', { date: '2016' }, 0.2, '2016, 0 m away, outside of the dates chosen'],
    ['unfit', { kind: 'indoor' }, 3, '2022-01, 3 m away, indoors'],
    ['unfit', { kind: 'contributed' }, 3, '2022-01, 3 m away, a user’s picture'],
    ['unfit', { projection: 'flat', heading: 270 }, 3, '2022-01, 3 m away, looks elsewhere'],
    ['gap', {}, null, 'no picture here'],
  ] as const)('%s %j', (state, part, distance, label) => {
    expect(placeLabel({ state, sighting: state === 'gap' ? null : sighting('a', part), distance })).toBe(label);
  });
});

describe('marks of a drive', () => {
  it('are planned ones before anything was looked for, and none where they would be too many', () => {
    const marks = placeMarks(planOfPlaces(3), null);
    expect(marks.map(({ state, label }) => [state, label])).toEqual([
      ['planned', 'frame 1'],
      ['planned', 'frame 2'],
      ['planned', 'frame 3'],
    ]);
    expect(placeMarks(planOfPlaces(1000), null)).toHaveLength(1000);
    expect(placeMarks(planOfPlaces(1001), null)).toEqual([]);
    expect(placeMarks(null, null)).toEqual([]);
  });

  it('stand where a picture was taken, and where none was found; those without an answer stay planned', () => {
    const scouted: ScoutedPlace[] = [
      { place: place(5), state: 'found', sighting: sighting('one'), distance: 2 },
      { place: place(10), state: 'repeated', sighting: sighting('one'), distance: 7 },
      { place: place(15), state: 'gap', sighting: null, distance: null },
    ];
    const marks = placeMarks(planOfPlaces(5), scouted);
    expect(marks.map(({ state }) => state)).toEqual(['planned', 'found', 'repeated', 'gap', 'planned']);
    expect(marks[1]?.position).toEqual({ lat: 55.8, lng: 13.3 });
    expect([2, 3].map((i) => marks[i]?.position)).toEqual([place(10).position, place(15).position]);
    expect(new Set(marks.map(({ id }) => id)).size).toBe(5);
    // Of a long drive what was answered is shown alone.
    expect(placeMarks(planOfPlaces(1001), scouted).map(({ state }) => state)).toEqual(['found', 'repeated', 'gap']);
    // A look that was refused at once has answered nothing.
    expect(placeMarks(planOfPlaces(2), []).map(({ state }) => state)).toEqual(['planned', 'planned']);
  });
});

const film = (frames: FramesChoice, video_start_frame = 1, video_end_frame: number | null = null) => ({
  frames,
  params: { video_start_frame, video_end_frame },
});

describe('own photographs', () => {
  const photograph = (id: string, part: Partial<FrameItem>): FrameItem => ({
    id,
    name: `${id}.jpg`,
    sha256: 'a'.repeat(64),
    ...part,
  });
  const files: FramesChoice = {
    kind: 'files',
    items: [
      photograph('p1', { place: { lat: 1, lng: 2 }, date: '2020-05-01' }),
      photograph('p2', {}),
      photograph('p3', { place: { lat: 3, lng: 4, heading: 90 } }),
    ],
  };

  it('have a mark where they know where they were taken', () => {
    expect(photographMarks(files).map(({ position: { lat, lng }, label }) => [lat, lng, label])).toEqual([
      [1, 2, 'p1.jpg, 2020-05-01'],
      [3, 4, 'p3.jpg'],
    ]);
    expect(photographMarks({ kind: 'none' })).toEqual([]);
    expect(photographMarks(undefined)).toEqual([]);
  });

  it('are the film’s frames that their marks stand for', () => {
    expect(photographMarks(files).map(({ id }) => frameOfMark(id, film(files)))).toEqual([0, 2]);
    expect(frameOfMark('photograph p9', film(files))).toBeNull();
  });
});

it('a mark of what was found stands for the frame with its picture', () => {
  const scouted: ScoutedPlace[] = ['one', 'two'].map((id, i) => ({
    place: place(i * 5),
    state: 'found',
    sighting: sighting(id),
    distance: 1,
  }));
  const marks = placeMarks(planOfPlaces(3), scouted);
  const frame = (sourceId: string) => ({ id: `f-${sourceId}`, sourceId }) as RouteFrame;
  const route: FramesChoice = {
    kind: 'route',
    source: 'panoramax',
    view: { width: 64, height: 36, fov: 90, pitch: 0 },
    items: [frame('zero'), frame('two'), frame('one')],
  };
  expect(marks.map(({ id }) => frameOfMark(id, film(route)))).toEqual([2, 1, null]);
  // The film may begin later and end earlier: its frames are counted from its first one.
  expect(marks.map(({ id }) => frameOfMark(id, film(route, 2)))).toEqual([1, 0, null]);
  expect(marks.map(({ id }) => frameOfMark(id, film(route, 3)))).toEqual([0, null, null]);
  expect(marks.map(({ id }) => frameOfMark(id, film(route, 1, 2)))).toEqual([null, 1, null]);
  expect(frameOfMark(marks[0]?.id ?? '', film({ kind: 'none' }))).toBeNull();
});
