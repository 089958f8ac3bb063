import type { LatLng } from '../../route/lat-lng.ts';
import type { Sighting } from '../imagery.ts';
import { arcBetween, type Point, pointOf } from './sphere.ts';

interface Placed {
  readonly sighting: Sighting;
  readonly point: Point;
}

/**
 * Makes pictures findable by place: they are sorted into cubes of `radius` metres, so that a search looks at few of them.
 * @returns gives all within the radius of a place, nearest first, of equally near ones by id; each id once
 */
export function indexByPlace(sightings: Iterable<Sighting>, radius: number): (place: LatLng) => Sighting[] {
  const cubes = new Map<string, Placed[]>();
  const seen = new Set<string>();
  const side = Math.max(radius, 1);
  const cell = (value: number) => Math.floor(value / side);
  for (const sighting of sightings) {
    if (seen.has(sighting.id)) continue;
    seen.add(sighting.id);
    const point = pointOf(sighting.position);
    const key = `${cell(point[0])},${cell(point[1])},${cell(point[2])}`;
    const cube = cubes.get(key);
    if (cube) cube.push({ sighting, point });
    else cubes.set(key, [{ sighting, point }]);
  }

  return (place) => {
    const point = pointOf(place);
    const [x, y, z] = [cell(point[0]), cell(point[1]), cell(point[2])];
    // Whole millimetres, so that the order does not hang on how a machine rounds.
    const found: { sighting: Sighting; millimetres: number }[] = [];
    for (let i = x - 1; i <= x + 1; i++) {
      for (let j = y - 1; j <= y + 1; j++) {
        for (let k = z - 1; k <= z + 1; k++) {
          for (const placed of cubes.get(`${i},${j},${k}`) ?? []) {
            const distance = arcBetween(placed.point, point);
            if (distance <= radius) found.push({ sighting: placed.sighting, millimetres: Math.round(distance * 1000) });
          }
        }
      }
    }
    found.sort((a, b) => a.millimetres - b.millimetres || (a.sighting.id < b.sighting.id ? -1 : 1));
    return found.map(({ sighting }) => sighting);
  };
}
