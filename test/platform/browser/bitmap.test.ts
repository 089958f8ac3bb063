import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openBitmap } from '../../../src/platform/browser/bitmap.ts';

const bitmap = { width: 2, height: 1 };
const createImageBitmap = vi.fn(async (_source: unknown, _options?: ImageBitmapOptions) => bitmap);

beforeEach(() => {
  vi.stubGlobal('createImageBitmap', createImageBitmap);
  vi.stubGlobal(
    'ImageData',
    class {
      constructor(
        readonly data: Uint8ClampedArray,
        readonly width: number,
        readonly height: number,
      ) {}
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

it('leaves files to the browser', async () => {
  const file = new Blob([Uint8Array.of(0xff, 0xd8, 0xff)]);
  expect(await openBitmap(file, { resizeWidth: 8 })).toBe(bitmap);
  expect(createImageBitmap).toHaveBeenCalledExactlyOnceWith(file, { resizeWidth: 8 });
});

it('hands the browser the pixels of PPM, which it does not know', async () => {
  const file = new Blob(['P6\n2 1\n255\n', Uint8Array.of(1, 2, 3, 4, 5, 6)]);
  expect(await openBitmap(file, { resizeWidth: 8 })).toBe(bitmap);
  expect(createImageBitmap).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ width: 2, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 255) }),
    { resizeWidth: 8 },
  );
});

it('rejects PPM that is cut off', async () => {
  await expect(openBitmap(new Blob(['P6\n2 1\n255\n']))).rejects.toThrow('is incomplete');
  expect(createImageBitmap).not.toHaveBeenCalled();
});
