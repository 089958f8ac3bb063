// Draws a tile of every built-in painting, hands them over one by one, and ends.
import { builtInStyles } from '../../project/styles/built-in-styles.ts';
import type { BuiltInPicture } from './built-in-pictures.ts';

/** Twice the size on screen, for sharp screens. */
const TILE = { width: 280, height: 210 };

/** The seed with which a built-in painting is drawn for painting, too. */
const SEED = 1;

for (const style of builtInStyles) {
  const { width, height, data } = style.render(TILE, SEED);
  const picture: BuiltInPicture = { id: style.id, width, height, data: new Uint8ClampedArray(data) };
  self.postMessage(picture, { transfer: [picture.data.buffer] });
}
self.close();
