import './page.css';
import { reportAdapter } from './adapter.ts';
import { fillPictures } from './gallery.ts';

function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`index.html has no ${kind.name} #${id}`);
  return found;
}

fillPictures(element('gallery', HTMLUListElement), element('street', HTMLCanvasElement));

const status = element('adapter', HTMLParagraphElement);
const { state, text } = await reportAdapter();
status.dataset.state = state;
status.textContent = text;
