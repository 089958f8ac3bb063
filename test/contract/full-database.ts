/**
 * Runs `task` while the browser's database takes what is put and finds at the end of the transaction that it has no room for it, as
 * browsers do.
 */
export async function withoutRoom<T>(task: () => Promise<T>): Promise<T> {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...args) {
    const request = put.apply(this, args);
    // fake-indexeddb's own way to end a transaction with a reason; `abort()` gives none
    const transaction = this.transaction as IDBTransaction & { _abort(reason: string): void };
    request.addEventListener('success', () => transaction._abort('QuotaExceededError'));
    return request;
  };
  try {
    return await task();
  } finally {
    IDBObjectStore.prototype.put = put;
  }
}
