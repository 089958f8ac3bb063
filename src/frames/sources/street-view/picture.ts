import { PleinAirError } from '../../../core/errors.ts';
import type { HttpAnswer } from '../../../platform/http-client.ts';
import { deniedRefusal, quotaRefusal, quoted } from '../../google/refusal.ts';
import type { View } from '../../imagery.ts';
import { askMetadata, type StreetViewService } from './metadata.ts';

const ENDPOINT = 'https://maps.googleapis.com/maps/api/streetview';
/** Larger sides are not refused but cut down, and the picture is paid all the same. */
const LARGEST_SIDE = 640;

const NO_PICTURES =
  'If none come, look in the Google Cloud Console whether the key’s quota for pictures is used up and billing is on. Else something on the way holds them back: an ad blocker, a firewall, a weak connection. Then try again.';

/** @throws PleinAirError kind `input` for a size that the service would not give */
export function checkSize({ width, height }: View): void {
  if (width >= 1 && height >= 1 && width <= LARGEST_SIDE && height <= LARGEST_SIDE) return;
  throw new PleinAirError(
    'input',
    `Google Street View gives pictures of at most ${LARGEST_SIDE} × ${LARGEST_SIDE} pixels; ${width} × ${height} were asked for.`,
    'Make the frames smaller (`frame_width`, `frame_height`), or take Street View’s panoramas as the source.',
  );
}

/**
 * The picture of a view, a JPEG. https://developers.google.com/maps/documentation/streetview/request-streetview
 * @param view as rounded by `roundedView`
 * @returns null where the id is no longer known
 * @throws ImageryRefusal; PleinAirError where this picture alone cannot be had
 */
export async function fetchPicture(
  service: StreetViewService,
  id: string,
  view: View,
  signal?: AbortSignal,
): Promise<Uint8Array | null> {
  const what = `the picture ${id}`;
  let answer: HttpAnswer;
  try {
    answer = await service.http.send({ url: pictureUrl(service, id, view), what, signal });
  } catch (error) {
    if (!(error instanceof PleinAirError)) throw error;
    // Refusals may come without CORS headers, and a page then cannot tell them from silence: the metadata, which can be read, says more.
    await askMetadata(service, { pano: id }, what, signal);
    throw new PleinAirError(
      error.kind,
      `The picture ${id} does not come from Google, though Google answers about it, so the key works there.`,
      NO_PICTURES,
      { cause: error },
    );
  }
  const { status, type, bytes } = answer;
  if (status === 200 && type.startsWith('image/')) return bytes;
  if (status === 404) return null;
  const words = type.startsWith('image/') ? '' : answer.text();
  if (status === 429) throw quotaRefusal(service, words);
  if (status === 401 || status === 403) {
    if (/quota|limit/i.test(words)) throw quotaRefusal(service, words);
    if (/refer+er|key|billing|not authorized/i.test(words)) throw deniedRefusal(service, words);
    await askMetadata(service, { pano: id }, what, signal);
  }
  throw new PleinAirError(
    status === 400 ? 'input' : 'network',
    `Google did not give the picture ${id} (HTTP ${status})${quoted(service, words)}.`,
    status === 400
      ? 'Look at the frame’s picture id, size, heading, pitch and field of view.'
      : 'Try this frame again; if others fail alike, look at the key’s quota and restrictions in the Google Cloud Console.',
  );
}

function pictureUrl({ key }: StreetViewService, id: string, { width, height, heading, pitch, fov }: View): string {
  const parameters = new URLSearchParams({
    size: `${width}x${height}`,
    pano: id,
    heading: String(heading),
    pitch: String(pitch),
    fov: String(fov),
    // Else a grey picture comes with status 200.
    return_error_code: 'true',
    key,
  });
  return `${ENDPOINT}?${parameters}`;
}
