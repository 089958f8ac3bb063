import { builtInStyles } from '../project/styles/built-in-styles.ts';
import { type Picture, STREET_ID, TILE } from './pictures.ts';

/** Lists the built-in styles, and fills them and the street's canvas as their pictures come from a worker. */
export function fillPictures(list: HTMLElement, street: HTMLCanvasElement): void {
  const canvases = new Map([[STREET_ID, street]]);
  for (const { id, title, description } of builtInStyles) canvases.set(id, addTile(list, title, description));
  const worker = new Worker(new URL('./pictures-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<Picture>) => {
    const canvas = canvases.get(data.id);
    if (canvas) draw(canvas, data);
  });
}

function addTile(list: HTMLElement, title: string, description: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = TILE.width;
  canvas.height = TILE.height;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', description);
  const name = document.createElement('span');
  name.textContent = title;
  const item = document.createElement('li');
  item.append(canvas, name);
  list.append(item);
  return canvas;
}

function draw(canvas: HTMLCanvasElement, { width, height, data }: Picture): void {
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
  canvas.dataset.drawn = `${width}`;
}
