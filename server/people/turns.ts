/** 排队: at most so many at once, the others wait their turn; past `waiting` the next is refused. */
export class Turns {
  readonly #limits: { readonly atOnce: number; readonly waiting: number; readonly full: () => Error };
  readonly #queue: (() => void)[] = [];
  #running = 0;

  constructor(limits: {
    readonly atOnce: number;
    readonly waiting: number;
    /** Thrown to who finds the queue full. */
    readonly full: () => Error;
  }) {
    this.#limits = limits;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#limits.atOnce) {
      if (this.#queue.length >= this.#limits.waiting) throw this.#limits.full();
      // Whoever ends hands their place over, so nobody slips in between.
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
