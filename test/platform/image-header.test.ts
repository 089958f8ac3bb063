import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readImageHeader } from '../../src/platform/image-header.ts';

const WIDTH = 300;
const HEIGHT = 200;
const picture = () =>
  sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: { r: 200, g: 100, b: 50 } } });

const FILES = [
  ['JPEG', 'baseline', () => picture().jpeg()],
  ['JPEG', 'progressive', () => picture().jpeg({ progressive: true })],
  ['JPEG', 'with EXIF', () => picture().withMetadata({ orientation: 6 }).jpeg()],
  ['PNG', 'colour', () => picture().png()],
  ['PNG', 'palette', () => picture().png({ palette: true })],
  ['WebP', 'lossy', () => picture().webp()],
  ['WebP', 'lossless', () => picture().webp({ lossless: true })],
  ['WebP', 'extended', () => picture().withMetadata({ orientation: 6 }).webp()],
  ['GIF', 'still', () => picture().gif()],
  ['AVIF', 'still', () => picture().avif()],
] as const;

describe('the header of a picture file', () => {
  it.each(FILES)('%s, %s: gives format and size as stored', async (format, _, make) => {
    const bytes = new Uint8Array(await make().toBuffer());
    expect(readImageHeader(bytes)).toEqual({ format, size: { width: WIDTH, height: HEIGHT }, whole: true });
  });

  it('of TIFF gives the format alone', async () => {
    const header = readImageHeader(await picture().tiff().toBuffer());
    expect(header).toEqual({ format: 'TIFF', size: null, whole: true });
  });

  it('of PPM and PGM gives the size, and knows a file that is cut off', () => {
    const size = { width: WIDTH, height: HEIGHT };
    for (const [kind, channels] of [
      ['P6', 3],
      ['P5', 1],
    ] as const) {
      const header = new TextEncoder().encode(`${kind}\n# by hand\n${WIDTH} ${HEIGHT}\n255\n`);
      const bytes = new Uint8Array(header.length + channels * WIDTH * HEIGHT);
      bytes.set(header);
      expect(readImageHeader(bytes)).toEqual({ format: 'Netpbm', size, whole: true });
      expect(readImageHeader(bytes.subarray(0, -1))).toEqual({ format: 'Netpbm', size, whole: false });
    }
  });

  it('of HEIC is told from AVIF, which lies in the same kind of file', async () => {
    const heic = Buffer.from(await picture().avif().toBuffer());
    const brands = heic.readUInt32BE(0);
    for (let at = 8; at < brands; at += 4) heic.write('heic', at, 'latin1');
    expect(readImageHeader(heic)?.format).toBe('HEIC');
  });

  it.each(FILES.filter(([format]) => format !== 'AVIF'))(
    '%s, %s: knows a file that is cut off',
    async (_, __, make) => {
      const bytes = new Uint8Array(await make().toBuffer());
      for (const length of [24, bytes.byteLength >> 1, bytes.byteLength - 2]) {
        expect(readImageHeader(bytes.subarray(0, length))?.whole).toBe(false);
      }
    },
  );

  it('takes a JPEG for whole that has something behind its end, as cameras append it', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    expect(readImageHeader(Buffer.concat([jpeg, Buffer.alloc(5000, 1)]))?.whole).toBe(true);
  });

  it('does not take the end of a JPEG’s thumbnail for its own', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    // an application segment with an end marker in it, as a thumbnail has
    const segment = Buffer.from([0xff, 0xe1, 0, 6, 1, 2, 0xff, 0xd9]);
    const cut = Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2, -2)]);
    expect(readImageHeader(cut)).toEqual({ format: 'JPEG', size: { width: WIDTH, height: HEIGHT }, whole: false });
  });

  it.each([
    '',
    'plain text',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '%PDF-1.7',
    'RIFF0000WAVEfmt ',
    '0000ftypisom0000',
  ])('is null for what is no picture: %s', (text) => {
    expect(readImageHeader(new TextEncoder().encode(text))).toBeNull();
  });

  it('is read from whatever bytes there are, in finite time and without an error', async () => {
    const starts = await Promise.all(FILES.map(async ([, , make]) => new Uint8Array(await make().toBuffer())));
    const damaged = fc
      .tuple(fc.constantFrom(...starts), fc.nat(), fc.uint8Array({ maxLength: 40 }), fc.nat())
      .map(([bytes, at, noise, length]) => {
        const out = bytes.slice(0, (length % bytes.byteLength) + 1);
        out.set(noise.subarray(0, out.byteLength), 0);
        const from = at % out.byteLength;
        out.set(noise.subarray(0, out.byteLength - from), from);
        out.set(bytes.subarray(0, Math.min(12, out.byteLength)));
        return out;
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 100 })), (bytes) => {
        readImageHeader(bytes);
      }),
      { numRuns: 2000 },
    );
  });
});
