/** How much room the browser gives to this page's data. */
export interface Room {
  /** bytes; null where the browser does not say */
  readonly used: number | null;
  readonly quota: number | null;
  /** whether the browser keeps the data until a person deletes it */
  readonly persisted: boolean;
}

/** Asks the browser; what it does not say, or not on a page that is no secure context, is null or false. */
export async function storageRoom(): Promise<Room> {
  const storage = manager();
  const [estimate, persisted] = await Promise.all([
    storage.estimate?.().catch(() => undefined),
    storage.persisted?.().catch(() => false),
  ]);
  return { used: estimate?.usage ?? null, quota: estimate?.quota ?? null, persisted: persisted ?? false };
}

/** Asks the browser not to clear the data by itself when room runs short. @returns whether it agreed */
export async function persistStorage(): Promise<boolean> {
  return (
    (await manager()
      .persist?.()
      .catch(() => false)) ?? false
  );
}

/** Missing in part or whole on some browsers and pages, whatever the types say. */
function manager(): Partial<StorageManager> {
  const { storage }: { storage?: StorageManager } = navigator;
  if (!storage) return {};
  return {
    ...(storage.estimate ? { estimate: () => storage.estimate() } : {}),
    ...(storage.persisted ? { persisted: () => storage.persisted() } : {}),
    ...(storage.persist ? { persist: () => storage.persist() } : {}),
  };
}
