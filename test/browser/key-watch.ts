import type { BrowserContext } from '@playwright/test';

/** Follows what the pages of a context say and ask, for a key that is to get nowhere but to its own service. */
export class KeyWatch {
  readonly #said: string[] = [];
  readonly #asked: Promise<string | null>[] = [];

  /** Before the first page is opened. */
  constructor(context: BrowserContext, key: string) {
    context.on('console', (message) => this.#said.push(message.text()));
    context.on('weberror', (error) => this.#said.push(`${error.error().stack}`));
    context.on('request', (request) => {
      const found = async () => {
        const headers = JSON.stringify(await request.allHeaders().catch(() => request.headers()));
        const sent = `${request.url()} ${headers} ${request.postData() ?? ''}`;
        return sent.includes(key) ? new URL(request.url()).host : null;
      };
      this.#asked.push(found());
    });
  }

  /** Everything that the pages have written to their consoles, errors that nobody caught among it. */
  get said(): string {
    return this.#said.join('\n');
  }

  /** Hosts that the key was sent to, in the order of the alphabet. */
  async hosts(): Promise<string[]> {
    const hosts = await Promise.all(this.#asked);
    return [...new Set(hosts.filter((host) => host !== null))].sort();
  }
}
