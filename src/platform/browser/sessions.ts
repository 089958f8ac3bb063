/** A tab's session: from its opening to its closing, reloads included. */
export interface TabSession {
  /** of letters, digits and `-` */
  readonly name: string;
  /** Names of the sessions whose tabs are open in this browser, this one's among them. */
  alive(): Promise<ReadonlySet<string>>;
}

export interface TabSessionParts {
  /** of this tab alone, kept over reloads; null where the browser gives none */
  readonly storage?: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** null where the browser has none */
  readonly locks?: Pick<LockManager, 'request' | 'query'> | null;
  readonly newName?: () => string;
}

const STORED_AS = 'plein-air-session';
const LOCK = 'plein-air-session/';

/**
 * Names this tab's session and holds a lock for it until the tab is closed or crashes, by which other tabs can tell that it is alive.
 * Where there are no locks, a tab knows of its own session alone. https://www.w3.org/TR/web-locks/
 */
export function openTabSession({
  storage = ofThisTab(),
  locks = lockManager(),
  newName = () => crypto.randomUUID(),
}: TabSessionParts = {}): TabSession {
  const name = storedName(storage) ?? newName();
  storeName(storage, name);
  // Shared: a tab that was duplicated takes the session along. Never given back; the browser does it when the tab ends.
  locks
    ?.request(`${LOCK}${name}`, { mode: 'shared' }, () => new Promise<never>(() => undefined))
    .catch(() => undefined);
  return {
    name,
    alive: async () => {
      const { held = [] } = (await locks?.query().catch(() => null)) ?? {};
      const names = held.flatMap((lock) => (lock.name?.startsWith(LOCK) ? [lock.name.slice(LOCK.length)] : []));
      return new Set([name, ...names]);
    },
  };
}

/** The browser may forbid it: then a reload begins a new session. */
function ofThisTab(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** Missing outside of secure contexts, whatever the types say. */
function lockManager(): LockManager | null {
  const { locks }: { locks?: LockManager } = navigator;
  return locks ?? null;
}

function storedName(storage: TabSessionParts['storage']): string | null {
  const name = storage?.getItem(STORED_AS) ?? null;
  return name !== null && /^[A-Za-z0-9-]+$/.test(name) ? name : null;
}

function storeName(storage: TabSessionParts['storage'], name: string): void {
  try {
    storage?.setItem(STORED_AS, name);
  } catch {
    // No room: as if there were no storage.
  }
}
