/** Marks which project is open in this tab, so that no other tab writes it at the same time. */
export interface TabLock {
  /** @returns false where another tab holds the project; true also where it is held here already */
  take(id: string): Promise<boolean>;
  /** Asks the tab that holds the project to save and close it, and takes it then. */
  takeOver(id: string): Promise<TakeOver>;
  /** Does nothing where it is not held. */
  release(id: string): void;
  /** @param close saves and closes the project, as another tab asks; throws where it cannot be saved. @returns ends that */
  listen(close: (id: string) => Promise<void>): () => void;
}

/** `taken`; `refused`: the other tab could not save its last changes; `silent`: it did not answer in time. */
type TakeOver = 'taken' | 'refused' | 'silent';

/** The part of the Web Locks API that is used. https://w3c.github.io/web-locks/ */
export interface Locks {
  request(
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    hold: (lock: unknown) => Promise<void> | undefined,
  ): Promise<unknown>;
}

/** The part of a BroadcastChannel that is used. */
export type Channel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'removeEventListener' | 'close'>;

export interface TabLockPorts {
  /** null where the browser has none: then nothing is locked */
  readonly locks: Locks | null;
  openChannel(): Channel;
}

/** `close`: asks the tab that holds the project; `kept`: that tab's answer where it cannot save. */
type Message = { readonly kind: 'close' | 'kept'; readonly id: string };

/** A tab that is being loaded again frees its lock a moment after the new page begins. */
const RELOAD_MS = 500;

/** For the other tab to save, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Locks by the browser's own means: they go with the tab, however it ends. */
export function createTabLock({ locks, openChannel }: TabLockPorts): TabLock {
  if (!locks) return unlocked;
  const held = new Map<string, () => void>();

  /** Settles when the lock is held, or known not to be had. */
  const acquire = (id: string, options: { ifAvailable?: boolean; signal?: AbortSignal }) =>
    new Promise<boolean>((resolve) => {
      const hold = (lock: unknown) => {
        if (lock === null) {
          resolve(false);
          return undefined;
        }
        return new Promise<void>((free) => {
          held.set(id, free);
          resolve(true);
        });
      };
      // Waited for in vain; or the browser refuses locks to this page, which is as if it had none.
      locks.request(nameOf(id), options, hold).catch(() => resolve(!options.signal?.aborted));
    });
  const waitFor = (id: string, milliseconds: number, stop = new AbortController()) => {
    const timer = setTimeout(() => stop.abort(), milliseconds);
    return acquire(id, { signal: stop.signal }).finally(() => clearTimeout(timer));
  };

  return {
    take: async (id) => {
      if (held.has(id)) return true;
      if (await acquire(id, { ifAvailable: true })) return true;
      // A call of this tab that came first may have it by now.
      return held.has(id) || waitFor(id, RELOAD_MS);
    },
    takeOver: async (id) => {
      if (held.has(id)) return 'taken';
      const channel = openChannel();
      const stop = new AbortController();
      let refused = false;
      const hear = ({ data }: MessageEvent) => {
        if (!isMessage(data) || data.kind !== 'kept' || data.id !== id) return;
        refused = true;
        stop.abort();
      };
      channel.addEventListener('message', hear);
      try {
        channel.postMessage({ kind: 'close', id } satisfies Message);
        if (await waitFor(id, PATIENCE_MS, stop)) return 'taken';
        return refused ? 'refused' : 'silent';
      } finally {
        channel.close();
      }
    },
    release: (id) => {
      held.get(id)?.();
      held.delete(id);
    },
    listen: (close) => {
      const channel = openChannel();
      const hear = ({ data }: MessageEvent) => {
        if (!isMessage(data) || data.kind !== 'close' || !held.has(data.id)) return;
        close(data.id).catch(() => channel.postMessage({ kind: 'kept', id: data.id } satisfies Message));
      };
      channel.addEventListener('message', hear);
      return () => channel.close();
    },
  };
}

/** Locks of this browser; Safari before 15.4 and Firefox before 96 have none. */
export const browserTabLock = (): TabLock =>
  createTabLock({
    locks: (navigator.locks as LockManager | undefined) ?? null,
    openChannel: () => new BroadcastChannel('plein-air.projects'),
  });

/** Every project is free. */
const unlocked: TabLock = {
  take: async () => true,
  takeOver: async () => 'taken',
  release: () => undefined,
  listen: () => () => undefined,
};

function nameOf(id: string): string {
  return `plein-air.project.${id}`;
}

function isMessage(data: unknown): data is Message {
  return typeof data === 'object' && data !== null && 'kind' in data && 'id' in data;
}
