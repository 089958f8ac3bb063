import { afterEach, expect, it, vi } from 'vitest';
import { createBrowserFetcher } from '../../../src/platform/browser/fetcher.ts';

afterEach(() => vi.unstubAllGlobals());

it('the browser fetcher asks the window’s own fetch, with range and signal', async () => {
  // browsers refuse `fetch` that is called as a method of anything but the global object
  const fetch = vi.fn(function (this: unknown, _url: string, _init?: object) {
    expect(this === undefined || this === globalThis).toBe(true);
    return Promise.resolve(new Response('weights'));
  });
  vi.stubGlobal('fetch', fetch);
  const init = { headers: { Range: 'bytes=5-' }, signal: new AbortController().signal };
  const response = await createBrowserFetcher().fetch('https://example.org/w', init);
  expect(await response.text()).toBe('weights');
  expect(fetch).toHaveBeenCalledWith('https://example.org/w', init);
});
