import type { Page } from '@playwright/test';

/** Places where a text was found; what a person, a developer tool or another program could see of the page. */
export async function placesOf(page: Page, needle: string): Promise<string[]> {
  return page.evaluate(searchPage, needle);
}

async function searchPage(needle: string): Promise<string[]> {
  const found: string[] = [];
  const look = (place: string, text: string | null | undefined) => {
    if (text?.includes(needle)) found.push(place);
  };

  look('document', document.documentElement.outerHTML);
  for (const input of document.querySelectorAll('input, textarea')) {
    look('field', (input as HTMLInputElement).value);
  }
  look('title', document.title);
  look('address', location.href);
  look('cookie', document.cookie);
  for (const { name } of performance.getEntries()) {
    look(`request to ${URL.canParse(name) ? new URL(name).host : 'nobody'}`, name);
  }
  const { navigation } = globalThis as { navigation?: { entries(): { url: string | null }[] } };
  for (const { url } of navigation?.entries() ?? []) look('history', url);
  look('history', JSON.stringify(history.state));
  for (const cache of await caches.keys()) {
    for (const { url } of await (await caches.open(cache)).keys()) look(`cache ${cache}`, url);
  }
  for (const [place, store] of Object.entries({ localStorage, sessionStorage })) {
    for (let i = 0; i < store.length; i++) look(`${place} ${store.key(i)}`, store.getItem(store.key(i) ?? ''));
  }

  // What React's developer tools show: props, states and contexts of every component, as far as values lead.
  const root = document.getElementById('root');
  const handle = Object.entries(root ?? {}).find(([name]) => name.startsWith('__reactContainer'));
  if (!handle) throw new Error('React’s tree was not found');
  const seen = new Set<unknown>();
  let fibers = 0;
  const walk = (value: unknown, path: string, depth: number) => {
    if (typeof value === 'string') look(`React ${path}`, value);
    if (typeof value !== 'object' || value === null || seen.has(value) || depth > 60) return;
    if (value instanceof Node || value instanceof Window || ArrayBuffer.isView(value)) return;
    seen.add(value);
    if (value instanceof Map || value instanceof Set) {
      for (const item of value) walk(item, path, depth + 1);
      return;
    }
    if ('memoizedProps' in value) fibers++;
    for (const name of Object.keys(value)) {
      let inner: unknown;
      try {
        inner = (value as Record<string, unknown>)[name];
      } catch {
        continue;
      }
      const isFiberLink = ['child', 'sibling', 'return', 'alternate', 'stateNode'].includes(name);
      walk(inner, isFiberLink ? '' : `${path}.${name}`.slice(-120), isFiberLink ? 0 : depth + 1);
    }
  };
  walk(handle[1], '', 0);
  if (fibers < 100) throw new Error(`only ${fibers} components were looked at`);

  const decoder = new TextDecoder('latin1');
  for (const { name: database } of await indexedDB.databases()) {
    if (database === undefined) continue;
    const open = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(database);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    for (const store of open.objectStoreNames) {
      const values = await new Promise<unknown[]>((resolve, reject) => {
        const request = open.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const value of values) {
        const bytes = value instanceof Blob ? await value.arrayBuffer() : value;
        const isBytes = bytes instanceof ArrayBuffer || ArrayBuffer.isView(bytes);
        look(`IndexedDB ${database}/${store}`, isBytes ? decoder.decode(bytes) : JSON.stringify(bytes));
      }
    }
    open.close();
  }
  return found;
}
