/** Milliseconds after which a tile is asked for anew: what is made of it counts as fetched today. */
const OLDEST = 24 * 60 * 60 * 1000;

interface Kept {
  readonly tile: Uint8Array;
  /** milliseconds since 1970 */
  readonly since: number;
}

/** Asks the service for what is not here. @returns null where there is none */
type Ask = () => Promise<Uint8Array | null>;

/**
 * Tiles that have come lately, in memory alone: each has been paid for, and a second try after one has failed, or another view of the same
 * panorama, needs the same ones again.
 */
export class TileShelf {
  /** least lately used first */
  readonly #tiles = new Map<string, Kept>();
  readonly #underWay = new Map<string, Promise<unknown>>();
  #bytes = 0;

  /** @param most bytes that are kept @param now milliseconds since 1970 */
  constructor(
    private readonly most: number,
    private readonly now: () => number,
  ) {}

  /** The tile of this name, asked for by one at a time. @throws what `ask` throws; nothing is kept then */
  async get(name: string, ask: Ask): Promise<Uint8Array | null> {
    for (;;) {
      const kept = this.#tiles.get(name);
      if (kept) {
        this.#tiles.delete(name);
        if (this.now() - kept.since < OLDEST) {
          this.#tiles.set(name, kept);
          return kept.tile;
        }
        this.#bytes -= kept.tile.byteLength;
      }
      const other = this.#underWay.get(name);
      if (!other) return await this.#fetch(name, ask);
      // Its failure is its own: it may have been given up.
      await other.catch(() => undefined);
    }
  }

  async #fetch(name: string, ask: Ask): Promise<Uint8Array | null> {
    const since = this.now();
    const asked = ask();
    this.#underWay.set(name, asked);
    try {
      const tile = await asked;
      if (tile) this.#keep(name, { tile, since });
      return tile;
    } finally {
      this.#underWay.delete(name);
    }
  }

  #keep(name: string, kept: Kept): void {
    this.#tiles.set(name, kept);
    this.#bytes += kept.tile.byteLength;
    for (const [oldest, { tile }] of this.#tiles) {
      if (this.#bytes <= this.most) return;
      this.#tiles.delete(oldest);
      this.#bytes -= tile.byteLength;
    }
  }
}
