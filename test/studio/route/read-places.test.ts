import { expect, test } from 'vitest';
import { readPlaces } from '../../../src/studio/route/read-places.ts';

test('typed places are read, or what is wrong is said with what to do', () => {
  const places = [
    { lat: 55.7, lng: 13.2 },
    { lat: -1, lng: 2 },
  ];
  expect(readPlaces('55.7, 13.2\n\n1 S, 2 E')).toEqual({ places, problem: null });
  expect(readPlaces(' ')).toEqual({ places: [], problem: null });
  expect(readPlaces('55.7, 13.2\nLund')).toEqual({
    places: [],
    problem:
      'Line 2 of the text is no place: Lund. Write each place on a line of its own, latitude first, in degrees: 55.7047, 13.1910',
  });
});
