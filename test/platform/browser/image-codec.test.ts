import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import { createBrowserImageCodec } from '../../../src/platform/browser/image-codec.ts';

const codec = createBrowserImageCodec();
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 100, b: 50 } } });

/** What the stand-in of the browser's decoder gives: pixels of this size, or an error. */
let decoded: { width: number; height: number } | Error;
const close = vi.fn();
const createImageBitmap = vi.fn(async (_file: Blob, _options: ImageBitmapOptions) => {
  if (decoded instanceof Error) throw decoded;
  return { ...decoded, close };
});

class Canvas {
  readonly width: number;
  readonly height: number;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }

  getContext() {
    return {
      drawImage: () => undefined,
      getImageData: (_x: number, _y: number, width: number, height: number) => ({
        data: new Uint8ClampedArray(width * height * 4).fill(9),
      }),
    };
  }
}

beforeEach(() => {
  vi.stubGlobal('createImageBitmap', createImageBitmap);
  vi.stubGlobal('OffscreenCanvas', Canvas);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

async function refusal(bytes: Uint8Array): Promise<PleinAirError> {
  const error: unknown = await codec.decode(bytes, 'street.jpg').then(
    () => new Error('it was read'),
    (reason) => reason,
  );
  if (!(error instanceof PleinAirError)) throw error;
  expect(error.kind).toBe('input');
  expect(error.message).toContain('street.jpg');
  return error;
}

describe('the browser image codec', () => {
  it('asks for upright pixels in sRGB, and gives the memory of the decoded picture back', async () => {
    decoded = { width: 20, height: 40 };
    const image = await codec.decode(await picture(40, 20).jpeg().toBuffer(), 'x.jpg');
    expect(image).toEqual({ width: 20, height: 40, data: new Uint8ClampedArray(20 * 40 * 4).fill(9) });
    expect(createImageBitmap.mock.calls[0]?.[1]).toMatchObject({ imageOrientation: 'from-image' });
    expect(close).toHaveBeenCalledOnce();
  });

  it('reads PPM and PGM, which browsers do not', async () => {
    const ppm = new Uint8Array([...new TextEncoder().encode('P6\n2 1\n255\n'), 1, 2, 3, 4, 5, 6]);
    expect(await codec.decode(ppm, '00001.ppm')).toEqual({
      width: 2,
      height: 1,
      data: Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 255),
    });
    expect(createImageBitmap).not.toHaveBeenCalled();
    expect((await refusal(ppm.subarray(0, -1))).message).toContain('is incomplete');
  });

  it.each([
    ['is empty', async () => new Uint8Array(0), /empty \(0 bytes\)/],
    ['is no picture', async () => new TextEncoder().encode('<svg/>'), /not a picture that can be read/],
    ['is too long', () => picture(2100, 100).png().toBuffer(), /2100 × 100 px; a picture may be at most 20 times/],
    ['is cut off', async () => (await picture(99, 99).jpeg().toBuffer()).subarray(0, -10), /damaged or incomplete/],
  ])('refuses a file that %s before decoding any of it', async (_, make, reason) => {
    expect((await refusal(await make())).message).toMatch(reason);
    expect(createImageBitmap).not.toHaveBeenCalled();
  });

  it('refuses what the decoder finds too large where the header was silent, and frees it', async () => {
    decoded = { width: 20_000, height: 20_000 };
    expect((await refusal(await picture(8, 8).tiff().toBuffer())).message).toContain('at most 16384 px a side');
    expect(close).toHaveBeenCalledOnce();
  });

  it('says whether a file is damaged or of a kind that this browser does not know', async () => {
    decoded = new DOMException('The source image could not be decoded.', 'InvalidStateError');
    expect((await refusal(await picture(8, 8).png().toBuffer())).message).toContain(
      'damaged or incomplete (The source',
    );
    const tiff = await refusal(await picture(8, 8).tiff().toBuffer());
    expect(tiff.message).toContain('is TIFF, which this browser cannot read');
    expect(tiff.remedy).toContain('JPEG or PNG');
  });
});
