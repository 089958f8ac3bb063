import type { Fetcher } from '../fetcher.ts';

/** HTTP by the browser's fetch. */
export function createBrowserFetcher(): Fetcher {
  return { fetch: (url, init) => globalThis.fetch(url, init) };
}
