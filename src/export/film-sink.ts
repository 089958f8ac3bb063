/** Where the bytes of a film go: a file, a blob, the network. */
export interface FilmSink {
  /**
   * Writes bytes from `position` on. Positions go up but for a few short returns that fill in lengths and the duration.
   * Calls follow one another: each waits for the last.
   * @throws PleinAirError kind `storage` when there is no room
   */
  write(position: number, bytes: Uint8Array): Promise<void>;
}

/** A sink that keeps the film in memory. */
export interface MemorySink extends FilmSink {
  /** What was written so far, a view that the next write may outdate. */
  bytes(): Uint8Array;
}

export function createMemorySink(): MemorySink {
  let room = new Uint8Array(1 << 16);
  let length = 0;
  return {
    async write(position, bytes) {
      const end = position + bytes.length;
      if (end > room.length) {
        const larger = new Uint8Array(Math.max(end, room.length * 2));
        larger.set(room.subarray(0, length));
        room = larger;
      }
      room.set(bytes, position);
      length = Math.max(length, end);
    },
    bytes: () => room.subarray(0, length),
  };
}
