import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../../src/core/errors.ts';
import { createFilesSource } from '../../../../src/frames/sources/files/files-source.ts';
import { imageFilesInOrder } from '../../../../src/frames/sources/files/image-files.ts';
import type { ImageCodec } from '../../../../src/platform/image-codec.ts';
import { listFiles } from '../../../../src/platform/node/files.ts';
import { createNodeImageCodec } from '../../../../src/platform/node/image-codec.ts';
import { type ExifValues, withExif } from './made-exif.ts';

/** Takes the first byte for the width of a picture of one row; refuses an empty file, naming it. */
const codec: ImageCodec = {
  decode: async (bytes, name) => {
    if (bytes.byteLength === 0) throw new PleinAirError('input', `${name} is empty`, 'get it again');
    const width = bytes[0]!;
    return { width, height: 1, data: new Uint8ClampedArray(width * 4) };
  },
  encodePng: () => Promise.reject(new Error('not needed')),
};

const named = (...names: string[]) => names.map((name, i) => ({ name, read: async () => Uint8Array.of(i + 1) }));
const names = (files: readonly { name: string }[]) => files.map(({ name }) => name);

describe('picture files', () => {
  it('come in natural order', () => {
    expect(names(imageFilesInOrder(named('frame10.jpg', 'frame2.jpg', 'frame1.jpg', 'b.png', 'A.png')))).toEqual([
      'A.png',
      'b.png',
      'frame1.jpg',
      'frame2.jpg',
      'frame10.jpg',
    ]);
  });

  it('come in the same order however they were listed, names that differ in zeros or case included', () => {
    const order = ['01.jpg', '1.jpg', '1.JPG', '2.jpg'];
    expect(names(imageFilesInOrder(named(...order)))).toEqual(names(imageFilesInOrder(named(...order.toReversed()))));
  });

  it('are known by their ending in any case; hidden files are none', () => {
    const files = named(
      'a.JPG',
      'b.jpeg',
      'c.webp',
      '.d.jpg',
      '._e.jpg',
      'f.txt',
      'jpg',
      'g.jpg.part',
      'h.tar.png',
      'i.ppm',
    );
    expect(names(imageFilesInOrder(files))).toEqual(['a.JPG', 'b.jpeg', 'c.webp', 'h.tar.png', 'i.ppm']);
  });
});

