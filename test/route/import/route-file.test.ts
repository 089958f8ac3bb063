import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import { readRouteFile } from '../../../src/route/import/read-route-file.ts';

const read = (text: string, name = 'walk.gpx') => readRouteFile(name, new TextEncoder().encode(text));
const refusal = (run: () => unknown): PleinAirError => {
  try {
    run();
  } catch (error) {
    if (error instanceof PleinAirError) return error;
    throw error;
  }
  throw new Error('not refused');
};

const gpx = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"
  xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">${inner}</gpx>`;
const point = (lat: number | string, lon: number | string, inner = '') =>
  `<trkpt lat="${lat}" lon="${lon}">${inner}</trkpt>`;
const time = (seconds: number, zone = 'Z') =>
  `<time>2021-06-01T12:00:${String(seconds).padStart(2, '0')}${zone}</time>`;
const T0 = Date.UTC(2021, 5, 1, 12);

const heart =
  '<extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>88</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions>';
const track = `<trk><name>Morning walk</name><trkseg>
  ${point(55.7, 13.2, `<ele>12</ele>${time(0)}${heart}`)}
  ${point(55.7001, 13.2, '<name>bench</name>')}
  ${point(55.7002, 13.2001, time(20))}
</trkseg><trkseg>
  ${point(55.71, 13.2001, time(40, '+02:00'))}
  ${point(55.7101, 13.2001, time(50, ''))}
</trkseg></trk>`;
const planned = `<rte><name>Plan</name><rtept lat="1" lon="2"/><rtept lat="1.001" lon="2.002"/></rte>`;

