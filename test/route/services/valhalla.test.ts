import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPatientHttp } from '../../../src/platform/patient-http.ts';
import type { LatLng } from '../../../src/route/lat-lng.ts';
import { createValhallaSnapper } from '../../../src/route/services/valhalla.ts';
import { type StandInServer, startStandIns } from '../../servers/stand-in.ts';
import { createValhalla } from '../../servers/valhalla.ts';

let server: StandInServer;
const snapper = () =>
  createValhallaSnapper(createPatientHttp(server.fetcher, { attempts: 1 }), 'https://valhalla1.openstreetmap.de/');

beforeAll(async () => {
  server = await startStandIns([createValhalla()]);
});
afterAll(() => server.close());

const START: LatLng = { lat: 55.7, lng: 13.1 };
const END: LatLng = { lat: 55.8, lng: 13.3 };

describe('Valhalla', () => {
  it('leads along the way that the server gives', async () => {
    const way = await snapper().snap([START, END], 'bicycling');
    expect(way).toEqual([START, { lat: 55.75, lng: 13.2 }, END]);
    const { method, url, headers } = server.requests.at(-1) ?? {};
    // A plain GET: browsers send it to another host without asking first.
    expect([method, headers?.['content-type']]).toEqual(['GET', undefined]);
    expect(JSON.parse(url?.searchParams.get('json') ?? '')).toMatchObject({
      locations: [
        { lat: 55.7, lon: 13.1 },
        { lat: 55.8, lon: 13.3 },
      ],
      costing: 'bicycle',
    });
  });

  it('asks for long routes in parts of 20 points that meet', async () => {
    const from = server.requests.length;
    const points = Array.from({ length: 45 }, (_, i) => ({ lat: 55.7 + (i % 2) / 100, lng: 13.1 + i / 1000 }));
    const way = await snapper().snap(points, 'driving');
    expect(server.requests.length - from).toBe(3);
    expect(way).toHaveLength(45 + 44);
    expect(way.at(-1)).toEqual({ lat: 55.7, lng: 13.144 });
  });

  it.each([
    [
      [START, { lat: 55.1, lng: 12.6 }],
      'There is no road near one of the points from point 1 (55.70000, 13.10000) and',
    ],
    [[START, { lat: 40.7, lng: -74 }], 'There is no way along roads between point 1'],
  ])('names the points where there is no way %#', async (points, message) => {
    await expect(snapper().snap(points, 'walking')).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining(message),
    });
  });

  it('says what to do when it is turned away', async () => {
    await expect(snapper().snap([{ lat: 42.9, lng: 0 }, END], 'driving')).rejects.toMatchObject({
      kind: 'network',
      remedy: expect.stringContaining('wait a minute'),
    });
  });
});
