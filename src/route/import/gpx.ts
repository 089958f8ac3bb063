import { gpx } from '@tmcw/togeojson';
import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import { linesOfGeoJson } from './geojson.ts';
import { counted, damagedRoute, type ReadLines, refusedRoute } from './route-file.ts';

const EXPORT = 'Export the route as GPX or GeoJSON.';

/** What may stand in what. Files that nest otherwise are none, and can be made to take hours. */
const PARENTS = { trk: 'gpx', rte: 'gpx', trkseg: 'trk', trkpt: 'trkseg', rtept: 'rte' };

function parse(file: string, text: string): Document {
  let problem: string | null = null;
  let document: Document | null = null;
  try {
    document = new DOMParser({
      locator: false,
      onError: (level, message) => {
        if (level !== 'warning') problem ??= message;
      },
    }).parseFromString(text, 'application/xml');
  } catch (error) {
    // The parser's own words name its callback; the first problem says more.
    throw damagedRoute(file, problem ?? error);
  }
  if (problem !== null) throw damagedRoute(file, problem);
  const root = document.documentElement?.localName;
  if (root !== 'gpx') throw refusedRoute(file, `is XML of another kind (<${root?.slice(0, 40)}>), not GPX`, EXPORT);
  return document;
}

/**
 * Readies a point for togeojson, which drops points without coordinates, drops missing times so that the others no longer match their
 * points, and keeps a list for each kind of extension (of a hostile file, more than fits into memory): coordinates are checked, a
 * missing time becomes an unreadable one, and all else goes.
 */
function readyPoint(file: string, document: Document, point: Element, label: string): void {
  for (const name of ['lat', 'lon']) {
    const value = point.getAttribute(name)?.trim() ?? '';
    if (value === '' || !Number.isFinite(Number(value))) {
      const found = value === '' ? `no ${name}` : `${name}="${value.slice(0, 40)}"`;
      throw refusedRoute(file, `has ${found} at ${label}`, 'Correct the file, or export it anew.');
    }
  }
  const time = Array.from(point.childNodes)
    .find(({ localName }) => localName === 'time')
    ?.textContent?.trim();
  point.textContent = '';
  const kept = document.createElement('time');
  kept.textContent = time || 'none';
  point.appendChild(kept);
}

/**
 * The tracks of a GPX file, segment by segment, or where it has none its planned routes.
 * https://www.topografix.com/GPX/1/1/
 * @throws PleinAirError kind `input`
 */
export function readGpx(file: string, text: string): ReadLines {
  // GPX needs no document type, and entities of its own can be made to swell.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) {
    throw refusedRoute(file, 'declares a document type or entities, which are not read', EXPORT);
  }
  const document = parse(file, text);
  const named = (name: string) => Array.from(document.getElementsByTagName(name));
  for (const [name, parent] of Object.entries(PARENTS)) {
    const stray = named(name).find(({ parentNode }) => parentNode?.nodeName !== parent);
    if (stray) throw refusedRoute(file, `has a <${name}> inside of <${stray.parentNode?.nodeName}>`, EXPORT);
  }
  for (const name of ['trkpt', 'rtept']) {
    for (const [i, point] of named(name).entries()) readyPoint(file, document, point, `<${name}> ${i + 1}`);
  }
  const { features } = gpx(document);
  const ofKind = (kind: string) => features.filter(({ properties }) => properties?._gpxType === kind);
  const tracks = ofKind('trk');
  const routes = ofKind('rte');
  const waypoints = features.length - tracks.length - routes.length;
  const taken = tracks.length > 0 ? tracks : routes;
  const notes = [
    tracks.length > 0 && routes.length > 0
      ? `${counted(routes.length, 'planned route')} left out: the file has a recorded track.`
      : null,
    waypoints > 0 ? `${counted(waypoints, 'waypoint')} left out: a route is made of lines.` : null,
  ].filter((note) => note !== null);
  const { lines } = linesOfGeoJson(file, { type: 'FeatureCollection', features: taken });
  return { lines, notes };
}
