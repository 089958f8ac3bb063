import type { BrowserContext, Request } from '@playwright/test';
import { type AskedRequest, askedRequests } from './stand-ins.ts';

/** Follows what the pages of a context say and ask, for a key that is to get nowhere but to its own service. */
export class KeyWatch {
  readonly #said: string[] = [];
  readonly #asked: Request[] = [];
  readonly #key: string;

  /** Before the first page is opened. */
  constructor(context: BrowserContext, key: string) {
    this.#key = key;
    context.on('console', (message) => this.#said.push(message.text()));
    context.on('weberror', (error) => this.#said.push(`${error.error().stack}`));
    context.on('request', (request) => this.#asked.push(request));
  }

  /** Everything that the pages have written to their consoles, errors that nobody caught among it. */
  get said(): string {
    return this.#said.join('\n');
  }

  /** Hosts that the key was sent to, in the order of the alphabet. */
  async hosts(): Promise<string[]> {
    // What the pages meant to send, whether or not it arrived; and all that did arrive, headers that the browser added among it.
    // (Playwright's `allHeaders` is no way to the latter: it never answers for a request that was cut off with its worker or document.)
    const meant = this.#asked.map((request) => ({
      url: request.url(),
      headers: request.headers(),
      body: request.postData() ?? '',
    }));
    const hosts = [...meant, ...(await askedRequests())]
      .filter((request) => this.#isIn(request))
      .map(({ url }) => new URL(url).host);
    return [...new Set(hosts)].sort();
  }

  #isIn({ url, headers, body }: Omit<AskedRequest, 'method'>): boolean {
    return `${url} ${JSON.stringify(headers)} ${body}`.includes(this.#key);
  }
}
