import type { Feature, FeatureCollection, LineString, Point, Polygon } from 'geojson';
import type { LatLng } from '../../lat-lng.ts';
import type { MapMark } from '../map-view.ts';
import { toLine } from '../positions.ts';

/** The route as one line, where there are two vertices, and its ends: `start` and, of two or more vertices, `end`. */
export function routeFeatures(points: readonly LatLng[]): FeatureCollection<LineString | Point, { part: string }> {
  const line = toLine(points);
  const [start] = line;
  const end = line.at(-1);
  const features: Feature<LineString | Point, { part: string }>[] = [];
  const point = (coordinates: number[], part: string): Feature<Point, { part: string }> => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates },
    properties: { part },
  });
  if (line.length > 1) {
    const geometry: LineString = { type: 'LineString', coordinates: line };
    features.push({ type: 'Feature', geometry, properties: { part: 'line' } });
    if (end) features.push(point(end, 'end'));
  }
  if (start) features.push(point(start, 'start'));
  return { type: 'FeatureCollection', features };
}

/** What a mark's feature says of it. */
export type MarkProperties = Pick<MapMark, 'id' | 'state' | 'label'>;

export function markFeatures(marks: readonly MapMark[]): FeatureCollection<Point, MarkProperties> {
  return {
    type: 'FeatureCollection',
    features: marks.map(({ id, state, label, position }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [position.lng, position.lat] },
      properties: { id, state, label },
    })),
  };
}

/** Rings may be given open or closed. */
export function frustumFeatures(rings: readonly (readonly LatLng[])[]): FeatureCollection<Polygon, null> {
  return {
    type: 'FeatureCollection',
    features: rings.flatMap((ring) => {
      const [first] = ring;
      const last = ring.at(-1);
      if (!first || !last || ring.length < 3) return [];
      const isClosed = first.lat === last.lat && first.lng === last.lng;
      const coordinates = [toLine(isClosed ? ring : [...ring, first])];
      return [{ type: 'Feature' as const, geometry: { type: 'Polygon' as const, coordinates }, properties: null }];
    }),
  };
}
