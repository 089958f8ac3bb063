import { describe, expect, test } from 'vitest';
import { readImage } from '../../../../src/frames/sources/mapillary/image.ts';

/** As the graph gives an image, with what a test changes. */
function image(more: Record<string, unknown> = {}) {
  return {
    id: '498763468214164',
    geometry: { type: 'Point', coordinates: [13.19, 55.7] },
    computed_geometry: { type: 'Point', coordinates: [13.1901, 55.7001] },
    compass_angle: 84,
    computed_compass_angle: 90.5,
    captured_at: 1603459712000,
    camera_type: 'spherical',
    is_pano: true,
    camera_parameters: [],
    width: 5760,
    height: 2880,
    sequence: '6hkcAkYgEx4ZNY2CmNEZsA',
    creator: { username: 'jodoe', id: '100' },
    ...more,
  };
}

const perspective = { camera_type: 'perspective', is_pano: false };

describe('an image of Mapillary', () => {
  test('stands where its surroundings have shown it to stand and look', () => {
    expect(readImage(image())).toEqual({
      sighting: {
        id: '498763468214164',
        position: { lat: 55.7001, lng: 13.1901 },
        date: '2020-10-23',
        projection: 'panorama',
        heading: 90.5,
        fov: null,
        sequence: '6hkcAkYgEx4ZNY2CmNEZsA',
        kind: 'outdoor',
        credit: {
          text: 'jodoe · CC BY-SA 4.0 · Mapillary',
          link: 'https://www.mapillary.com/app/?pKey=498763468214164',
          shareAlike: true,
        },
      },
      layout: { kind: 'panorama', heading: 90.5, pitch: 0, roll: 0, covers: { left: 0, top: 0, right: 1, bottom: 1 } },
    });
  });

  test('stands where its camera said where nothing is computed', () => {
    const raw = readImage(image({ computed_geometry: null, computed_compass_angle: undefined, creator: null }));
    expect(raw?.sighting).toMatchObject({
      position: { lat: 55.7, lng: 13.19 },
      heading: 84,
      credit: { text: 'CC BY-SA 4.0 · Mapillary' },
    });
  });

  test.each([
    // https://opensfm.org/docs/cameras.html: the focal length is a share of the longer side.
    ['landscape', { camera_parameters: [0.5, 0, 0], width: 4000, height: 3000 }, 90],
    ['portrait', { camera_parameters: [0.5, 0, 0], width: 3000, height: 4000 }, 73.74],
    ['of unknown size', { camera_parameters: [0.5, 0, 0], width: null }, null],
    ['of unknown lens', { camera_parameters: null }, null],
    ['with nonsense for a lens', { camera_parameters: [0] }, null],
  ])('that is flat, %s, has the field of view of its lens', (_, more, fov) => {
    const flat = readImage(image({ ...perspective, ...more }));
    expect(flat?.layout).toEqual({ kind: 'picture' });
    expect(flat?.sighting.projection).toBe('flat');
    expect(flat?.sighting.fov).toEqual(fov === null ? null : expect.closeTo(fov, 2));
  });

  test.each([
    ['a fisheye lens', { camera_type: 'fisheye', is_pano: false }],
    ['no direction', { compass_angle: null, computed_compass_angle: null }],
    ['no place', { geometry: null, computed_geometry: null }],
    ['no id', { id: undefined }],
  ])('with %s is left out', (_, more) => {
    expect(readImage(image(more))).toBeNull();
  });

  test.each([
    ['is_pano alone', { camera_type: null, is_pano: true }, 'panorama'],
    ['equirectangular', { camera_type: 'equirectangular', is_pano: null }, 'panorama'],
    ['nothing said', { camera_type: null, is_pano: null }, 'flat'],
  ])('%s', (_, more, projection) => {
    expect(readImage(image(more))?.sighting.projection).toBe(projection);
  });

  test('is as tilted as its rotation says, where that agrees with its compass', () => {
    // Looks east, level: 120° about (1, −1, 1)/√3 takes east, north, up to forward, −right, −down.
    const angle = (2 * Math.PI) / 3 / Math.sqrt(3);
    const east = [angle, -angle, angle];
    const layout = (more: Record<string, unknown>) => readImage(image(more))?.layout;
    expect(layout({ computed_rotation: east })).toMatchObject({
      heading: expect.closeTo(90, 6),
      pitch: expect.closeTo(0, 6),
      roll: expect.closeTo(0, 6),
    });
    // Ten degrees beside the compass; looking up; no numbers.
    for (const wrong of [
      { computed_rotation: east, computed_compass_angle: 100 },
      { computed_rotation: [0, 0, 0] },
      { computed_rotation: [1, 2] },
    ]) {
      expect(layout(wrong)).toMatchObject({ heading: wrong.computed_compass_angle ?? 90.5, pitch: 0, roll: 0 });
    }
  });

  test.each([
    [1603459712000, '2020-10-23'],
    ['2020-10-23T13:28:32+0000', '2020-10-23'],
    [null, null],
    ['long ago', null],
    [9e15, null],
  ])('captured at %s has the date %s', (captured_at, date) => {
    expect(readImage(image({ captured_at }))?.sighting.date).toBe(date);
  });
});
