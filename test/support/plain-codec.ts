import { PleinAirError } from '../../src/core/errors.ts';
import type { ImageCodec } from '../../src/platform/image-codec.ts';

/** Bytes before the pixels: width and height. */
const HEADER = 8;

/** A codec whose files are the size and the pixels, so that tests can read and damage them; anything else is no picture. */
export const plainCodec: ImageCodec = {
  encodePng: async ({ width, height, data }) => {
    const bytes = new Uint8Array(HEADER + data.length);
    new DataView(bytes.buffer).setUint32(0, width);
    new DataView(bytes.buffer).setUint32(4, height);
    bytes.set(data, HEADER);
    return bytes;
  },
  decode: async (bytes, name) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [width, height] = bytes.length < HEADER ? [0, 0] : [view.getUint32(0), view.getUint32(4)];
    if (bytes.length !== HEADER + width * height * 4 || bytes.length === HEADER) {
      throw new PleinAirError('input', `The picture ${name} is damaged.`, 'Get it again.');
    }
    return { width, height, data: new Uint8ClampedArray(bytes.slice(HEADER)) };
  },
};
