import { type Clock, systemClock } from '../../../platform/clock.ts';
import type { HttpClient } from '../../../platform/http-client.ts';
import { askedText, roundedView } from '../../google/asked.ts';
import { goneError, SAME_PLACE, standsIn } from '../../google/gone.ts';
import type { ImageryProvider, PictureRef, ScoutOptions, Sighting } from '../../imagery.ts';
import { asTheyCome } from '../../nearby/as-they-come.ts';
import { askMetadata, type StreetViewService } from './metadata.ts';
import { checkSize, fetchPicture } from './picture.ts';

export interface StreetViewOptions {
  readonly http: HttpClient;
  /** sent to maps.googleapis.com alone */
  readonly key: string;
  /** of this page, as in `https://example.org`: named where the key does not allow it */
  readonly origin: string;
  readonly clock?: Clock;
}

/** Questions under way at a time; Google allows 500 in a second, browsers about six to a host. */
const PARALLEL = 6;

/**
 * Flat pictures by Google's Street View Static API, each paid; what there is, is asked first and costs nothing.
 * https://developers.google.com/maps/documentation/streetview
 */
export function createStreetView({ http, key, origin, clock = systemClock }: StreetViewOptions): ImageryProvider {
  const service: StreetViewService = { name: 'Street View Static API', http, key, origin, clock };
  /** what was told of pictures while scouting need not be asked again before fetching */
  const told = new Map<string, Sighting>();

  const byId = async (id: string, signal?: AbortSignal) =>
    told.get(id) ?? (await askMetadata(service, { pano: id }, `the picture ${id}`, signal));

  const byPlace = async (
    { lat, lng }: PictureRef['position'],
    { radius, outdoorOnly = false }: ScoutOptions,
    signal?: AbortSignal,
  ) => {
    const what = `the place ${lat.toFixed(5)}, ${lng.toFixed(5)}`;
    return await askMetadata(service, { position: { lat, lng }, radius, outdoorOnly }, what, signal);
  };

  return {
    id: 'streetview',

    scout: (places, options, signal) =>
      asTheyCome(
        places.map((place, index) => ({ place, index })),
        PARALLEL,
        async ({ place, index }, stop) => {
          const sighting = await byPlace(place, options, stop);
          if (sighting) told.set(sighting.id, sighting);
          return { index, candidates: sighting ? [sighting] : [] };
        },
        signal,
      ),

    asks: (picture, view) => askedText('streetview', picture, view),

    fetch: async (picture, view, signal) => {
      const asked = roundedView(view);
      checkSize(asked);
      const here = await byId(picture.id, signal);
      let bytes = here && (await fetchPicture(service, here.id, asked, signal));
      let sighting = here;
      if (!bytes) {
        told.delete(picture.id);
        const moved = await byPlace(picture.position, { radius: SAME_PLACE, outdoorOnly: true }, signal);
        sighting = moved && standsIn(moved) ? moved : null;
        // The id that has just failed may still stand in the metadata.
        bytes = sighting && sighting.id !== here?.id ? await fetchPicture(service, sighting.id, asked, signal) : null;
      }
      if (!sighting || !bytes) throw goneError(picture);
      return { sighting, layout: { kind: 'picture' }, tiles: [{ bytes, x: 0, y: 0 }], size: null };
    },
  };
}
