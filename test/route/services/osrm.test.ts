import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPatientHttp } from '../../../src/platform/patient-http.ts';
import type { LatLng } from '../../../src/route/lat-lng.ts';
import { createOsrmSnapper } from '../../../src/route/services/osrm.ts';
import { createOsrm } from '../../servers/osrm.ts';
import { type StandInServer, startStandIns } from '../../servers/stand-in.ts';

const BASE = 'https://router.project-osrm.org';
let server: StandInServer;
const snapper = (base = BASE) => createOsrmSnapper(createPatientHttp(server.fetcher, { attempts: 1 }), base);
const asked = (from: number) => server.requests.slice(from).map(({ url }) => url);

beforeAll(async () => {
  server = await startStandIns([createOsrm()]);
});
afterAll(() => server.close());

const START: LatLng = { lat: 55.7, lng: 13.1 };
const END: LatLng = { lat: 55.8, lng: 13.3 };

describe('OSRM', () => {
  it('leads along the way that the server gives, without doubled vertices', async () => {
    const way = await snapper().snap([START, END], 'driving');
    expect(way).toEqual([START, { lat: 55.7, lng: 13.2 }, { lat: 55.7, lng: 13.3 }, END]);
    const url = server.requests.at(-1)?.url;
    expect(url?.href).toBe(
      `${BASE}/route/v1/driving/13.100000,55.700000;13.300000,55.800000?overview=full&geometries=geojson`,
    );
  });

  it.each([
    ['driving', BASE, `${BASE}/route/v1/driving`],
    ['bicycling', BASE, 'https://routing.openstreetmap.de/routed-bike/route/v1/driving'],
    ['walking', `${BASE}/`, 'https://routing.openstreetmap.de/routed-foot/route/v1/driving'],
    [
      'walking',
      'https://routing.openstreetmap.de/routed-car',
      'https://routing.openstreetmap.de/routed-foot/route/v1/driving',
    ],
  ] as const)('asks the server that knows roads for %s at %s', async (mode, base, expected) => {
    await snapper(base).snap([START, END], mode);
    expect(server.requests.at(-1)?.url.href.startsWith(`${expected}/13.1`)).toBe(true);
  });

  it('asks for long routes in parts that meet', async () => {
    const from = server.requests.length;
    // No three of them on one line, so that all are asked for.
    const points = Array.from({ length: 250 }, (_, i) => ({ lat: 55.7 + (i % 2) / 100, lng: 13.1 + i / 1000 }));
    const way = await snapper().snap(points, 'driving');
    const counts = asked(from).map((url) => url.pathname.split(';').length);
    expect(counts).toEqual([100, 100, 52]);
    expect(way[0]).toEqual(points[0]);
    expect(way.at(-1)?.lng).toBeCloseTo(points.at(-1)?.lng ?? 0, 6);
    // Each point and the two vertices between, which at one parity fall on a point's own latitude.
    expect(way).toHaveLength(250 + 249 * 2);
  });

  it('asks at most four times for 5000 points', async () => {
    const from = server.requests.length;
    const points = Array.from({ length: 5000 }, (_, i) => ({ lat: 55.7 + Math.sin(i / 9) / 100, lng: 13.1 + i / 1e5 }));
    await snapper().snap(points, 'driving');
    expect(asked(from).length).toBeLessThanOrEqual(4);
  });

  it('names the point without a road by its number in the whole route', async () => {
    const sea = { lat: 55.1, lng: 12.6 };
    const points = Array.from({ length: 150 }, (_, i) =>
      i === 120 ? sea : { lat: 55.7 + (i % 2) / 100, lng: 13.1 + i / 1000 },
    );
    await expect(snapper().snap(points, 'driving')).rejects.toMatchObject({
      kind: 'input',
      message: 'There is no road near point 121 (55.10000, 12.60000).',
      remedy: 'Move it to a road or delete it.',
    });
  });

  it('says between which points there is no way', async () => {
    await expect(snapper().snap([START, { lat: 40.7, lng: -74 }], 'walking')).rejects.toMatchObject({
      kind: 'input',
      message: 'There is no way along roads between point 1 (55.70000, 13.10000) and point 2 (40.70000, -74.00000).',
    });
  });

  it('says what to do when it is turned away, and for a single point', async () => {
    await expect(snapper().snap([{ lat: 42.9, lng: 0 }, END], 'driving')).rejects.toMatchObject({
      kind: 'network',
      message: 'The routing service router.project-osrm.org turns requests away (status 429).',
    });
    await expect(snapper().snap([START], 'driving')).rejects.toMatchObject({ kind: 'input' });
  });
});
