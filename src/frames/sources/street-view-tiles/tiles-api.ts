import { z } from 'zod';
import { PleinAirError } from '../../../core/errors.ts';
import type { HttpAnswer } from '../../../platform/http-client.ts';
import type { LatLng } from '../../../route/lat-lng.ts';
import { serviceRefusal } from '../../google/refusal.ts';
import { ImageryRefusal } from '../../imagery.ts';
import { problemOf } from './problem.ts';
import { createSession, type TilesService } from './session.ts';

/** Places that one question for ids may name. */
export const MOST_PLACES = 100;

/**
 * Google leaves zeros out of its answers in places; a tilt of 0 would look straight down, so there a missing one means level.
 * https://developers.google.com/maps/documentation/tile/streetview
 */
const panoramaShape = z.object({
  panoId: z.string().min(1),
  lat: z.number().default(0),
  lng: z.number().default(0),
  heading: z.number().default(0),
  tilt: z.number().default(90),
  roll: z.number().default(0),
  imageryType: z.string().optional(),
  date: z.string().optional(),
  copyright: z.string().optional(),
  imageWidth: z.int().positive(),
  imageHeight: z.int().positive(),
  tileWidth: z.int().positive().default(512),
  tileHeight: z.int().positive().default(512),
});

/** A panorama as the service describes it. */
export type Panorama = z.infer<typeof panoramaShape>;

const idsShape = z.object({ panoIds: z.array(z.string()).default([]) });

const NO_TILES =
  'If none come, look in the Google Cloud Console whether the key’s quota of tiles is used up and billing is on. Else something on the way holds them back: an ad blocker, a firewall, a weak connection. Then try again.';

/** The questions that the Map Tiles API answers about Street View. All throw ImageryRefusal and PleinAirError. */
export interface TilesApi {
  /** Ids of panoramas near up to `MOST_PLACES` places, each once, in no order that is relied on. */
  panoIds(places: readonly LatLng[], radius: number, signal?: AbortSignal): Promise<string[]>;
  /** By id, or the nearest one to a place; costs nothing. @returns null where there is none */
  panorama(
    query: { readonly panoId: string } | { readonly position: LatLng; readonly radius: number },
    signal?: AbortSignal,
  ): Promise<Panorama | null>;
  /** An encoded picture; paid. @returns null where there is none */
  tile(
    panoId: string,
    place: { readonly zoom: number; readonly column: number; readonly row: number },
    signal?: AbortSignal,
  ): Promise<Uint8Array | null>;
}

export function createTilesApi(service: TilesService): TilesApi {
  const session = createSession(service);

  /** @returns null where there is no such thing */
  const ask = async (
    path: string,
    parameters: Readonly<Record<string, string>>,
    { what, json, signal }: { what: string; json?: unknown; signal?: AbortSignal | undefined },
  ): Promise<HttpAnswer | null> => {
    for (let renewed = false; ; renewed = true) {
      const token = await session.token(signal);
      const query = new URLSearchParams({ ...parameters, session: token, key: service.key });
      const url = `https://tile.googleapis.com/v1/streetview/${path}?${query}`;
      const answer = await service.http.send({ url, what, signal, ...(json === undefined ? {} : { json }) });
      if (answer.status === 200) return answer;
      if (problemOf(service, answer, what) === 'missing') return null;
      session.drop(token);
      if (renewed) throw serviceRefusal(service, what, 'the session is over as soon as it begins');
    }
  };

  return {
    panoIds: async (places, radius, signal) => {
      const what = `pictures near ${places.length} places`;
      const locations = places.map(({ lat, lng }) => ({ lat, lng }));
      const answer = await ask('panoIds', {}, { what, json: { locations, radius: Math.ceil(radius) }, signal });
      if (!answer) return [];
      const shape = idsShape.safeParse(answer.json());
      if (!shape.success) throw serviceRefusal(service, what, 'the answer lists no ids');
      return [...new Set(shape.data.panoIds.filter((id) => id !== ''))];
    },

    panorama: async (query, signal) => {
      // An id together with a place is an error.
      const [what, parameters] =
        'panoId' in query
          ? [`the panorama ${query.panoId}`, { panoId: query.panoId }]
          : [
              `the place ${query.position.lat.toFixed(5)}, ${query.position.lng.toFixed(5)}`,
              {
                lat: query.position.lat.toFixed(7),
                lng: query.position.lng.toFixed(7),
                radius: String(Math.ceil(query.radius)),
              },
            ];
      const answer = await ask('metadata', parameters, { what, signal });
      if (!answer) return null;
      const shape = panoramaShape.safeParse(answer.json());
      if (!shape.success) throw serviceRefusal(service, what, 'the answer does not tell the panorama’s size');
      return shape.data;
    },

    tile: async (panoId, { zoom, column, row }, signal) => {
      const what = `tile ${zoom}/${column}/${row} of the panorama ${panoId}`;
      const answer = await ask(`tiles/${zoom}/${column}/${row}`, { panoId }, { what, signal }).catch(async (error) => {
        if (!(error instanceof PleinAirError) || error instanceof ImageryRefusal || error.kind !== 'network')
          throw error;
        // Refusals may come without CORS headers, and a page then cannot tell them from silence: the metadata may say more.
        await ask('metadata', { panoId }, { what, signal });
        throw new PleinAirError(
          'network',
          `A tile of the panorama ${panoId} does not come from Google, though Google answers about it, so the key works there.`,
          NO_TILES,
          { cause: error },
        );
      });
      if (!answer) return null;
      if (!answer.type.startsWith('image/')) throw serviceRefusal(service, what, answer.text());
      return answer.bytes;
    },
  };
}
