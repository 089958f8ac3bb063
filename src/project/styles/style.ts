import type { RgbaImage, Size } from '../../core/image.ts';

/** A style image that the program paints itself. */
export interface BuiltInStyle {
  /** short, lower case: what follows `built-in:` in a file name */
  readonly id: string;
  readonly title: string;
  /** one sentence for a person choosing */
  readonly description: string;
  /** The texture at a size in whole pixels; the same seed gives the same bytes. Opaque. */
  render(size: Size, seed: number): RgbaImage;
}
