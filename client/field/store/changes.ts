/** What was changed on this phone, by this page or another. */
export type StoreChange = 'operations' | 'photos' | 'patches' | 'patrols' | 'drafts' | 'keep';

type Listener = (change: StoreChange) => void;

/** 变更通知 between the pages of one phone; without `BroadcastChannel`, within this page. */
export class Changes {
  readonly #listeners = new Set<Listener>();
  readonly #channel: BroadcastChannel | null;

  constructor(name: string) {
    this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
    this.#channel?.addEventListener('message', ({ data }) => this.#hear(data as StoreChange));
    // In Node a channel would hold the process open.
    (this.#channel as { unref?: () => void } | null)?.unref?.();
  }

  tell(change: StoreChange): void {
    this.#hear(change);
    this.#channel?.postMessage(change);
  }

  /** The returned function stops. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
    this.#channel?.close();
  }

  #hear(change: StoreChange): void {
    for (const listener of [...this.#listeners]) listener(change);
  }
}
