import { PleinAirError } from '../../../core/errors.ts';
import type { HttpClient } from '../../../platform/http-client.ts';
import { readImageHeader } from '../../../platform/image-header.ts';
import { asksPart } from '../../asks-part.ts';
import { type FetchedPicture, type ImageryProvider, ImageryRefusal, type View } from '../../imagery.ts';
import { boxText } from '../../nearby/box.ts';
import { scoutByBoxes } from '../../nearby/box-scout.ts';
import { isFinerThan } from '../../view-detail.ts';
import { type PanoramaxPicture, readCollection } from './item.ts';

export interface PanoramaxOptions {
  readonly http: HttpClient;
  /** of the API, as `https://api.panoramax.xyz/api` */
  readonly root: string;
}

/** Pictures in one answer; servers give up to 10 000, of a few kilobytes each. */
const LIMIT = 1000;
/** Metres of the way in one question: a street in a town has some hundred pictures there. */
const REACH = 400;
/** Width of an `sd` panorama in pixels. */
const SD_WIDTH = 2048;
/** Pictures that are remembered from scouting, so that fetching them needs no look-up. */
const REMEMBERED = 20_000;

/**
 * Panoramax, the federation of open street pictures, or one server of it. No key.
 * https://api.panoramax.xyz/redoc
 */
export function createPanoramax({ http, root }: PanoramaxOptions): ImageryProvider {
  const base = root.replace(/\/+$/, '');
  const site = URL.canParse(base) ? new URL(base).origin : base;
  const known = new Map<string, PanoramaxPicture>();

  const remember = (picture: PanoramaxPicture) => {
    known.delete(picture.sighting.id);
    known.set(picture.sighting.id, picture);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
  };

  const ask = async (query: string, what: string, signal?: AbortSignal) => {
    const answer = await http.send({ url: `${base}/search?${query}`, what, signal });
    if (answer.status === 200) {
      const collection = readCollection(answer.json(), site);
      if (collection) return collection;
      throw refusal('service', 'gave an answer that is no list of pictures');
    }
    if (answer.status === 429) throw refusal('quota', 'asks for fewer requests (HTTP 429)');
    if (answer.status === 401 || answer.status === 403)
      throw refusal('service', `refuses to answer (HTTP ${answer.status})`);
    // It may be this one question alone that it cannot answer.
    if (answer.status >= 500) throw trouble('Panoramax', what, answer.status);
    return null;
  };

  const lookUp = async (id: string, signal?: AbortSignal): Promise<PanoramaxPicture> => {
    const found = await ask(`ids=${encodeURIComponent(id)}&limit=1`, `the picture ${id}`, signal);
    const picture = found?.pictures.find(({ sighting }) => sighting.id === id);
    if (picture) return picture;
    // Counted but not read: it is there, without direction or of a kind that cannot be used.
    if (found && found.count > 0) throw unusable(id);
    throw gone(id);
  };

  return {
    id: 'panoramax',

    scout: (places, { radius }, signal) =>
      scoutByBoxes(
        places,
        {
          radius,
          reach: REACH,
          ask: async (box, stop) => {
            const found = await ask(`bbox=${boxText(box)}&limit=${LIMIT}`, 'the pictures along the route', stop);
            if (!found) throw refusal('service', 'does not take the question for the pictures along the route');
            for (const picture of found.pictures) remember(picture);
            return {
              sightings: found.pictures.map(({ sighting }) => sighting),
              all: found.count < LIMIT && !found.more,
            };
          },
        },
        signal,
      ),

    asks: ({ id }, view) => `panoramax/${asksPart(id)}/${sizeFor(view)}`,

    fetch: async ({ id }, view, signal) => {
      const remembered = known.get(id);
      const bytes = remembered && (await download(http, remembered, view, signal));
      if (remembered && bytes) return fetched(remembered, bytes);
      // Files move, and pictures are taken down: what was remembered may be out of date.
      known.delete(id);
      const picture = await lookUp(id, signal);
      const again = await download(http, picture, view, signal);
      if (!again) throw gone(id);
      remember(picture);
      return fetched(picture, again);
    },
  };
}

/** `hd` files are many megabytes: only for views that show more detail than `sd` has. */
function sizeFor(view: View): 'sd' | 'hd' {
  return isFinerThan(view, SD_WIDTH) ? 'hd' : 'sd';
}

/** @returns null where there is no such file any more */
async function download(
  http: HttpClient,
  { sighting, layout, sd, hd }: PanoramaxPicture,
  view: View,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | null> {
  const large = layout.kind === 'panorama' && sizeFor(view) === 'hd';
  const url = large ? (hd ?? sd) : (sd ?? hd);
  if (!url) return null;
  const answer = await http.send({ url, what: `the picture ${sighting.id}`, signal });
  if (answer.status === 200) {
    if (readImageHeader(answer.bytes)) return answer.bytes;
    throw new PleinAirError(
      'network',
      `Panoramax sent something that is no picture (${answer.type || 'of no type'}) for the picture ${sighting.id}.`,
      'Try this frame again; if it stays so, leave it out.',
    );
  }
  if (answer.status === 429) throw refusal('quota', 'asks for fewer requests (HTTP 429)');
  if (answer.status < 500) return null;
  throw trouble('A server of Panoramax', `the picture ${sighting.id}`, answer.status);
}

function fetched({ sighting, layout }: PanoramaxPicture, bytes: Uint8Array): FetchedPicture {
  return { sighting, layout, tiles: [{ bytes, x: 0, y: 0 }], size: null };
}

function trouble(who: string, what: string, status: number): PleinAirError {
  return new PleinAirError(
    'network',
    `${who} could not answer when asked for ${what} (HTTP ${status}).`,
    'Try again later; if it stays so, leave it out.',
  );
}

function refusal(reason: 'quota' | 'service', does: string): ImageryRefusal {
  return new ImageryRefusal(
    reason,
    `Panoramax ${does}.`,
    reason === 'quota'
      ? 'Wait some minutes, then go on; what has been fetched is kept.'
      : 'Try again later, or look at its address in the settings.',
  );
}

function gone(id: string): PleinAirError {
  return new PleinAirError(
    'input',
    `Panoramax does not have the picture ${id} any more: it was taken down or hidden.`,
    'Scout the route again to find another one there, or leave this frame out.',
  );
}

function unusable(id: string): PleinAirError {
  return new PleinAirError(
    'input',
    `The picture ${id} of Panoramax cannot be used: it does not say which way it looks, or it is a fisheye’s.`,
    'Scout the route again to find another one there, or leave this frame out.',
  );
}
