import type { FloatImage } from './image.ts';

/** The largest part of the image, at its centre, that has the given shape. @param aspect width / height of the part */
export function cropToAspect(image: FloatImage, aspect: number): FloatImage {
  const width = Math.min(image.width, Math.max(1, Math.round(image.height * aspect)));
  const height = Math.min(image.height, Math.max(1, Math.round(image.width / aspect)));
  if (width === image.width && height === image.height) return image;
  const left = (image.width - width) >> 1;
  const top = (image.height - height) >> 1;
  const { channels } = image;
  const data = new Float32Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * channels;
    data.set(image.data.subarray(from, from + width * channels), y * width * channels);
  }
  return { width, height, channels, data };
}
