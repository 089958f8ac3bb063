import type { HttpClient } from '../../../platform/http-client.ts';
import { askedText, roundedView } from '../../google/asked.ts';
import { goneError, SAME_PLACE, standsIn } from '../../google/gone.ts';
import { sightingOf } from '../../google/sighting.ts';
import type { FetchedPicture, ImageryProvider, Sighting, View } from '../../imagery.ts';
import { asTheyCome } from '../../nearby/as-they-come.ts';
import { indexByPlace } from '../../nearby/nearest.ts';
import { TileShelf } from './tile-shelf.ts';
import { createTilesApi, MOST_PLACES, type Panorama } from './tiles-api.ts';
import { tilesForView } from './tiles-for-view.ts';

export interface StreetViewTilesOptions {
  readonly http: HttpClient;
  /** sent to tile.googleapis.com alone */
  readonly key: string;
  /** of this page, as in `https://example.org`: named where the key does not allow it */
  readonly origin: string;
  /** milliseconds since 1970 */
  readonly now: () => number;
}

/** Questions under way at a time; browsers let about six through to a host. */
const PARALLEL = 6;
/** Bytes of tiles that are remembered: a thousand or two. */
const SHELF = 64 * 2 ** 20;

/**
 * Panoramas by Google's Map Tiles API, cut out here: each tile is paid, and of a panorama only those are fetched that the view shows. Larger frames than the
 * Street View Static API gives. https://developers.google.com/maps/documentation/tile/streetview
 */
export function createStreetViewTiles({ http, key, origin, now }: StreetViewTilesOptions): ImageryProvider {
  const api = createTilesApi({ name: 'Map Tiles API', http, key, origin, now });
  /** Neighbouring places and frames share panoramas. */
  const told = new Map<string, Panorama>();
  const shelf = new TileShelf(SHELF, now);

  const byId = async (id: string, signal?: AbortSignal): Promise<Panorama | null> => {
    const known = told.get(id) ?? (await api.panorama({ panoId: id }, signal));
    if (known) told.set(id, known);
    return known;
  };

  /** @returns null where one of the tiles is not there (any more) */
  const cutOut = async (panorama: Panorama, view: View, signal?: AbortSignal): Promise<FetchedPicture | null> => {
    const { heading, tilt, roll } = panorama;
    // A tilt of 90 is level, as in https://github.com/CesiumGS/cesium, GoogleStreetViewProvider.js; more looks up.
    const centre = { heading, pitch: tilt - 90, roll };
    const { zoom, tiles, size, covers } = tilesForView({ ...panorama, ...centre }, roundedView(view));
    const fetched: { order: number; tile: FetchedPicture['tiles'][number] }[] = [];
    const work = async ([order, { column, row, x, y }]: [number, (typeof tiles)[number]]) => {
      const name = `${panorama.panoId} ${zoom}/${column}/${row}`;
      // Where one fails the others under way are paid all the same: they are not given up, and the next try has them.
      const bytes = await shelf.get(name, () => api.tile(panorama.panoId, { zoom, column, row }, signal));
      return bytes && { order, tile: { bytes, x, y } };
    };
    for await (const tile of asTheyCome([...tiles.entries()], PARALLEL, work, signal)) {
      if (!tile) return null;
      fetched.push(tile);
    }
    fetched.sort((a, b) => a.order - b.order);
    return {
      sighting: sightingFor(panorama),
      layout: { kind: 'panorama', ...centre, covers },
      tiles: fetched.map(({ tile }) => tile),
      size,
    };
  };

  async function* scout(
    places: Parameters<ImageryProvider['scout']>[0],
    { radius }: Parameters<ImageryProvider['scout']>[1],
    signal?: AbortSignal,
  ): ReturnType<ImageryProvider['scout']> {
    for (let start = 0; start < places.length; start += MOST_PLACES) {
      signal?.throwIfAborted();
      const batch = places.slice(start, start + MOST_PLACES);
      const ids = await api.panoIds(batch, radius, signal);
      const found: Sighting[] = [];
      for await (const panorama of asTheyCome(ids, PARALLEL, byId, signal)) {
        if (panorama) found.push(sightingFor(panorama));
      }
      // Whether the ids come in the order of the places, and what stands for a place without one, is not documented: positions tell.
      const near = indexByPlace(found, radius);
      for (const [k, place] of batch.entries()) yield { index: start + k, candidates: near(place) };
    }
  }

  return {
    id: 'streetview_tiles',
    scout,
    asks: (picture, view) => askedText('streetview_tiles', picture, view),
    fetch: async (picture, view, signal) => {
      const here = await byId(picture.id, signal);
      const cut = here && (await cutOut(here, view, signal));
      if (cut) return cut;
      told.delete(picture.id);
      const moved = await api.panorama({ position: picture.position, radius: SAME_PLACE }, signal);
      const isNew = moved && moved.panoId !== here?.panoId && standsIn(sightingFor(moved));
      const again = isNew ? await cutOut(moved, view, signal) : null;
      if (!again) throw goneError(picture);
      return again;
    },
  };
}

/**
 * Tiles carry neither logo nor copyright: both are to be shown with them. The text `Google Maps`, as it is, stands for the logo.
 * https://developers.google.com/maps/documentation/tile/policies
 */
function sightingFor({ panoId, lat, lng, heading, imageryType, date, copyright }: Panorama): Sighting {
  const sighting = sightingOf(
    { id: panoId, position: { lat, lng }, date, copyright, indoor: imageryType === 'indoor' },
    { projection: 'panorama', heading: ((heading % 360) + 360) % 360 },
  );
  return { ...sighting, credit: { ...sighting.credit, text: `Google Maps · ${sighting.credit.text}` } };
}
