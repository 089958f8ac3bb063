import { distance } from '../geodesy.ts';
import { MAX_ROUTE_POINTS } from '../params.ts';
import { routeLength } from '../plan-drive.ts';
import { simplifyTo } from '../simplify.ts';
import { readGeoJson } from './geojson.ts';
import { readGpx } from './gpx.ts';
import { counted, type ReadLines, type RouteFile, type RouteLine, refusedRoute } from './route-file.ts';
import { parsePlaces } from './typed.ts';

/** Bytes; a larger file would hold the page up for tens of seconds and take gigabytes. */
const LARGEST_FILE = 20_000_000;
/** Metres between two lines above which it is worth a word that they were joined. */
const JUMP = 100;

/** Text of a file: by its byte order mark, else as an XML declaration says, else UTF-8. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const named = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(named).decode(bytes);
  } catch {
    // No encoding that is known: what matters is plain ASCII anyway.
    return new TextDecoder().decode(bytes);
  }
}

/** Lines of a file, by what it holds and not by its ending. */
function readLines(name: string, text: string): ReadLines {
  const start = text.trimStart()[0];
  if (start === '<') return readGpx(name, text);
  if (start === '{') return readGeoJson(name, text);
  if (start === undefined || !/[\d+\-−NSEW]/i.test(start) || text.includes('\0')) {
    throw refusedRoute(
      name,
      start === undefined ? 'is empty' : 'is neither GPX nor GeoJSON nor lines of `latitude, longitude`',
      'Export the route as GPX or GeoJSON.',
    );
  }
  return { lines: [{ name: null, points: parsePlaces(text, name), times: null }], notes: [] };
}

/** What to say of lines that become one way. */
function joinNotes(lines: readonly RouteLine[]): string[] {
  if (lines.length < 2) return [];
  const jumps = lines.slice(1).map(({ points }, i) => distance(lines[i]!.points.at(-1)!, points[0]!));
  const widest = jumps.reduce((most, jump) => Math.max(most, jump), 0);
  const size = widest < 1000 ? `${Math.round(widest)} m` : `${(widest / 1000).toFixed(1)} km`;
  return [
    `${lines.length} lines joined in the order of the file${widest > JUMP ? `; the widest jump between two is ${size}` : ''}.`,
  ];
}

/** Takes out vertices where there are more than a route may have. */
function withinLimit(file: RouteFile): RouteFile {
  const { points, times, notes } = file;
  if (points.length <= MAX_ROUTE_POINTS) return file;
  const { kept, tolerance } = simplifyTo(points, MAX_ROUTE_POINTS);
  const from = points.length.toLocaleString('en-GB');
  const to = kept.length.toLocaleString('en-GB');
  return {
    ...file,
    points: kept.map((i) => points[i]!),
    times: times && kept.map((i) => times[i]!),
    notes: [...notes, `${from} points simplified to ${to}; the way is off by ${tolerance.toFixed(1)} m at most.`],
  };
}

/**
 * Reads a route from a GPX file, a GeoJSON file or lines of `latitude, longitude`, told apart by their content. All lines are joined to
 * one way in the order of the file. A file of 50,000 points (10 MB) takes some seconds: call it from a worker where that matters.
 * @param name of the file, with its ending; named in errors
 * @throws PleinAirError kind `input`: naming the file, what is wrong in it, and what to do
 */
export function readRouteFile(name: string, bytes: Uint8Array): RouteFile {
  if (bytes.byteLength > LARGEST_FILE) {
    throw refusedRoute(
      name,
      `has ${(bytes.byteLength / 1e6).toFixed(0)} MB; at most ${LARGEST_FILE / 1e6} MB are read`,
      'Split it, or export the one track that you need.',
    );
  }
  const { lines, notes } = readLines(name, decode(bytes));
  const points = lines.flatMap((line) => line.points);
  if (routeLength(points) === 0) {
    const what = points.length > 1 ? `has no way: its ${counted(points.length, 'point')} are one place` : 'has no line';
    const left = notes.length > 0 ? ` (${notes.join(' ').replace(/\.$/, '')})` : '';
    throw refusedRoute(name, what + left, 'Export a track or a planned route, with two places or more.');
  }
  const times = lines.flatMap((line) => line.times ?? line.points.map(() => null));
  return withinLimit({
    name: lines.find((line) => line.name !== null)?.name ?? name.replace(/\.[^.]*$/, ''),
    points,
    times: times.some((time) => time !== null) ? times : null,
    notes: [...notes, ...joinNotes(lines)],
  });
}
