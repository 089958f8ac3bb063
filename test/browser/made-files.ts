import { deflateSync } from 'node:zlib';
import type { RgbaImage } from '../../src/core/image.ts';
import { createMemorySink } from '../../src/export/film-sink.ts';
import { writeWebm } from '../../src/export/webm.ts';
import { createNodeVideoEncoder } from '../../src/platform/node/video-encoder.ts';

/** A PNG of noise that differs with the seed. */
export function picture(width: number, height: number, seed: number): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let i = 0; i < rows.length; i++)
    rows[i] = i % (1 + width * 3) === 0 ? 0 : (i * 31 + seed * 7 + ((i * seed) >> 3)) & 255;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  out.set(body, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

/** CRC-32 as PNG has it, bit by bit. */
function crc(bytes: Buffer): number {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
  }
  return (c ^ 0xffffffff) >>> 0;
}

/** A WebM of moving stripes, without any params in it. */
export async function video(frames: number, fps: number): Promise<Buffer> {
  const size = { width: 64, height: 48 };
  async function* stripes(): AsyncGenerator<RgbaImage> {
    for (let f = 0; f < frames; f++) {
      const data = new Uint8ClampedArray(size.width * size.height * 4);
      for (let i = 0; i < data.length; i++) data[i] = i % 4 === 3 ? 255 : ((i >> 2) * 5 + f * 9) & 255;
      yield { ...size, data };
    }
  }
  const sink = createMemorySink();
  await writeWebm(stripes(), { size, fps, hold: 1, codec: 'vp9', bitrate: 'auto', sink }, createNodeVideoEncoder());
  return Buffer.from(sink.bytes());
}
