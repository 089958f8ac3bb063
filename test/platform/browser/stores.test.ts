import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { type BrowserStores, openBrowserStores } from '../../../src/platform/browser/stores.ts';

const text = (value: string) => new TextEncoder().encode(value);

const opened: BrowserStores[] = [];
afterEach(async () => {
  for (const stores of opened.splice(0)) await stores.close();
});

async function openStores(name: string): Promise<BrowserStores> {
  const stores = await openBrowserStores({ name });
  opened.push(stores);
  return stores;
}

describe('the stores of the browser', () => {
  it('keep the kinds apart, and are the same in a page and in its worker', async () => {
    const page = await openStores('kinds');
    const kinds = ['projects', 'frames', 'styles', 'painted', 'weights', 'records'] as const;
    for (const kind of kinds) await page[kind].put('same-key', text(kind));
    const worker = await openStores('kinds');
    for (const kind of kinds) expect(await worker[kind].get('same-key')).toEqual(text(kind));
    await page.painted.delete('same-key');
    expect(await worker.painted.get('same-key')).toBeNull();
    expect(await worker.records.get('same-key')).not.toBeNull();
  });

  it('lead the renderer’s keys to the stores of their kind', async () => {
    const { render, frames, painted, records, styles } = await openStores('render');
    await render.put('prepared/a.png', text('p'));
    await render.put('painted/b.png', text('q'));
    await render.put('balance/c.json', text('r'));
    await render.put('drive/d.json', text('d'));
    expect(await frames.get('prepared/a.png')).toEqual(text('p'));
    expect(await painted.get('painted/b.png')).toEqual(text('q'));
    expect(await records.get('balance/c.json')).toEqual(text('r'));
    expect(await records.get('drive/d.json')).toEqual(text('d'));
    expect(await render.get('painted/b.png')).toEqual(text('q'));
    expect([...(await styles.list('')), ...(await frames.list('painted/'))]).toEqual([]);
    await render.delete('prepared/a.png');
    expect(await frames.list('')).toEqual([]);
  });

  it('list the renderer’s keys over all kinds, without the photographs beside them', async () => {
    const { render, frames } = await openStores('lists');
    await frames.put('f'.repeat(64), text('a photograph'));
    await frames.put('prepared', text('no key of the renderer'));
    const keys = ['painted/1.png', 'painted/2.png', 'prepared/1.png', 'flows/1'];
    for (const key of keys) await render.put(key, text(key));
    expect(await render.list('')).toEqual([...keys].sort());
    expect(await render.list('p')).toEqual(keys.filter((key) => key.startsWith('p')));
    expect(await render.list('painted/2')).toEqual(['painted/2.png']);
    expect(await render.list('f')).toEqual(['flows/1']);
    expect(await render.list('x')).toEqual([]);
  });

  it.each(['other/1.png', 'painted', 'painted/', 'constructor/1', ''])(
    'refuse the key "%s" for the renderer',
    async (key) => {
      const { render } = await openStores('refused');
      await expect(render.put(key, text('x'))).rejects.toThrow(RangeError);
      await expect(render.get(key)).rejects.toThrow(RangeError);
      await expect(render.delete(key)).rejects.toThrow(RangeError);
    },
  );
});
