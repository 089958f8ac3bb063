import { PleinAirError } from '../../core/errors.ts';
import type { RgbaImage, Size } from '../../core/image.ts';
import { dots } from './dots.ts';
import { facets } from './facets.ts';
import { glass } from './glass.ts';
import { hatching } from './hatching.ts';
import { pastel } from './pastel.ts';
import type { BuiltInStyle } from './style.ts';
import { swirls } from './swirls.ts';
import { watercolour } from './watercolour.ts';
import { waves } from './waves.ts';

/** Style images that need no file, in the order in which they are offered. */
export const builtInStyles: readonly BuiltInStyle[] = [
  swirls,
  dots,
  facets,
  hatching,
  watercolour,
  glass,
  waves,
  pastel,
];

const prefix = 'built-in:';

/** The id in a style file name of the form `built-in:swirls`; undefined for any other name. The id may be unknown. */
export function parseBuiltInName(name: string): string | undefined {
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}

/**
 * Paints a built-in style image, opaque.
 * @param size whole pixels, each side at least 1 @param seed uint32; each seed gives another picture in the same hand
 * @throws PleinAirError of kind `input` for an unknown id or an impossible size
 */
export function renderBuiltInStyle(id: string, size: Size, seed = 1): RgbaImage {
  const style = builtInStyles.find((candidate) => candidate.id === id);
  if (style === undefined) {
    throw new PleinAirError(
      'input',
      `There is no built-in style "${id}".`,
      `Use one of: ${builtInStyles.map((known) => prefix + known.id).join(', ')}.`,
    );
  }
  for (const side of [size.width, size.height]) {
    if (!Number.isInteger(side) || side < 1) {
      throw new PleinAirError(
        'input',
        `A style image cannot be ${size.width} × ${size.height} pixels.`,
        'Give width and height as whole numbers of at least 1.',
      );
    }
  }
  return style.render(size, seed);
}
