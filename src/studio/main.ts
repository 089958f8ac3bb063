import './page.css';
import { reportAdapter } from './adapter.ts';
import { fillGallery } from './gallery.ts';

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}

const status = element('adapter');
const { state, text } = await reportAdapter();
status.dataset.state = state;
status.textContent = text;

await fillGallery(element('gallery'));