describe('a GPX file', () => {
  it('gives its segments as one way, times beside their points, and says what it joined', () => {
    const route = read(gpx(`<wpt lat="1" lon="2"><name>Home</name></wpt>${track}${planned}`));
    expect(route.name).toBe('Morning walk');
    expect(route.points).toEqual([
      { lat: 55.7, lng: 13.2 },
      { lat: 55.7001, lng: 13.2 },
      { lat: 55.7002, lng: 13.2001 },
      { lat: 55.71, lng: 13.2001 },
      { lat: 55.7101, lng: 13.2001 },
    ]);
    // GPX has UTC where a time names no zone
    expect(route.times).toEqual([T0, null, T0 + 20_000, T0 + 40_000 - 7_200_000, T0 + 50_000]);
    expect(route.notes).toEqual([
      '1 planned route left out: the file has a recorded track.',
      '1 waypoint left out: a route is made of lines.',
      '2 lines joined in the order of the file; the widest jump between two is 1.1 km.',
    ]);
  });

  it('gives its planned routes where it has no track', () => {
    const route = read(gpx(planned));
    expect(route).toEqual({
      name: 'Plan',
      points: [
        { lat: 1, lng: 2 },
        { lat: 1.001, lng: 2.002 },
      ],
      times: null,
      notes: [],
    });
  });

  it('is told by its content, and named after the file where it names no way', () => {
    const bare = gpx(`<trk><trkseg>${point(1, 2)}${point(1.1, 2)}</trkseg></trk>`);
    expect(read(`\ufeff${bare}`, 'round.the.lake.json').name).toBe('round.the.lake');
    const utf16 = new Uint8Array(2 + 2 * bare.length);
    utf16.set([0xff, 0xfe]);
    for (let i = 0; i < bare.length; i++) utf16[2 + 2 * i] = bare.charCodeAt(i);
    expect(readRouteFile('x.gpx', utf16).points.length).toBe(2);
  });

  it('is read in the encoding that it declares', () => {
    const text = gpx(`<trk><name>Malmö</name><trkseg>${point(1, 2)}${point(1.1, 2)}</trkseg></trk>`);
    const latin = Uint8Array.from(text.replace('UTF-8', 'ISO-8859-1'), (letter) => letter.charCodeAt(0));
    expect(readRouteFile('x.gpx', latin).name).toBe('Malmö');
    expect(read(text.replace('UTF-8', 'no-such-code')).name).toBe('Malmö');
  });

  it.each([
    [
      'a latitude off the earth',
      gpx(`<trk><trkseg>${point(1, 2)}${point(95, 190)}</trkseg></trk>`),
      /Point 2 of line 1 of walk\.gpx .*latitude 95/,
    ],
    [
      'a point without a longitude',
      gpx(`<trk><trkseg><trkpt lat="1"/>${point(1, 2)}</trkseg></trk>`),
      /walk\.gpx has no lon at <trkpt> 1/,
    ],
    [
      'a latitude that is no number',
      gpx(`<trk><trkseg>${point(1, 2)}${point('55,7', 2)}</trkseg></trk>`),
      /lat="55,7" at <trkpt> 2/,
    ],
    [
      'waypoints alone',
      gpx('<wpt lat="1" lon="2"/><wpt lat="1" lon="3"/>'),
      /walk\.gpx has no line \(2 waypoints left out/,
    ],
    ['a track of one point', gpx(`<trk><trkseg>${point(1, 2)}</trkseg></trk>`), /has no line/],
    ['a track on one spot', gpx(`<trk><trkseg>${point(1, 2).repeat(9)}</trkseg></trk>`), /its 9 points are one place/],
    ['nothing inside', gpx(''), /has no line/],
    ['a recording that broke off', gpx(track).slice(0, 400), /damaged or incomplete \(end tag name missing\)/],
    ['XML of another kind', '<kml xmlns="http://www.opengis.net/kml/2.2"/>', /another kind \(<kml>\)/],
    ['a web page', '<!doctype html><html></html>', /document type/],
  ])('is refused with %s', (_, text, message) => {
    const error = refusal(() => read(text));
    expect(error.kind).toBe('input');
    expect(error.message).toMatch(message);
    expect(error.message).toContain('walk.gpx');
    expect(error.remedy).not.toBe('');
  });

  it('has swapped coordinates suspected', () => {
    const error = refusal(() => read(gpx(`<trk><trkseg>${point(139.7, 35.6)}${point(139.8, 35.6)}</trkseg></trk>`)));
    expect(error.remedy).toMatch(/swapped/);
  });

  it('may not declare entities: neither swelling ones nor such that name other files', () => {
    const swelling = `<!DOCTYPE gpx [<!ENTITY a "${'x'.repeat(50)}"><!ENTITY b "${'&a;'.repeat(50)}">]>`;
    const outside = '<!DOCTYPE gpx [<!ENTITY f SYSTEM "file:///etc/passwd">]>';
    for (const prolog of [swelling, outside]) {
      expect(refusal(() => read(`${prolog}<gpx><trk><name>&b;</name></trk></gpx>`)).message).toMatch(/entities/);
    }
    expect(refusal(() => read(gpx('<trk><name>&unknown;</name></trk>'))).message).toMatch(/entity not found/);
  });

  it('is read or refused soon where it nests deeply or names an extension for each point', () => {
    const deep = gpx(`${'<trk>'.repeat(20_000)}${'</trk>'.repeat(20_000)}`);
    expect(refusal(() => read(deep)).message).toMatch(/has a <trk> inside of <trk>/);
    const mixed = gpx(`<trk><trkseg>${point(1, 2, point(1, 3))}</trkseg></trk>`);
    expect(refusal(() => read(mixed)).message).toMatch(/has a <trkpt> inside of <trkpt>/);
    const many = Array.from({ length: 4000 }, (_, i) =>
      point(1 + i / 1e5, 2, `<extensions><x${i}>1</x${i}></extensions>`),
    );
    expect(read(gpx(`<trk><trkseg>${many.join('')}</trkseg></trk>`)).points.length).toBe(4000);
  });
});

describe('a GeoJSON file', () => {
  const json = (value: unknown) => read(JSON.stringify(value), 'way.geojson');
  const line = (coordinates: unknown) => ({ type: 'LineString', coordinates });
  const short = [
    [13.2, 55.7],
    [13.2001, 55.7, 12],
  ];
  const points = [
    { lat: 55.7, lng: 13.2 },
    { lat: 55.7, lng: 13.2001 },
  ];

  it.each([
    ['line string', line(short)],
    ['feature', { type: 'Feature', properties: null, geometry: line(short) }],
    [
      'feature collection',
      { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: line(short) }] },
    ],
    ['multi line string', { type: 'MultiLineString', coordinates: [short] }],
    ['geometry collection', { type: 'GeometryCollection', geometries: [line(short)] }],
    [
      'feature without a geometry beside it',
      { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: null }, line(short)] },
    ],
  ])('may be a %s', (_, value) => {
    expect(json(value)).toEqual({ name: 'way', points, times: null, notes: [] });
  });

  it('gives its lines in their order, with the first name, and counts what it leaves out', () => {
    const feature = (geometry: unknown, name?: string) => ({ type: 'Feature', properties: { name }, geometry });
    const route = json({
      type: 'FeatureCollection',
      features: [
        feature({ type: 'Point', coordinates: [1, 2] }),
        feature(
          line([
            [0, 0],
            [0.001, 0],
          ]),
        ),
        feature(
          {
            type: 'MultiLineString',
            coordinates: [
              [
                [0.001, 0],
                [0.002, 0],
              ],
              [],
              [
                [0.0025, 0],
                [0.003, 0],
              ],
            ],
          },
          'Coast',
        ),
        feature({
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [1, 0],
              [1, 1],
              [0, 0],
            ],
          ],
        }),
      ],
    });
    expect(route.name).toBe('Coast');
    expect(route.points.map(({ lng }) => lng)).toEqual([0, 0.001, 0.001, 0.002, 0.0025, 0.003]);
    expect(route.notes).toEqual([
      '1 single point left out: a route is made of lines.',
      '1 polygon left out: a route is made of lines.',
      '3 lines joined in the order of the file.',
    ]);
  });

  it('keeps times where there is one for each point', () => {
    const stamps = ['2021-06-01T12:00:00Z', '2021-06-01T12:00:05Z'];
    const timed = (properties: unknown, geometry: unknown = line(short)) =>
      json({ type: 'Feature', properties, geometry }).times;
    expect(timed({ coordinateProperties: { times: stamps } })).toEqual([T0, T0 + 5000]);
    expect(timed({ coordTimes: stamps })).toEqual([T0, T0 + 5000]);
    expect(timed({ coordTimes: [stamps[0], 'noon'] })).toEqual([T0, null]);
    expect(timed({ coordTimes: [stamps[0]] })).toBeNull();
    const two = { type: 'MultiLineString', coordinates: [short, short] };
    expect(timed({ coordTimes: [stamps, null] }, two)).toEqual([T0, T0 + 5000, null, null]);
  });

  it.each([
    ['broken text', '{"type": "LineString", "coordinates": [[1,', /way\.geojson is damaged/],
    ['other JSON', '{"version": 1}', /JSON, but not GeoJSON/],
    ['TopoJSON', '{"type": "Topology", "objects": {}}', /JSON, but not GeoJSON/],
    ['a list in place of an object', '{"type": "FeatureCollection", "features": 5}', /has no line/],
    [
      'a place off the earth',
      JSON.stringify(
        line([
          [0, 0],
          [200, 95],
        ]),
      ),
      /Point 2 of line 1 of way\.geojson .*longitude 200/,
    ],
    [
      'a place that is a text',
      JSON.stringify(
        line([
          [0, 0],
          ['1', '2'],
        ]),
      ),
      /way\.geojson has no \[longitude, latitude\] at point 2/,
    ],
    ['a place of one number', JSON.stringify(line([[0, 0], [1]])), /at point 2 of line 1/],
    ['a place that is null', JSON.stringify(line([null, [1, 2]])), /at point 1 of line 1/],
    [
      'points alone',
      '{"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}',
      /way\.geojson has no line \(1 single point/,
    ],
    ['a line of one point', JSON.stringify(line([[1, 2]])), /has no line/],
  ])('is refused with %s', (_, text, message) => {
    const error = refusal(() => read(text, 'way.geojson'));
    expect(error.kind).toBe('input');
    expect(error.message).toMatch(message);
    expect(error.remedy).not.toBe('');
  });

  it('has swapped coordinates suspected', () => {
    expect(
      refusal(() =>
        json(
          line([
            [35.7, 139.7],
            [35.8, 139.8],
          ]),
        ),
      ).remedy,
    ).toMatch(/swapped/);
  });

  it('may nest as deeply as it likes', () => {
    const deep = `${'{"type":"GeometryCollection","geometries":['.repeat(5000)}${JSON.stringify(line(short))}${']}'.repeat(5000)}`;
    expect(read(deep, 'deep.json').points).toEqual(points);
  });
});

