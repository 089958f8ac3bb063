import { vi } from 'vitest';
import type { Fetcher } from '../../../../src/platform/fetcher.ts';
import { createGoogleMapsJs } from '../../../servers/google-maps-js.ts';
import { createGoogleRoutes } from '../../../servers/google-routes.ts';
import { type StandInServer, startStandIns } from '../../../servers/stand-in.ts';

/** As much of a page as loads scripts: each is asked for over real HTTP, and runs what the Maps stand-in's program is. */
export interface FakePage {
  readonly server: StandInServer;
  /** addresses of the scripts that were asked for */
  readonly scripts: readonly URL[];
  /** script elements that stand in the page */
  readonly elements: ReadonlySet<{ readonly src: string }>;
  /** scripts fail to load, as without a connection */
  offline: boolean;
  /** what Google calls where it refuses a key */
  refuseKey(): void;
  close(): Promise<void>;
}

export async function openFakePage(): Promise<FakePage> {
  const server = await startStandIns([createGoogleMapsJs(), createGoogleRoutes()]);
  const { fillNamespace } = await import(new URL('../../../servers/google-maps-js/namespace.js', import.meta.url).href);
  const scripts: URL[] = [];
  const elements = new Set<{ readonly src: string }>();
  const window: { google?: { maps: Record<string, unknown> }; gm_authFailure?: () => void } = {};
  const page: FakePage = {
    server,
    scripts,
    elements,
    offline: false,
    refuseKey: () => window.gm_authFailure?.(),
    async close() {
      vi.unstubAllGlobals();
      await server.close();
    },
  };
  const load = async (script: { src: string; onerror?: () => void }) => {
    const url = new URL(script.src);
    scripts.push(url);
    const answer = page.offline ? null : await server.fetcher.fetch(script.src);
    if (!answer?.ok) return script.onerror?.();
    const maps = window.google?.maps ?? {};
    fillNamespace(maps, url.searchParams);
    const callback = maps[url.searchParams.get('callback')?.split('.').at(-1) ?? ''];
    if (typeof callback === 'function') callback();
  };
  vi.stubGlobal('window', window);
  vi.stubGlobal('location', { origin: 'https://paints.example', href: 'https://paints.example/#project' });
  const network = fetch;
  vi.stubGlobal('fetch', (url: string, init?: Parameters<Fetcher['fetch']>[1]) =>
    url.startsWith('https:') ? server.fetcher.fetch(url, init) : network(url, init),
  );
  vi.stubGlobal('document', {
    createElement: () => {
      const element = { src: '', remove: () => elements.delete(element) };
      return element;
    },
    querySelector: () => null,
    querySelectorAll: (selector: string) => {
      const [, start = '-'] = /^script\[src\^="(.*)"\]$/.exec(selector) ?? [];
      return [...elements].filter(({ src }) => src.startsWith(start));
    },
    head: {
      append: (script: { src: string }) => {
        elements.add(script);
        void load(script);
      },
    },
  });
  Object.defineProperty(globalThis, 'google', { get: () => window.google, configurable: true });
  return page;
}
