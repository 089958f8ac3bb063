import type { Fetcher } from '../../src/platform/fetcher.ts';

/** A fetcher that keeps from its caller what a browser keeps from a page: answers without CORS headers. https://fetch.spec.whatwg.org/#cors-check */
export function pageFetcher(fetcher: Fetcher): Fetcher {
  return {
    fetch: async (url, init) => {
      const response = await fetcher.fetch(url, init);
      if (response.headers.get('access-control-allow-origin') === '*') return response;
      await response.body?.cancel();
      throw new TypeError('Failed to fetch');
    },
  };
}
