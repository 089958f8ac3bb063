import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import sharp, { type Exif } from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPlacement } from '../../../../src/frames/sources/files/placement.ts';
import { type ExifValues, withExif } from './made-exif.ts';

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'sienna' } });
const landscape = new Uint8Array(await blank(40, 30).jpeg().toBuffer());
const portrait = new Uint8Array(await blank(30, 40).jpeg().toBuffer());

const lund = {
  GPSLatitudeRef: 'N',
  GPSLatitude: [
    [55, 1],
    [41, 1],
    [5340, 100],
  ],
  GPSLongitudeRef: 'E',
  GPSLongitude: [
    [13, 1],
    [11, 1],
    [4340, 100],
  ],
} as const;
const read = (values: Partial<ExifValues>, jpeg = landscape) => readPlacement(withExif(jpeg, values));
const placed = (values: Partial<ExifValues>, jpeg = landscape) => read({ ...lund, ...values }, jpeg).place;

describe('the position of a photograph', () => {
  it('is read in degrees, minutes and seconds', () => {
    expect(read(lund)).toEqual({ place: { lat: 55 + 41 / 60 + 53.4 / 3600, lng: 13 + 11 / 60 + 43.4 / 3600 } });
  });

  it('is south and west where the file says so', () => {
    const { lat, lng } = placed({ GPSLatitudeRef: 'S', GPSLongitudeRef: 'W' })!;
    expect([lat, lng]).toEqual([-(55 + 41 / 60 + 53.4 / 3600), -(13 + 11 / 60 + 43.4 / 3600)]);
  });

  it('may be on the equator, but not where it crosses Greenwich: so write cameras without a fix', () => {
    const zero = [
      [0, 1],
      [0, 1],
      [0, 1],
    ] as const;
    expect(placed({ GPSLatitude: zero })).toMatchObject({ lat: 0 });
    expect(placed({ GPSLatitude: zero, GPSLongitude: zero, GPSLatitudeRef: 'S' })).toBeUndefined();
  });

  const nonsense: [string, Partial<ExifValues>][] = [
    [
      'a pole passed',
      {
        GPSLatitude: [
          [90, 1],
          [0, 1],
          [1, 1],
        ],
      },
    ],
    [
      '61 minutes',
      {
        GPSLongitude: [
          [13, 1],
          [61, 1],
          [0, 1],
        ],
      },
    ],
    [
      '60 seconds',
      {
        GPSLongitude: [
          [13, 1],
          [1, 1],
          [60, 1],
        ],
      },
    ],
    [
      'fractions of nothing',
      {
        GPSLatitude: [
          [0, 0],
          [0, 0],
          [0, 0],
        ],
      },
    ],
    ['one number alone', { GPSLatitude: [[55, 1]] }],
    ['no hemisphere', { GPSLatitudeRef: '' }],
    ['the wrong hemisphere', { GPSLatitudeRef: 'E' }],
  ];
  it.each(nonsense)('is none with %s', (_, values) => {
    expect(placed(values)).toBeUndefined();
  });

  it('is none with one half missing', () => {
    const { GPSLongitude: _, ...half } = lund;
    expect(read(half)).toEqual({});
  });
});

describe('the heading', () => {
  it('is taken as it stands, true or magnetic', () => {
    expect(placed({ GPSImgDirectionRef: 'T', GPSImgDirection: [[27150, 100]] })?.heading).toBe(271.5);
    expect(placed({ GPSImgDirectionRef: 'M', GPSImgDirection: [[12, 1]] })?.heading).toBe(12);
    expect(placed({ GPSImgDirection: [[12, 1]] })?.heading).toBe(12);
  });

  it('is north at 360, and none beyond or without a number', () => {
    expect(placed({ GPSImgDirection: [[360, 1]] })?.heading).toBe(0);
    expect(placed({ GPSImgDirection: [[361, 1]] })).not.toHaveProperty('heading');
    expect(placed({ GPSImgDirection: [[0, 0]] })).not.toHaveProperty('heading');
  });
});

describe('the field of view', () => {
  // Of a 50 mm lens as makers state it: 39.6° by 27.0°.
  it('is that of a film picture, held either way', () => {
    expect(placed({ FocalLengthIn35mmFilm: 50 })?.fov).toBeCloseTo(39.6, 1);
    expect(placed({ FocalLengthIn35mmFilm: 50 }, portrait)?.fov).toBeCloseTo(27, 1);
  });

  it('looks at how the picture is turned, not at how it is stored', () => {
    for (const Orientation of [5, 6, 7, 8]) {
      expect(placed({ FocalLengthIn35mmFilm: 50, Orientation })?.fov).toBeCloseTo(27, 1);
      expect(placed({ FocalLengthIn35mmFilm: 50, Orientation }, portrait)?.fov).toBeCloseTo(39.6, 1);
    }
    expect(placed({ FocalLengthIn35mmFilm: 50, Orientation: 3 })?.fov).toBeCloseTo(39.6, 1);
  });

  it('is none where the focal length is unknown or a fisheye’s', () => {
    expect(placed({ FocalLengthIn35mmFilm: 0 })).not.toHaveProperty('fov');
    expect(placed({ FocalLengthIn35mmFilm: 4 })).not.toHaveProperty('fov');
  });
});