describe('the files source', () => {
  it('lists frames in order and loads each with the hash of its file', async () => {
    const source = createFilesSource({ label: 'the folder x', files: named('10.jpg', '9.jpg', 'readme.md'), codec });
    const refs = await source.list();
    expect(refs).toEqual([
      { id: '9.jpg', name: '9.jpg' },
      { id: '10.jpg', name: '10.jpg' },
    ]);
    const frame = await source.load(refs[0]!);
    expect(frame.image.width).toBe(2);
    expect(frame.provenance).toEqual({
      source: 'files',
      name: '9.jpg',
      sha256: createHash('sha256').update(Uint8Array.of(2)).digest('hex'),
    });
  });

  it('tells when a picture was taken where the file says so', async () => {
    const jpeg = withExif(Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), { DateTimeOriginal: '2021:06:05 14:03:07' });
    const source = createFilesSource({ label: 'x', files: [{ name: '1.jpg', read: async () => jpeg }], codec });
    const [ref] = await source.list();
    expect((await source.load(ref!)).provenance.date).toBe('2021-06-05T14:03:07');
  });

  it('has poses, in metres from the first that has a place, where a file tells place, direction and lens', async () => {
    const fraction = (value: number): [number, number] => [Math.round(value * 1e4), 10_000];
    const exif = (minutes: number, more: Partial<ExifValues>) =>
      withExif(Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), {
        ...{ GPSLatitudeRef: 'N', GPSLatitude: [fraction(55), fraction(minutes), fraction(0)] },
        ...{ GPSLongitudeRef: 'E', GPSLongitude: [fraction(13), fraction(11), fraction(0)] },
        ...more,
      });
    const lens = { FocalLengthIn35mmFilm: 28 };
    const bytes = [
      exif(42, lens),
      exif(42.01, { ...lens, GPSImgDirection: [fraction(10)] }),
      exif(42.02, { ...lens, GPSImgDirection: [fraction(20)] }),
    ];
    const files = bytes.map((data, i) => ({ name: `${i}.jpg`, read: async () => data }));
    const source = createFilesSource({ label: 'x', files, codec });
    const poses = [];
    for (const ref of await source.list()) poses.push((await source.load(ref)).pose);
    expect(poses[0]).toBeUndefined();
    // A hundredth of a minute of latitude is 18.5 m.
    expect(poses[1]!.position[1]).toBeCloseTo(18.53, 1);
    expect(poses[2]!.position[1]).toBeCloseTo(37.06, 1);
    expect([poses[1]!.heading, poses[2]!.heading]).toEqual([10, 20]);
    expect(poses[1]!.fov).toBeCloseTo(65.47, 1);
  });

  it('tells files of one name apart', async () => {
    const source = createFilesSource({ label: 'two folders', files: named('1.jpg', '1.jpg'), codec });
    const refs = await source.list();
    expect(refs.map(({ id }) => id)).toEqual(['1.jpg', '1.jpg#2']);
    expect((await source.load(refs[1]!)).image.width).toBe(2);
  });

  it('names the folder and the endings looked for where there is no picture', async () => {
    const error: unknown = await createFilesSource({ label: 'the folder x', files: [], codec })
      .list()
      .catch((reason) => reason);
    expect(error).toMatchObject({ kind: 'input', message: 'There is no picture in the folder x: it is empty.' });
    expect((error as PleinAirError).remedy).toMatch(/\.jpg, \.jpeg, \.png, \.webp/);
    await expect(
      createFilesSource({ label: 'the folder x', files: named('a.txt', 'b.mp4'), codec }).list(),
    ).rejects.toThrow('it has 2 other file(s), such as a.txt, b.mp4');
    await expect(createFilesSource({ label: 'the folder x', files: named('.DS_Store'), codec }).list()).rejects.toThrow(
      'it is empty',
    );
  });

  it('names a broken picture, and the others still load', async () => {
    const files = [{ name: '1.jpg', read: async () => new Uint8Array(0) }, ...named('2.jpg')];
    const source = createFilesSource({ label: 'the folder x', files, codec });
    const [broken, good] = await source.list();
    await expect(source.load(broken!)).rejects.toThrow('1.jpg is empty');
    expect((await source.load(good!)).image.width).toBe(1);
  });

  it('says so when a frame is asked for that it does not have', async () => {
    const source = createFilesSource({ label: 'the folder x', files: named('1.jpg'), codec });
    await expect(source.load({ id: '7.jpg', name: '7.jpg' })).rejects.toThrow('no picture "7.jpg" in the folder x');
  });

  it('stops when aborted', async () => {
    const source = createFilesSource({ label: 'the folder x', files: named('1.jpg'), codec });
    await expect(source.load({ id: '1.jpg', name: '1.jpg' }, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

const street = join(dirname(fileURLToPath(import.meta.url)), '../../../../../shared/data/street-lund');
const present = existsSync(street);
if (!present) process.stderr.write(`no ${street}: tests with real photographs are skipped\n`);

describe.skipIf(!present)('a folder of real photographs', () => {
  it('loads them all, upright and hashed', async () => {
    const source = createFilesSource({
      label: street,
      files: await listFiles(street),
      codec: createNodeImageCodec(),
    });
    const refs = await source.list();
    expect(refs.map(({ name }) => name)).toEqual(['01.jpg', '02.jpg', '03.jpg', '04.jpg']);
    for (const ref of refs) {
      const { image, provenance } = await source.load(ref);
      expect(image.data).toHaveLength(image.width * image.height * 4);
      expect(provenance.sha256).toBe(
        createHash('sha256')
          .update(readFileSync(join(street, ref.name)))
          .digest('hex'),
      );
    }
  });
});
