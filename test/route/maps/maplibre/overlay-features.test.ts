import { describe, expect, it } from 'vitest';
import { frustumFeatures, markFeatures, routeFeatures } from '../../../../src/route/maps/maplibre/overlay-features.ts';

const a = { lat: 55.7, lng: 13.1 };
const b = { lat: 55.8, lng: 13.2 };
const c = { lat: 55.9, lng: 13.1 };

describe('features of the overlay', () => {
  it('shows a route as a line and its ends, the start on top', () => {
    const { features } = routeFeatures([a, b, c]);
    expect(features.map(({ properties }) => properties.part)).toEqual(['line', 'end', 'start']);
    expect(features[0]?.geometry.coordinates).toEqual([
      [13.1, 55.7],
      [13.2, 55.8],
      [13.1, 55.9],
    ]);
    expect(features[1]?.geometry.coordinates).toEqual([13.1, 55.9]);
  });

  it('shows a single point as a start, and nothing of no route', () => {
    expect(routeFeatures([a]).features.map(({ properties }) => properties.part)).toEqual(['start']);
    expect(routeFeatures([]).features).toEqual([]);
  });

  it('says of each mark what it is', () => {
    const { features } = markFeatures([{ id: 'x', position: b, state: 'gap', label: 'no picture within 50 m' }]);
    expect(features).toEqual([
      {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [13.2, 55.8] },
        properties: { id: 'x', state: 'gap', label: 'no picture within 50 m' },
      },
    ]);
  });

  it('closes open rings, leaves closed ones and drops what is no ring', () => {
    const rings = frustumFeatures([
      [a, b, c],
      [a, b, c, a],
      [a, b],
    ]).features.map(({ geometry }) => geometry.coordinates[0]);
    const closed = [
      [13.1, 55.7],
      [13.2, 55.8],
      [13.1, 55.9],
      [13.1, 55.7],
    ];
    expect(rings).toEqual([closed, closed]);
  });
});
