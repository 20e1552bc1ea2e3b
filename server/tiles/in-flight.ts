interface Work<T> {
  readonly promise: Promise<T>;
  readonly abort: AbortController;
  waiters: number;
}

/** Requests for the same thing at the same time share one piece of work; when the last of them goes away, the work is aborted. */
export class InFlight<T> {
  private readonly works = new Map<string, Work<T>>();

  /**
   * The result of the work under `key`, started if nobody has. `leave` is called with a function to run when this request is
   * gone (socket closed); after the result it does nothing.
   */
  join(
    key: string,
    start: (signal: AbortSignal) => Promise<T>,
    leave: (gone: () => void) => void,
  ): Promise<T> {
    const work = this.works.get(key) ?? this.begin(key, start);
    work.waiters += 1;
    let here = true;
    leave(() => {
      if (!here) return;
      here = false;
      work.waiters -= 1;
      if (work.waiters > 0) return;
      work.abort.abort();
      if (this.works.get(key) === work) this.works.delete(key);
    });
    return work.promise.finally(() => {
      here = false;
    });
  }

  private begin(key: string, start: (signal: AbortSignal) => Promise<T>): Work<T> {
    const abort = new AbortController();
    const promise = start(abort.signal).finally(() => {
      if (this.works.get(key) === work) this.works.delete(key);
    });
    const work: Work<T> = { promise, abort, waiters: 0 };
    this.works.set(key, work);
    return work;
  }
}
