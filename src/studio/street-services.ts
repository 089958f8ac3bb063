import { forgetTemporary } from '../frames/fetch/temporary-frames.ts';
import { SOURCE_FACTS } from '../frames/source-facts.ts';
import { createMapillary } from '../frames/sources/mapillary/mapillary-provider.ts';
import { createPanoramax } from '../frames/sources/panoramax/panoramax-provider.ts';
import { createStreetView } from '../frames/sources/street-view/street-view.ts';
import { createStreetViewTiles } from '../frames/sources/street-view-tiles/street-view-tiles.ts';
import type { ViewMaker } from '../frames/view-maker.ts';
import type { BlobStore } from '../platform/blob-store.ts';
import { createBrowserConnection } from '../platform/browser/connection.ts';
import { createBrowserFetcher } from '../platform/browser/fetcher.ts';
import { openTabSession } from '../platform/browser/sessions.ts';
import { createPatientHttp } from '../platform/patient-http.ts';
import { createGoogleRoads } from '../route/maps/google/google-roads.ts';
import { createGoogleSearch } from '../route/maps/google/google-search.ts';
import { createNominatimSearch } from '../route/services/nominatim.ts';
import { createOsrmSnapper } from '../route/services/osrm.ts';
import { leastInterval } from '../route/services/politeness.ts';
import { createValhallaSnapper } from '../route/services/valhalla.ts';
import { createImagery } from './imagery.ts';
import { noteKeptFrames } from './route/kept-frames.ts';
import type { StreetServices } from './services.ts';
import { keyOf } from './settings/key-of.ts';
import { useSettings } from './settings/settings-store.ts';
import { showError } from './shell/show-error.ts';

/** Stands where frames were asked for that may stay only for a while, so that a start without any need not look for them. */
const TEMPORARY_MARK = 'plein-air.temporary-frames';

/** Milliseconds between two looks for frames that have become too old while the page stays open. */
const LOOK_EVERY = 60 * 60 * 1000;

/**
 * Binds maps and picture services to the browser. Frames that may no longer be kept are deleted first, and then as they become too old.
 * @param frames of the browser's stores
 * @throws PleinAirError kind `storage`
 */
export async function openStreetServices(frames: BlobStore, views: ViewMaker): Promise<StreetServices> {
  const session = openTabSession();
  if (hasMark())
    await forgetTemporary(frames, {
      now: now(),
      liveSessions: await session.alive(),
      frameCache: settings().frameCache,
    });
  setInterval(() => void forgetOld(frames, session.name).catch(showError), LOOK_EVERY);
  const connection = createBrowserConnection();
  const http = createPatientHttp(createBrowserFetcher(), { connection, interval: leastInterval });

  const { origin } = location;
  const imagery = createImagery({
    panoramax: { setup: () => settings().panoramax, make: (root) => createPanoramax({ http, root }) },
    mapillary: { setup: () => keyOf('mapillary'), make: (token) => createMapillary({ http, token }) },
    streetview: { setup: () => keyOf('google'), make: (key) => createStreetView({ http, key, origin }) },
    streetview_tiles: {
      setup: () => keyOf('google'),
      make: (key) => createStreetViewTiles({ http, key, origin, now: () => Date.now() }),
    },
  });
  return {
    imagery: (id) => {
      const provider = imagery(id);
      if (SOURCE_FACTS[id].temporary) setMark();
      return provider;
    },
    views,
    openMap: async (kind, element, events, shows) => {
      // Each map's program is large, and most people need one of them.
      if (kind === 'google') {
        const key = keyOf('google');
        const { openGoogleMap } = await import('../route/maps/google/open-google-map.ts');
        return openGoogleMap(element, { key }, events);
      }
      const { openMapLibre } = await import('../route/maps/maplibre/open-maplibre.ts');
      return openMapLibre(element, { style: settings().mapStyle, shows }, events);
    },
    search: (kind) =>
      kind === 'google' ? createGoogleSearch(keyOf('google')) : createNominatimSearch(http, settings().search),
    roads: (kind) => {
      if (kind === 'google') return createGoogleRoads(keyOf('google'));
      const { kind: server, url } = settings().routing;
      return server === 'osrm' ? createOsrmSnapper(http, url) : createValhallaSnapper(http, url);
    },
    session: session.name,
  };
}

/**
 * Deletes what is too old, and nothing for the sake of a tab that is gone: it may just be loading again. The open project's frames may be
 * among them, whichever tab it was that deleted them.
 */
async function forgetOld(frames: BlobStore, session: string): Promise<void> {
  if (!hasMark()) return;
  await forgetTemporary(frames, { now: now(), liveSessions: new Set(), frameCache: 'days' });
  await noteKeptFrames(frames, session);
}

function now(): string {
  return new Date().toISOString();
}

function settings() {
  return useSettings.getState().settings;
}

function hasMark(): boolean {
  try {
    return localStorage.getItem(TEMPORARY_MARK) !== null;
  } catch {
    // Then it cannot be known: looked for each time.
    return true;
  }
}

function setMark(): void {
  try {
    localStorage.setItem(TEMPORARY_MARK, '1');
  } catch {
    // `hasMark` says so then.
  }
}
