import type { Clock } from './clock.ts';

export interface HostGateRules {
  /** requests at a time */
  readonly parallel: number;
  /** least milliseconds between the starts of two requests */
  readonly interval: number;
}

/** Lets requests to one host through: a few at a time, not faster than the host allows, none while it has asked for quiet. */
export class HostGate {
  #inside = 0;
  readonly #queue: (() => void)[] = [];
  #nextStart = Number.NEGATIVE_INFINITY;
  #quietUntil = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly rules: HostGateRules,
  ) {}

  /**
   * Waits for a turn, first come, first served.
   * @returns to be called once when the request has ended
   * @throws the reason of `signal`
   */
  async enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#inside < this.rules.parallel) this.#inside++;
    else await this.#turn(signal);
    try {
      await this.#start(signal);
    } catch (error) {
      this.#leave();
      throw error;
    }
    return () => this.#leave();
  }

  /** Holds back all that has not started yet. */
  quiet(milliseconds: number): void {
    this.#quietUntil = Math.max(this.#quietUntil, this.clock.now() + milliseconds);
  }

  async #start(signal: AbortSignal | undefined): Promise<void> {
    const { interval } = this.rules;
    for (;;) {
      const now = this.clock.now();
      const start = Math.max(now, this.#nextStart, this.#quietUntil);
      if (interval > 0) this.#nextStart = start + interval;
      if (start > now) await this.clock.wait(start - now, signal);
      // Where quiet has been asked for meanwhile, the time for a start is another one: else all would start together at its end.
      if (start >= this.#quietUntil) return;
    }
  }

  /** Whoever leaves hands over its place, so that nobody slips in between. */
  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const stop = () => {
        this.#queue.splice(this.#queue.indexOf(enter), 1);
        reject(signal?.reason);
      };
      this.#queue.push(enter);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  #leave(): void {
    const next = this.#queue.shift();
    if (next) next();
    else this.#inside--;
  }
}
