export interface Slicing {
  /** Longest stretch of work between two breathers, ms. */
  readonly budget?: number;
  readonly signal?: AbortSignal | undefined;
  readonly now?: () => number;
  /** Lets the browser draw and answer. */
  readonly breathe?: () => Promise<void>;
}

/** 分片计算: calls `work` on every item without ever holding the browser up; rejects when the signal aborts. */
export async function inSlices<Item>(
  items: readonly Item[],
  work: (item: Item) => void,
  options: Slicing = {},
): Promise<void> {
  const { budget = 8, signal, now = () => performance.now(), breathe = nextTask } = options;
  let started = now();
  for (const item of items) {
    if (now() - started > budget) {
      await breathe();
      signal?.throwIfAborted();
      started = now();
    }
    work(item);
  }
  signal?.throwIfAborted();
}

/** A message port's task runs after drawing and input, and is not held back as timers are. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
