import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import { createRandom } from '../../../src/core/random.ts';
import { createNodeImageCodec } from '../../../src/platform/node/image-codec.ts';

const codec = createNodeImageCodec();

/** A noisy picture: every part of its file carries something, so that damage anywhere shows. */
function noise(width: number, height: number, channels: 3 | 4) {
  const random = createRandom(4);
  const data = Uint8Array.from({ length: width * height * channels }, () => random.below(256));
  return { data, picture: sharp(data, { raw: { width, height, channels } }) };
}

const flat = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 100, b: 50 } } });

async function refusal(bytes: Uint8Array): Promise<PleinAirError> {
  const error: unknown = await codec.decode(bytes, 'street.jpg').then(
    () => new Error('it was read'),
    (reason) => reason,
  );
  if (!(error instanceof PleinAirError)) throw error;
  expect(error.kind).toBe('input');
  expect(error.message).toContain('street.jpg');
  expect(error.remedy).not.toBe('');
  return error;
}

/** A PNG of one kilobyte that says it is this large. */
function pngClaiming(width: number, height: number): Uint8Array {
  const chunk = (type: string, body: Uint8Array) => {
    const out = Buffer.alloc(12 + body.byteLength);
    out.writeUInt32BE(body.byteLength, 0);
    out.write(type, 4, 'latin1');
    out.set(body, 8);
    out.writeUInt32BE(crc32(out.subarray(4, 8 + body.byteLength)), 8 + body.byteLength);
    return out;
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    magic,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The spectral end of a baseline scan is always 63; decoders ignore it. */
function withWrongScanEnd(bytes: Buffer): Buffer {
  const out = Buffer.from(bytes);
  const scan = out.indexOf(Buffer.of(0xff, 0xda));
  out[scan + 2 + out.readUInt16BE(scan + 2) - 2] = 0;
  return out;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('the Node image codec', () => {
  it('gives the same pixels back from PNG, those under transparency too', async () => {
    const { data } = noise(37, 23, 4);
    const image = { width: 37, height: 23, data: new Uint8ClampedArray(data) };
    expect(await codec.decode(await codec.encodePng(image), 'x.png')).toEqual(image);
  });

  it('takes pixels that are a part of a larger buffer', async () => {
    const { data } = noise(4, 6, 4);
    const bottom = new Uint8ClampedArray(data.buffer, 4 * 4 * 2, 4 * 4 * 4);
    const back = await codec.decode(await codec.encodePng({ width: 4, height: 4, data: bottom }), 'x.png');
    expect([...back.data]).toEqual([...bottom]);
  });

  it.each([
    [3, 'turned by 180°', [4, 2], [3, 1]],
    [6, 'turned clockwise', [2, 4], [1, 0]],
    [8, 'turned counter-clockwise', [2, 4], [0, 3]],
    [2, 'mirrored', [4, 2], [3, 0]],
  ] as const)('shows EXIF orientation %i upright: %s', async (orientation, _, [width, height], [x, y]) => {
    const pixels = new Uint8Array(4 * 2 * 3);
    pixels[0] = 255;
    const bytes = await sharp(pixels, { raw: { width: 4, height: 2, channels: 3 } })
      .png()
      .withMetadata({ orientation })
      .toBuffer();
    const image = await codec.decode(bytes, 'x.png');
    expect([image.width, image.height]).toEqual([width, height]);
    const red = Array.from({ length: 8 }, (_, i) => image.data[i * 4]).indexOf(255);
    expect([red % width, Math.floor(red / width)]).toEqual([x, y]);
  });

  it.each([
    ['JPEG', () => flat(16, 16).jpeg({ quality: 100 })],
    ['WebP', () => flat(16, 16).webp({ lossless: true })],
    ['AVIF', () => flat(16, 16).avif({ quality: 100 })],
    ['GIF', () => flat(16, 16).gif()],
    ['TIFF', () => flat(16, 16).tiff()],
    ['16-bit PNG', () => flat(16, 16).toColourspace('rgb16').png()],
    ['a Display P3 profile', () => flat(16, 16).withIccProfile('p3').png()],
  ])('reads %s as sRGB, 8 bits, opaque', async (_, make) => {
    const { data, width } = await codec.decode(await make().toBuffer(), 'x');
    expect(width).toBe(16);
    // two levels: what lossy formats and a conversion through a profile may round
    for (const [c, value] of [200, 100, 50, 255].entries()) expect(Math.abs(data[c]! - value)).toBeLessThanOrEqual(2);
  });

  it('reads grey, and grey with alpha, as four channels', async () => {
    const grey = await flat(2, 2).toColourspace('b-w').png().toBuffer();
    const { data } = await codec.decode(grey, 'x.png');
    expect(data).toHaveLength(16);
    expect([data[0] === data[1], data[1] === data[2], data[3]]).toEqual([true, true, 255]);
    const pixels = Uint8Array.from([10, 128, 20, 64]);
    const alpha = await sharp(pixels, { raw: { width: 2, height: 1, channels: 2 } })
      .png()
      .toBuffer();
    expect([...(await codec.decode(alpha, 'x.png')).data]).toEqual([10, 10, 10, 128, 20, 20, 20, 64]);
  });

  it('reads PPM and PGM', async () => {
    const { data } = noise(4, 3, 3);
    const ppm = Buffer.concat([Buffer.from('P6\n# frame 1\n4 3\n255\n'), data]);
    const { width, height, data: pixels } = await codec.decode(ppm, '00001.ppm');
    expect([width, height]).toEqual([4, 3]);
    expect([...pixels.filter((_, i) => i % 4 < 3)]).toEqual([...data]);
    expect([...pixels.filter((_, i) => i % 4 === 3)]).toEqual(Array(12).fill(255));
    const pgm = Buffer.concat([Buffer.from('P5 2 1 15\n'), Buffer.of(0, 5)]);
    expect([...(await codec.decode(pgm, 'x.pgm')).data]).toEqual([0, 0, 0, 255, 85, 85, 85, 255]);
    expect((await refusal(ppm.subarray(0, -1))).message).toContain('is incomplete');
  });

  it('refuses a file of zero bytes', async () => {
    expect((await refusal(new Uint8Array(0))).message).toContain('empty (0 bytes)');
  });

  it('refuses what is no picture, a drawing in SVG included', async () => {
    expect((await refusal(new TextEncoder().encode('not a picture at all'))).message).toContain('not a picture');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
    expect((await refusal(new TextEncoder().encode(svg))).message).toContain('not a picture');
  });

  it('refuses a JPEG that is cut off: in its header, in the middle, two bytes before the end', async () => {
    const bytes = await noise(200, 150, 3).picture.jpeg().toBuffer();
    for (const length of [100, bytes.byteLength >> 1, bytes.byteLength - 2]) {
      expect((await refusal(bytes.subarray(0, length))).message).toContain('damaged or incomplete');
    }
  });

  it('refuses a JPEG whose middle is overwritten, which looks whole from outside', async () => {
    const bytes = await noise(200, 150, 3).picture.jpeg().toBuffer();
    bytes.fill(0xff, bytes.byteLength >> 1, (bytes.byteLength >> 1) + 2000);
    expect((await refusal(bytes)).message).toContain('damaged or incomplete');
  });

  it('reads a JPEG with a wrong number in its scan header, as some phones write it', async () => {
    const bytes = await flat(40, 40).jpeg().toBuffer();
    const spoilt = withWrongScanEnd(bytes);
    // the strict reading refuses it: what is tested here is the exception
    await expect(sharp(spoilt).raw().toBuffer()).rejects.toThrow(/Invalid SOS parameters/);
    expect((await codec.decode(spoilt, 'x.jpg')).data).toEqual((await codec.decode(bytes, 'x.jpg')).data);
  });

  it('refuses a PNG that is cut off or fails its checksum', async () => {
    const bytes = await noise(40, 40, 3).picture.png().toBuffer();
    expect((await refusal(bytes.subarray(0, -100))).message).toContain('damaged');
    bytes[bytes.byteLength >> 1]! ^= 0xff;
    expect((await refusal(bytes)).message).toContain('damaged');
  });

  it.each([
    [20_000, 10, 'at most 16384 px a side'],
    [10, 20_000, 'at most 16384 px a side'],
    [2_100, 100, 'at most 20 times as long as wide'],
    [16_000, 16_000, 'at most 100 million pixels'],
    [2_000_000_000, 2_000_000_000, ''],
  ])('refuses a file that claims %i × %i px before decoding any of it', async (width, height, reason) => {
    const before = process.memoryUsage().rss;
    expect((await refusal(pngClaiming(width, height))).message).toContain(reason);
    // 16,000 × 16,000 px would be 768 MB; what the test itself allocates is far below a tenth
    expect(process.memoryUsage().rss - before).toBeLessThan(80e6);
  });
});
