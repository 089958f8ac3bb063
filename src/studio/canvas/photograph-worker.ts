// Makes photographs small away from the page, and draws those of the built-in street.
import { renderView } from '../../frames/sources/procedural/render.ts';
import { createStreet } from '../../frames/sources/procedural/street.ts';
import { driveAlong } from '../../frames/sources/procedural/street-line.ts';
import { openBitmap } from '../../platform/browser/bitmap.ts';
import type { PhotographReply, PhotographRequest } from './photograph-messages.ts';

/** JPEG at a quality that shows no blocks at the size of a screen. */
const ENCODING = { type: 'image/jpeg', quality: 0.9 };

async function smaller(blob: Blob, side: number): Promise<Blob | null> {
  const whole = await openBitmap(blob);
  try {
    const factor = Math.min(1, side / Math.max(whole.width, whole.height));
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(whole.width * factor)),
      Math.max(1, Math.round(whole.height * factor)),
    );
    const context = canvas.getContext('2d');
    if (!context) return null;
    context.imageSmoothingQuality = 'high';
    context.drawImage(whole, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob(ENCODING);
  } finally {
    whole.close();
  }
}

async function street({
  seed,
  frames,
  index,
  size,
}: Extract<PhotographRequest, { kind: 'street' }>): Promise<Blob | null> {
  const pose = driveAlong({ frames, seed })[index];
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  if (!pose || !context) return null;
  const { data } = renderView(createStreet(seed), pose, size).image;
  context.putImageData(new ImageData(new Uint8ClampedArray(data), size.width, size.height), 0, 0);
  return canvas.convertToBlob(ENCODING);
}

async function reply(request: PhotographRequest): Promise<void> {
  const made = request.kind === 'file' ? smaller(request.blob, request.side) : street(request);
  const answer: PhotographReply = { id: request.id, blob: await made.catch(() => null) };
  self.postMessage(answer);
}

// One after another: decoded whole, a photograph takes a hundred times the memory of its small copy.
let last = Promise.resolve();
self.addEventListener('message', ({ data }: MessageEvent<PhotographRequest>) => {
  last = last.then(() => reply(data));
});
