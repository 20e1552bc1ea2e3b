/**
 * Lets `places` tasks run at a time; of those that wait the newest goes first, since it is for what the person looks at now.
 * A task whose signal is aborted before its turn never runs.
 */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly places: number) {}

  async run<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    if (this.running >= this.places) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      signal.throwIfAborted();
      return await task();
    } finally {
      const next = this.waiting.pop();
      if (next) next();
      else this.running -= 1;
    }
  }
}
