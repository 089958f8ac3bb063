import type { Channel, Locks, TabLockPorts } from '../../../src/studio/projects/tab-lock.ts';

interface Waiting {
  readonly hold: (lock: unknown) => Promise<void> | undefined;
  readonly settle: (value: unknown) => void;
}

/** Tabs of one browser: locks by the rules of https://w3c.github.io/web-locks/, as far as they are used, and one channel. */
export class FakeTabs {
  private readonly held = new Set<string>();
  private readonly queues = new Map<string, Waiting[]>();
  private readonly channels = new Set<FakeChannel>();

  ports(): TabLockPorts {
    return { locks: { request: (...args) => this.request(...args) }, openChannel: () => this.openChannel() };
  }

  private request: Locks['request'] = (name, { ifAvailable, signal }, hold) =>
    new Promise((settle, reject) => {
      if (this.held.has(name) && ifAvailable) {
        settle(hold(null));
        return;
      }
      const queue = this.queues.get(name) ?? [];
      this.queues.set(name, queue);
      const waiting = { hold, settle };
      queue.push(waiting);
      signal?.addEventListener('abort', () => {
        const place = queue.indexOf(waiting);
        if (place < 0) return;
        queue.splice(place, 1);
        reject(new DOMException('aborted', 'AbortError'));
      });
      this.grant(name);
    });

  private grant(name: string): void {
    if (this.held.has(name)) return;
    const next = this.queues.get(name)?.shift();
    if (!next) return;
    this.held.add(name);
    const holding = Promise.resolve().then(() => next.hold({ name }));
    next.settle(
      holding.finally(() => {
        this.held.delete(name);
        this.grant(name);
      }),
    );
  }

  private openChannel(): Channel {
    const channel = new FakeChannel((data) => {
      for (const other of this.channels) if (other !== channel) other.hear(data);
    });
    this.channels.add(channel);
    channel.onClose = () => this.channels.delete(channel);
    return channel as unknown as Channel;
  }
}

class FakeChannel extends EventTarget {
  onClose = (): unknown => undefined;

  constructor(private readonly send: (data: unknown) => void) {
    super();
  }

  postMessage(data: unknown): void {
    queueMicrotask(() => this.send(data));
  }

  hear(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  close(): void {
    this.onClose();
  }
}
