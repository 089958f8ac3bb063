import { sha256 } from '../core/digest.ts';
import { toFloatImage } from '../core/image.ts';
import { renderBuiltInStyle } from '../project/styles/built-in-styles.ts';
import type { JobPainting } from './job.ts';

/** Longer side of a built-in painting: large enough that its finest strokes are there at the default picture size. */
const SIZE = { width: 640, height: 480 };

/**
 * A built-in painting of the mix; making one takes a second or two.
 * @param name as in `built-in:swirls` @param id what follows the colon
 * @throws PleinAirError kind `input` for an unknown one
 */
export async function makeBuiltInPainting(name: string, id: string): Promise<JobPainting> {
  const image = renderBuiltInStyle(id, SIZE);
  return { name, sha256: await sha256(new Uint8Array(image.data.buffer)), image: toFloatImage(image) };
}