describe('the date', () => {
  const dates: [string, Partial<ExifValues>, string | undefined][] = [
    ['local time', { DateTimeOriginal: '2021:06:05 14:03:07' }, '2021-06-05T14:03:07'],
    [
      'time with its offset',
      { DateTimeOriginal: '2021:06:05 14:03:07', OffsetTimeOriginal: '-07:00' },
      '2021-06-05T14:03:07-07:00',
    ],
    [
      'universal time',
      { DateTimeOriginal: '2021:06:05 14:03:07', OffsetTimeOriginal: '+00:00' },
      '2021-06-05T14:03:07Z',
    ],
    [
      'the general offset',
      { DateTimeOriginal: '2021:06:05 14:03:07', OffsetTime: '+02:00' },
      '2021-06-05T14:03:07+02:00',
    ],
    ['an odd offset', { DateTimeOriginal: '2021:06:05 14:03:07', OffsetTimeOriginal: '   :  ' }, '2021-06-05T14:03:07'],
    ['a day alone', { DateTimeOriginal: '2021:06:05' }, '2021-06-05'],
    ['a day with an odd time', { DateTimeOriginal: '2021:06:05 24:61:00' }, '2021-06-05'],
    [
      'the day of scanning',
      { DateTimeOriginal: '0000:00:00 00:00:00', DateTimeDigitized: '2001:02:03 04:05:06' },
      '2001-02-03T04:05:06',
    ],
    [
      'satellites’ time',
      {
        GPSDateStamp: '2021:06:05',
        GPSTimeStamp: [
          [12, 1],
          [3, 1],
          [7500, 1000],
        ],
      },
      '2021-06-05T12:03:07Z',
    ],
    ['no such day', { DateTimeOriginal: '2021:02:30 10:00:00' }, undefined],
    ['blanks', { DateTimeOriginal: '    :  :     :  :  ' }, undefined],
  ];
  it.each(dates)('is %s', (_, values, date) => {
    expect(read(values)).toEqual(date === undefined ? {} : { date });
  });
});

describe('photographs of every format', () => {
  const exif: Exif = {
    IFD2: { DateTimeOriginal: '2021:06:05 14:03:07', FocalLengthIn35mmFilm: '28' },
    IFD3: {
      GPSLatitudeRef: 'S',
      GPSLatitude: '33/1 51/1 24/1',
      GPSLongitudeRef: 'E',
      GPSLongitude: '151/1 12/1 36/1',
      GPSImgDirection: '90/1',
    },
  };
  it.each(['jpeg', 'png', 'webp', 'avif', 'heic'] as const)('tell where they were taken: %s', async (format) => {
    const made = blank(40, 30).withExif(exif);
    const encoded = await made.toFormat(format === 'heic' ? 'avif' : format).toBuffer();
    // HEIC is the same container with another codec: its brand alone tells the reader.
    const bytes =
      format === 'heic' ? Buffer.from(encoded.toString('latin1').replaceAll('avif', 'heic'), 'latin1') : encoded;
    const { place, date } = readPlacement(new Uint8Array(bytes));
    expect(place).toEqual({
      lat: expect.closeTo(-33.8566667, 6),
      lng: expect.closeTo(151.21, 6),
      heading: 90,
      fov: expect.closeTo(65.47, 2),
    });
    expect(date).toBe('2021-06-05T14:03:07');
  });

  it('tell nothing where they have nothing to tell', async () => {
    expect(readPlacement(landscape)).toEqual({});
    expect(readPlacement(new Uint8Array(await blank(4, 4).png().toBuffer()))).toEqual({});
    expect(readPlacement(new Uint8Array())).toEqual({});
    expect(readPlacement(new TextEncoder().encode('no picture at all'))).toEqual({});
  });
});

describe('a damaged photograph', () => {
  const whole = withExif(landscape, {
    ...lund,
    GPSImgDirection: [[27150, 100]],
    FocalLengthIn35mmFilm: 28,
    DateTimeOriginal: '2021:06:05 14:03:07',
    OffsetTimeOriginal: '+02:00',
  });

  it('is read as far as it makes sense, wherever it is cut off or bytes are wrong, and never throws', () => {
    const places = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 });
    fc.assert(
      fc.property(places, fc.integer({ min: 0, max: whole.length }), (changes, end) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        const { place, date } = readPlacement(bytes.subarray(0, end));
        if (place) {
          expect(Math.abs(place.lat)).toBeLessThanOrEqual(90);
          expect(Math.abs(place.lng)).toBeLessThanOrEqual(180);
          if (place.heading !== undefined) expect(place.heading >= 0 && place.heading < 360).toBe(true);
          if (place.fov !== undefined) expect(place.fov > 0 && place.fov < 150).toBe(true);
        }
        if (date !== undefined) expect(Number.isNaN(Date.parse(date))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

const street = join(dirname(fileURLToPath(import.meta.url)), '../../../../../shared/data/street-lund');
const present = existsSync(street);
if (!present) process.stderr.write(`no ${street}: tests with real photographs are skipped\n`);

describe.skipIf(!present)('photographs of a real street', () => {
  it('lie a few metres apart, seen by a 35 mm lens', () => {
    const places = ['01', '02', '03', '04'].map(
      (name) => readPlacement(readFileSync(join(street, `${name}.jpg`))).place!,
    );
    expect(places[0]).toEqual({
      lat: expect.closeTo(55.698167, 6),
      lng: expect.closeTo(13.195389, 6),
      fov: expect.closeTo(54.43, 2),
    });
    for (const [i, place] of places.slice(1).entries()) {
      const before = places[i]!;
      const north = (place.lat - before.lat) * 111_320;
      const east = (place.lng - before.lng) * 111_320 * Math.cos((55.7 * Math.PI) / 180);
      expect(Math.hypot(north, east)).toBeGreaterThan(1);
      expect(Math.hypot(north, east)).toBeLessThan(20);
    }
  });
});
