/**
 * Port: named bytes that outlive the program. Keys are slash-separated (`painted/0003.png`), letters, digits, `.`, `_`, `-`.
 * A write is atomic: after a crash a key holds the old bytes or the new ones, never a part.
 */
export interface BlobStore {
  get(key: string): Promise<Uint8Array | null>;
  /** @throws PleinAirError kind `storage` when there is no room or no permission; what was there stays. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys that start with `prefix`, sorted. */
  list(prefix: string): Promise<string[]>;
}
