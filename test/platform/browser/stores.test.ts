import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { openBrowserStores } from '../../../src/platform/browser/stores.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('the stores of the browser', () => {
  it('lead the renderer’s keys to the stores of their kind', async () => {
    const stores = await openBrowserStores({ name: 'kinds' });
    await stores.render.put('prepared/a.png', bytes(1));
    await stores.render.put('painted/b.png', bytes(2));
    expect(await stores.frames.get('prepared/a.png')).toEqual(bytes(1));
    expect(await stores.painted.get('painted/b.png')).toEqual(bytes(2));
    expect(await stores.styles.list('')).toEqual([]);
    await stores.close();
  });
});
