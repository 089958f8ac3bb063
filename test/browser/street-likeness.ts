import type { Locator } from '@playwright/test';
import sharp from 'sharp';
import { panoramaById } from '../servers/google-panoramas.ts';
import { viewJpeg } from '../servers/street-pictures.ts';

/** Coarse enough that what a picture was scaled and compressed with does not matter. */
const WIDTH = 32;
const HEIGHT = 18;

/** What a camera in the stand-ins' street would see: degrees, the field of view 90. */
interface Direction {
  readonly heading: number;
  readonly pitch: number;
}

/** How alike a picture on screen and the street, traced from the place of a panorama, are: 1 the same, 0 nothing in common. */
export async function likeness(picture: Locator, panorama: string, direction: Direction): Promise<number> {
  return correlation(await greysOf(picture), await streetGreys(panorama, direction));
}

async function greysOf(picture: Locator): Promise<number[]> {
  return picture.evaluate(
    async (image: HTMLImageElement, [width, height]) => {
      // Until its new address is loaded and decoded, an image draws what it showed before.
      await image.decode();
      const context = new OffscreenCanvas(width, height).getContext('2d');
      if (!context) throw new Error('no canvas');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      const channel = (i: number) => data[i] ?? 0;
      return Array.from({ length: width * height }, (_, i) => channel(4 * i) + channel(4 * i + 1) + channel(4 * i + 2));
    },
    [WIDTH, HEIGHT] as const,
  );
}

async function streetGreys(id: string, direction: Direction): Promise<number[]> {
  const panorama = panoramaById(id);
  if (!panorama) throw new Error(`the stand-ins have no panorama ${id}`);
  const jpeg = await viewJpeg(panorama.place, { ...direction, fov: 90 }, { width: 640, height: 360 });
  const pixels = await sharp(jpeg).resize(WIDTH, HEIGHT, { fit: 'fill' }).removeAlpha().raw().toBuffer();
  return Array.from({ length: WIDTH * HEIGHT }, (_, i) => pixels.subarray(3 * i, 3 * i + 3).reduce((a, b) => a + b, 0));
}

/** Pearson's. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((sum, value, i) => sum + (value - mx) * ((y[i] ?? 0) - my), 0);
  return product(a, meanA, b, meanB) / Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB));
}
