// Makes the page's pictures away from it: a sketch of the street first, then the style images, then the street in full.
import type { RgbaImage, Size } from '../core/image.ts';
import { renderView } from '../frames/sources/procedural/render.ts';
import { createStreet } from '../frames/sources/procedural/street.ts';
import { driveAlong } from '../frames/sources/procedural/street-line.ts';
import { builtInStyles } from '../project/styles/built-in-styles.ts';
import { type Picture, STREET, STREET_ID, TILE } from './pictures.ts';

const SEED = 1;
const SKETCH: Size = { width: STREET.width / 4, height: STREET.height / 4 };

function send(id: string, { width, height, data }: RgbaImage): void {
  const picture: Picture = { id, width, height, data: new Uint8ClampedArray(data) };
  self.postMessage(picture, { transfer: [picture.data.buffer] });
}

const street = createStreet(SEED);
for (const pose of driveAlong({ frames: 1, seed: SEED, start: 20 })) {
  send(STREET_ID, renderView(street, pose, SKETCH).image);
  for (const style of builtInStyles) send(style.id, style.render(TILE, SEED));
  send(STREET_ID, renderView(street, pose, STREET).image);
}
