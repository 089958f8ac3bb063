import type { Fetcher } from '../fetcher.ts';

/** HTTP by Node's own fetch. */
export function createNodeFetcher(): Fetcher {
  return { fetch: (url, init) => globalThis.fetch(url, init) };
}
