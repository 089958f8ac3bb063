import { checkPosition } from '../check-position.ts';
import type { LatLng } from '../lat-lng.ts';
import { counted, damagedRoute, type ReadLines, type RouteLine, refusedRoute } from './route-file.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A geometry that is still to be read, with the properties of its feature. */
interface Open {
  readonly node: Fields;
  readonly properties: Fields;
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Milliseconds of a text in ISO 8601; null where it is none. Without a zone it is UTC, as GPX has it
 * (https://www.topografix.com/GPX/1/1/#type_wptType), wherever the machine stands.
 */
function timeOf(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  const time = Date.parse(/T.*(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? null : time;
}

/** Times of each line as togeojson and most other writers give them; of several lines, a list for each. */
function timesOf(properties: Fields): readonly unknown[] {
  const own = isObject(properties.coordinateProperties) ? properties.coordinateProperties.times : null;
  return listOf(own ?? properties.coordTimes);
}

function readLine(
  file: string,
  index: number,
  coordinates: unknown,
  times: readonly unknown[],
  name: unknown,
): RouteLine {
  const points = listOf(coordinates).map((pair, i): LatLng => {
    const [lng, lat] = listOf(pair);
    if (typeof lng !== 'number' || typeof lat !== 'number') {
      throw refusedRoute(
        file,
        `has no [longitude, latitude] at point ${i + 1} of line ${index + 1}`,
        'Correct the file, or export it anew.',
      );
    }
    checkPosition(`Point ${i + 1} of line ${index + 1} of ${file}`, { lat, lng });
    return { lat, lng };
  });
  const read = times.length === points.length ? times.map(timeOf) : [];
  return {
    name: typeof name === 'string' && name.trim() !== '' ? name.trim() : null,
    points,
    times: read.some((time) => time !== null) ? read : null,
  };
}

/**
 * The lines of a GeoJSON object (RFC 7946), in their order: of line strings, multi line strings, and features and collections of them.
 * Other geometries are counted in a note.
 * @throws PleinAirError kind `input` for what is no GeoJSON and for places that are not on the earth
 */
export function linesOfGeoJson(file: string, root: Fields): ReadLines {
  const lines: RouteLine[] = [];
  const others = { Point: 0, Polygon: 0 };
  // A list of its own instead of recursion: a file may nest deeper than a stack holds.
  const open: Open[] = [{ node: root, properties: {} }];
  const enter = (children: unknown, properties: Fields) => {
    for (const child of listOf(children).toReversed()) if (isObject(child)) open.push({ node: child, properties });
  };
  const add = ({ properties }: Open, coordinates: unknown, times: readonly unknown[]) => {
    if (listOf(coordinates).length > 0) lines.push(readLine(file, lines.length, coordinates, times, properties.name));
  };
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, properties } = next;
    switch (node.type) {
      case 'FeatureCollection':
        enter(node.features, {});
        break;
      case 'Feature':
        enter([node.geometry], isObject(node.properties) ? node.properties : {});
        break;
      case 'GeometryCollection':
        enter(node.geometries, properties);
        break;
      case 'LineString':
        add(next, node.coordinates, timesOf(properties));
        break;
      case 'MultiLineString':
        for (const [i, part] of listOf(node.coordinates).entries()) add(next, part, listOf(timesOf(properties)[i]));
        break;
      case 'Point':
      case 'MultiPoint':
        others.Point++;
        break;
      case 'Polygon':
      case 'MultiPolygon':
        others.Polygon++;
        break;
      default:
        throw refusedRoute(
          file,
          'is JSON, but not GeoJSON',
          'Export the route as GeoJSON or GPX, or type it as lines of `latitude, longitude`.',
        );
    }
  }
  const { Point: points, Polygon: polygons } = others;
  const notes = [
    points > 0 ? `${counted(points, 'single point')} left out: a route is made of lines.` : null,
    polygons > 0 ? `${counted(polygons, 'polygon')} left out: a route is made of lines.` : null,
  ].filter((note) => note !== null);
  return { lines, notes };
}

/** @throws PleinAirError kind `input` */
export function readGeoJson(file: string, text: string): ReadLines {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    throw damagedRoute(file, error);
  }
  return linesOfGeoJson(file, isObject(root) ? root : {});
}
