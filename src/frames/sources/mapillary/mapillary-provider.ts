import { z } from 'zod';
import { PleinAirError } from '../../../core/errors.ts';
import type { HttpClient } from '../../../platform/http-client.ts';
import { readImageHeader } from '../../../platform/image-header.ts';
import { asksPart } from '../../asks-part.ts';
import { type ImageryProvider, ImageryRefusal, type View } from '../../imagery.ts';
import { area, boxText } from '../../nearby/box.ts';
import { scoutByBoxes } from '../../nearby/box-scout.ts';
import { isFinerThan } from '../../view-detail.ts';
import { createGraph, overQuota } from './graph.ts';
import { type MapillaryImage, PICTURE_FIELDS, readImage, SIGHTING_FIELDS } from './image.ts';

export interface MapillaryOptions {
  readonly http: HttpClient;
  /** a client token, `MLY|…` */
  readonly token: string;
}

/** Pictures in one answer, at most; there are no pages. */
const LIMIT = 2000;
/** Square degrees that a box must stay below. */
const LARGEST = 0.01;
/** Metres of the way in one question: in towns even boxes of a hundred metres are too much for the service. */
const REACH = 200;
/** Width in pixels of the picture that is taken unless a view shows more. */
const WIDTH = 2048;

const list = z.object({ data: z.array(z.unknown()) });

const https = z.url({ protocol: /^https$/ });

/** Addresses are signed and expire: used at once, kept nowhere. */
const files = z.object({
  thumb_2048_url: https.nullish().catch(null),
  thumb_original_url: https.nullish().catch(null),
});

/** Mapillary, with a person's own client token. https://www.mapillary.com/developer/api-documentation */
export function createMapillary({ http, token }: MapillaryOptions): ImageryProvider {
  const graph = createGraph(http, token);

  /** @returns what the service tells of a picture today, and an address of its file that works for a while */
  const lookUp = async (id: string, view: View, signal?: AbortSignal): Promise<MapillaryImage & { url: string }> => {
    const fields = [
      ...PICTURE_FIELDS,
      'thumb_2048_url',
      ...(sizeFor(view) === 'original' ? ['thumb_original_url'] : []),
    ];
    const answer = await graph.ask(encodeURIComponent(id), { fields: fields.join() }, `the picture ${id}`, signal);
    if (answer.kind !== 'found') throw gone(id);
    const found = readImage(answer.json);
    if (found?.sighting.id !== id) throw unusable(id);
    const { thumb_2048_url: usual, thumb_original_url: original } = files.safeParse(answer.json).data ?? {};
    const large = found.layout.kind === 'panorama' && sizeFor(view) === 'original';
    const url = large ? (original ?? usual) : (usual ?? original);
    if (!url) throw gone(id);
    return { ...found, url };
  };

  return {
    id: 'mapillary',

    scout: (places, { radius }, signal) =>
      scoutByBoxes(
        places,
        {
          radius,
          reach: REACH,
          ask: async (box, stop) => {
            if (area(box) >= LARGEST) return { sightings: [], all: false };
            const query = { fields: SIGHTING_FIELDS.join(), bbox: boxText(box), limit: String(LIMIT) };
            const answer = await graph.ask('images', query, 'the pictures along the route', stop);
            if (answer.kind === 'too-much') return { sightings: [], all: false };
            const found = answer.kind === 'found' ? list.safeParse(answer.json).data : null;
            if (!found) throw notUnderstood();
            const sightings = found.data.flatMap((one) => readImage(one)?.sighting ?? []);
            return { sightings, all: found.data.length < LIMIT };
          },
        },
        signal,
      ),

    asks: ({ id }, view) => `mapillary/${asksPart(id)}/${sizeFor(view)}`,

    fetch: async ({ id }, view, signal) => {
      const what = `the picture ${id}`;
      let found = await lookUp(id, view, signal);
      let answer = await http.send({ url: found.url, what, signal });
      if (answer.status === 401 || answer.status === 403 || answer.status === 410) {
        // Expired while it waited for its turn or for the network.
        found = await lookUp(id, view, signal);
        answer = await http.send({ url: found.url, what, signal });
      }
      if (answer.status === 429) throw overQuota();
      if (answer.status === 404 || answer.status === 410) throw gone(id);
      if (answer.status !== 200 || !readImageHeader(answer.bytes)) throw noPicture(id, answer.status, answer.type);
      const { sighting, layout } = found;
      return { sighting, layout, tiles: [{ bytes: answer.bytes, x: 0, y: 0 }], size: null };
    },
  };
}

/** Originals are many megabytes: only for views that show more detail than 2048 pixels around have. */
function sizeFor(view: View): '2048' | 'original' {
  return isFinerThan(view, WIDTH) ? 'original' : '2048';
}

function notUnderstood(): ImageryRefusal {
  return new ImageryRefusal(
    'service',
    'Mapillary does not answer the question for the pictures along the route as it used to.',
    'Try again later; if it stays so, choose another source.',
  );
}

function gone(id: string): PleinAirError {
  return new PleinAirError(
    'input',
    `Mapillary does not have the picture ${id} any more.`,
    'Scout the route again to find another one there, or leave this frame out.',
  );
}

function unusable(id: string): PleinAirError {
  return new PleinAirError(
    'input',
    `The picture ${id} of Mapillary cannot be used: it does not say where it looks, or it was taken with a fisheye lens.`,
    'Scout the route again to find another one there, or leave this frame out.',
  );
}

function noPicture(id: string, status: number, type: string): PleinAirError {
  const sent = status === 200 ? `something that is no picture (${type || 'of no type'})` : `HTTP ${status}`;
  return new PleinAirError(
    'network',
    `Mapillary sent ${sent} for the picture ${id}.`,
    'Try this frame again; if it stays so, leave it out.',
  );
}
