import type { RgbaImage } from '../core/image.ts';
import { builtInStyles } from '../project/styles/built-in-styles.ts';
import type { BuiltInStyle } from '../project/styles/style.ts';

const TILE = { width: 240, height: 180 };

/** Fills a list with the built-in style images, one a turn of the event loop so that the page stays responsive. */
export async function fillGallery(list: HTMLElement): Promise<void> {
  const tiles = builtInStyles.map((style) => ({ style, canvas: addTile(list, style) }));
  for (const { style, canvas } of tiles) {
    await new Promise((resolve) => setTimeout(resolve));
    draw(canvas, style.render(TILE, 1));
    canvas.dataset.state = 'drawn';
  }
}

function addTile(list: HTMLElement, style: BuiltInStyle): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = TILE.width;
  canvas.height = TILE.height;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', style.description);
  const name = document.createElement('span');
  name.textContent = style.title;
  const item = document.createElement('li');
  item.append(canvas, name);
  list.append(item);
  return canvas;
}

function draw(canvas: HTMLCanvasElement, image: RgbaImage): void {
  // A copy, as ImageData wants memory that is not shared.
  canvas.getContext('2d')?.putImageData(new ImageData(image.data.slice(), image.width, image.height), 0, 0);
}