describe('any file', () => {
  it('may be lines of typed places', () => {
    const route = read('55.7, 13.2\n55.8, 13.3\n', 'places.txt');
    expect(route).toEqual({
      name: 'places',
      points: [
        { lat: 55.7, lng: 13.2 },
        { lat: 55.8, lng: 13.3 },
      ],
      times: null,
      notes: [],
    });
    expect(refusal(() => read('55.7, 13.2\nLund\n', 'places.txt')).message).toMatch(
      /Line 2 of places\.txt is no place: Lund/,
    );
  });

  it.each([
    ['empty', '', /is empty/],
    ['blank', ' \n\t', /is empty/],
    ['a text of another kind', 'Dear diary', /neither GPX nor GeoJSON/],
    ['a list', '[[13.2, 55.7]]', /neither GPX nor GeoJSON/],
    ['an archive', 'PK\u0003\u0004\0\0', /neither GPX nor GeoJSON/],
    ['a program', '7ELF\0\0', /neither GPX nor GeoJSON/],
  ])('is refused where it is %s', (_, text, message) => {
    expect(refusal(() => read(text, 'thing')).message).toMatch(message);
  });

  it('is refused unread above 20 MB', () => {
    const decode = vi.spyOn(TextDecoder.prototype, 'decode');
    const error = refusal(() => readRouteFile('year.gpx', new Uint8Array(21_000_000).fill(60)));
    expect(error.message).toBe('The route file year.gpx has 21 MB; at most 20 MB are read.');
    expect(decode).not.toHaveBeenCalled();
    decode.mockRestore();
  });

  it('is read or refused in words for people, however it is damaged', () => {
    const json = JSON.stringify({
      type: 'LineString',
      coordinates: [
        [13.2, 55.7],
        [13.3, 55.8],
      ],
    });
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('<', '"', ']', '}', '&', '<trkpt>', '\0', 'null', '1e999', '-', '<![CDATA['),
    );
    const damaged = fc
      .tuple(fc.constantFrom(gpx(track), json, '55.7, 13.2\n55.8, 13.3'), fc.nat(), fc.nat({ max: 30 }), piece)
      .map(([text, at, length, put]) => {
        const start = at % text.length;
        return text.slice(0, start) + put + text.slice(start + length);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        try {
          const { points, times } = read(text);
          for (const { lat, lng } of points) expect(Math.abs(lat) <= 90 && Math.abs(lng) <= 180).toBe(true);
          if (times) expect(times.length).toBe(points.length);
        } catch (error) {
          if (!(error instanceof PleinAirError)) throw error;
        }
      }),
      { numRuns: 1500 },
    );
  });
});
