import { z } from 'zod';
import type { Clock } from '../../../platform/clock.ts';
import type { HttpAnswer, HttpClient } from '../../../platform/http-client.ts';
import type { LatLng } from '../../../route/lat-lng.ts';
import { deniedRefusal, type GoogleService, quotaRefusal, serviceRefusal } from '../../google/refusal.ts';
import { sightingOf } from '../../google/sighting.ts';
import type { Sighting } from '../../imagery.ts';

export interface StreetViewService extends GoogleService {
  readonly http: HttpClient;
  readonly clock: Clock;
}

/** A picture by its id, or the nearest one to a place within `radius` metres, indoors and users’ own left out where that is wanted. */
export type MetadataQuery =
  | { readonly pano: string }
  | { readonly position: LatLng; readonly radius: number; readonly outdoorOnly: boolean };

const ENDPOINT = 'https://maps.googleapis.com/maps/api/streetview/metadata';
/** Tries where Google has trouble, and the first wait between them in milliseconds; each further one is twice as long. */
const TRIES = 4;
const FIRST_WAIT = 500;

/** Only `status` is always there. https://developers.google.com/maps/documentation/streetview/metadata */
const answerShape = z.object({
  status: z.string(),
  error_message: z.string().default(''),
  pano_id: z.string().optional(),
  location: z.object({ lat: z.number(), lng: z.number() }).optional(),
  date: z.string().optional(),
  copyright: z.string().optional(),
});

/**
 * What Street View has there; costs nothing.
 * @param what as in `the place 55.70470, 13.19100`, for errors
 * @returns null where there is nothing
 * @throws ImageryRefusal; PleinAirError kind `network`
 */
export async function askMetadata(
  service: StreetViewService,
  query: MetadataQuery,
  what: string,
  signal?: AbortSignal,
): Promise<Sighting | null> {
  for (let tries = 1; ; tries++) {
    const answer = await service.http.send({ url: metadataUrl(service, query), what, signal });
    const { status, error_message: words, ...picture } = parsed(service, answer, what);
    switch (status) {
      case 'OK': {
        const { pano_id: id, location: position, date, copyright } = picture;
        if (id === undefined || position === undefined) return null;
        return sightingOf({ id, position, date, copyright, indoor: false }, { projection: 'view', heading: null });
      }
      case 'ZERO_RESULTS':
      case 'NOT_FOUND':
        return null;
      case 'REQUEST_DENIED':
        throw deniedRefusal(service, words);
      case 'OVER_QUERY_LIMIT':
        throw quotaRefusal(service, words);
      case 'UNKNOWN_ERROR':
        if (tries >= TRIES) throw serviceRefusal(service, what, words || 'UNKNOWN_ERROR');
        await service.clock.wait(FIRST_WAIT * 2 ** (tries - 1), signal);
        break;
      default:
        throw serviceRefusal(service, what, `${status} ${words}`);
    }
  }
}

function metadataUrl({ key }: StreetViewService, query: MetadataQuery): string {
  const parameters = new URLSearchParams();
  if ('pano' in query) parameters.set('pano', query.pano);
  else {
    const { lat, lng } = query.position;
    // Seven digits are a centimetre; `toFixed` also keeps tiny numbers from being written as 1e-7.
    parameters.set('location', `${lat.toFixed(7)},${lng.toFixed(7)}`);
    parameters.set('radius', String(Math.ceil(query.radius)));
    parameters.set('source', query.outdoorOnly ? 'outdoor' : 'default');
  }
  parameters.set('key', key);
  return `${ENDPOINT}?${parameters}`;
}

/** Statuses come with HTTP 200; where another one comes, with or without a body that can be read, it says as much. */
function parsed(service: StreetViewService, answer: HttpAnswer, what: string): z.infer<typeof answerShape> {
  const shape = answerShape.safeParse(jsonOf(answer));
  if (shape.success) return shape.data;
  const words = answer.status === 200 ? 'the answer has no status' : answer.text();
  switch (answer.status) {
    case 401:
    case 403:
      throw deniedRefusal(service, words);
    case 429:
      throw quotaRefusal(service, words);
    default:
      throw serviceRefusal(service, what, `HTTP ${answer.status}: ${words}`);
  }
}

function jsonOf(answer: HttpAnswer): unknown {
  if (answer.status === 200) return answer.json();
  try {
    return answer.json();
  } catch {
    return null;
  }
}
