import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPatientHttp } from '../../../src/platform/patient-http.ts';
import { createNominatimSearch } from '../../../src/route/services/nominatim.ts';
import { createNominatim } from '../../servers/nominatim.ts';
import { type StandInServer, startStandIns } from '../../servers/stand-in.ts';

const BASE = 'https://nominatim.openstreetmap.org/';
let server: StandInServer;
const search = () => createNominatimSearch(createPatientHttp(server.fetcher, { attempts: 1 }), BASE);

beforeAll(async () => {
  server = await startStandIns([createNominatim()]);
});
afterAll(() => server.close());

describe('Nominatim', () => {
  it('finds places with position and bounds', async () => {
    const found = await search().search(' Kyrkogatan, Lund ', null);
    expect(found[0]).toEqual({
      name: 'Kyrkogatan, Centrum, Lund, Skåne län, Sverige',
      position: { lat: 55.7047, lng: 13.191 },
      bounds: [
        { lat: 55.7029, lng: 13.1902 },
        { lat: 55.7066, lng: 13.1921 },
      ],
    });
    const { url } = server.requests.at(-1) ?? {};
    expect(url?.pathname).toBe('/search');
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      format: 'jsonv2',
      q: 'Kyrkogatan, Lund',
      limit: '5',
    });
  });

  it('prefers what is near', async () => {
    const found = await search().search('Church Street', { lat: 40.71, lng: -74 });
    expect(found[0]?.position.lng).toBeCloseTo(-74.0078);
    expect(server.requests.at(-1)?.url.searchParams.get('viewbox')).toBe('-74.5000,41.2100,-73.5000,40.2100');
  });

  it('asks nothing for no words, and finds nothing where there is nothing', async () => {
    const asked = server.requests.length;
    expect(await search().search('  ', null)).toEqual([]);
    expect(server.requests).toHaveLength(asked);
    expect(await search().search('nowhere', null)).toEqual([]);
  });

  it.each([
    ['too often', 429],
    ['forbidden', 403],
  ])('says what to do when it is turned away: %s', async (words, status) => {
    await expect(search().search(words, null)).rejects.toMatchObject({
      kind: 'network',
      message: `The search service nominatim.openstreetmap.org turns requests away (status ${status}).`,
      remedy: expect.stringContaining('settings'),
    });
  });

  it('says so when something else answers under that address', async () => {
    const other = createNominatimSearch(createPatientHttp(server.fetcher, { attempts: 1 }), `${BASE}elsewhere`);
    await expect(other.search('Lund', null)).rejects.toMatchObject({
      kind: 'network',
      message: 'The search service nominatim.openstreetmap.org answers with status 404.',
    });
  });
});
