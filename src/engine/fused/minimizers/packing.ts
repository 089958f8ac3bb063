/**
 * Vectors that only a minimiser sees are packed: the R, G, B of all pixels in a row without the unused fourth value of images,
 * as `vec4f`, the last one filled with zeros. It saves a quarter of the history's memory and traffic.
 */

/** `vec4f` of a packed vector. */
export function packedLength(pixels: number): number {
  return Math.ceil((3 * pixels) / 4);
}

/** Reads a value of the R, G, B row out of an image with four values a pixel; 0 past its end. */
export function imageValue(image: Float32Array, i: number): number {
  const place = imagePlace(i);
  return place < image.length ? image[place]! : 0;
}

/** Where value `i` of the R, G, B row stands in an image with four values a pixel. */
export function imagePlace(i: number): number {
  return i + Math.floor(i / 3);
}
