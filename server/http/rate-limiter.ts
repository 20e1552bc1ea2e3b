/** Callers remembered; beyond it those unseen for longest are forgotten, so that a flood of addresses cannot fill the memory. */
const mostKeys = 50_000;

/**
 * 限流器: so many a minute for each key, all of them at once if need be, then evenly. The generic cell rate algorithm: a token
 * bucket of which only one number is kept, the time at which it would be full again.
 */
export class RateLimiter {
  readonly #fullAt = new Map<string, number>();
  readonly #intervalMs: number;
  readonly #capacityMs: number;
  readonly #most: number;

  constructor(perMinute: number, most: number = mostKeys) {
    this.#intervalMs = 60_000 / perMinute;
    this.#capacityMs = 60_000;
    this.#most = most;
  }

  /**
   * Takes one for the key.
   * @param now milliseconds of a clock that never goes back
   * @returns 0 when it was to be had, else milliseconds until the next one is
   */
  take(key: string, now: number): number {
    const fullAt = Math.max(this.#fullAt.get(key) ?? 0, now);
    const wait = fullAt + this.#intervalMs - this.#capacityMs - now;
    this.#fullAt.delete(key);
    this.#fullAt.set(key, wait > rounding ? fullAt : fullAt + this.#intervalMs);
    if (this.#fullAt.size > this.#most) {
      const [longestUnseen] = this.#fullAt.keys();
      if (longestUnseen !== undefined) this.#fullAt.delete(longestUnseen);
    }
    return wait > rounding ? wait : 0;
  }

  get size(): number {
    return this.#fullAt.size;
  }
}

/** Sixty thousandths of a minute added up are not quite a minute. */
const rounding = 1e-3;
