import type { Actor } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import { type LiveState, liveState, stillGood } from '#server/db/tables/live.ts';

/** How often the database is asked while somebody listens, for what other servers change, and how long after a question that failed. */
const pollMs = 400;
const retryMs = 2000;
/** After a change made here it is asked at once, but no oftener than this, however much is written. */
const soonMs = 100;
const heartbeatMs = 15_000;
/** How long an ended session, or rights that were changed, may go on listening. */
const standingMs = 5000;
/** 每人 so many streams; the oldest gives way: it may be of a page that was closed without a word. */
const mostPerPerson = 8;
/** A listener that takes nothing off is gone. */
const mostUnsentBytes = 65_536;

/** What a stream is written to: a response. */
export interface Sink {
  readonly writableLength: number;
  readonly destroyed: boolean;
  write(text: string): unknown;
  end(): unknown;
  destroy(): unknown;
}

interface Listener {
  readonly actor: Actor;
  readonly sink: Sink;
  greeted: boolean;
}

/**
 * 实时变更: tells whoever listens that layers have new versions and patches new operations. One question for all of them, a few times a second, asked only while
 * somebody listens; no connection is held between two. LISTEN would hold one, and the embedded engine has but one.
 */
export class LiveChanges {
  readonly #db: Queryable;
  readonly #idleMinutes: number;
  readonly #listeners = new Set<Listener>();
  #known: LiveState | undefined;
  #timer: NodeJS.Timeout | undefined;
  #asking = false;
  /** Something was changed here since the last question began. */
  #wanted = false;
  #askedAt = 0;
  #closed = false;
  #heartbeatAt = 0;
  #standingAt = 0;

  constructor(db: Queryable, { idleMinutes }: { readonly idleMinutes: number }) {
    this.#db = db;
    this.#idleMinutes = idleMinutes;
  }

  /** Begins with `hello`. @returns stops listening; the sink is the caller's to close then */
  listen(actor: Actor, sink: Sink): () => void {
    if (this.#closed) {
      sink.end();
      return () => {};
    }
    const own = [...this.#listeners].filter((other) => other.actor.id === actor.id);
    for (const oldest of own.slice(0, Math.max(0, own.length - mostPerPerson + 1))) this.#drop(oldest);
    const listener: Listener = { actor, sink, greeted: false };
    this.#listeners.add(listener);
    // A browser that lost its line asks again after two seconds.
    sink.write('retry: 2000\n\n');
    void this.#turn();
    return () => this.#listeners.delete(listener);
  }

  /** 本机已写入: something was committed here, so the next question need not wait for its turn. */
  soon(): void {
    if (this.#listeners.size === 0 || this.#closed || this.#wanted) return;
    this.#wanted = true;
    if (!this.#asking) this.#next(pollMs);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** 停机: ends every stream, so that none of them holds up the end of the server. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const listener of this.#listeners) this.#drop(listener);
  }

  async #turn(): Promise<void> {
    if (this.#asking || this.#closed) return;
    this.#asking = true;
    this.#wanted = false;
    this.#askedAt = performance.now();
    clearTimeout(this.#timer);
    let pause = pollMs;
    try {
      await this.#dropFallen();
      this.#tell(await liveState(this.#db));
    } catch {
      // The database is away; requests say so themselves. Who listens is told once it is back.
      pause = retryMs;
    }
    this.#asking = false;
    this.#beat();
    if (this.#listeners.size === 0 || this.#closed) {
      this.#known = undefined;
      this.#wanted = false;
      return;
    }
    const unheard = [...this.#listeners].some(({ greeted }) => !greeted) && pause === pollMs;
    this.#next(unheard ? 0 : pause);
  }

  #next(pause: number): void {
    clearTimeout(this.#timer);
    // A database that is away is not asked the oftener for what is written.
    const early = this.#wanted && pause <= pollMs;
    const wait = early ? Math.max(0, Math.min(pause, this.#askedAt + soonMs - performance.now())) : pause;
    this.#timer = setTimeout(() => void this.#turn(), wait);
  }

  #tell(now: LiveState): void {
    const before = this.#known;
    this.#known = now;
    const layers = Object.fromEntries(
      Object.entries(now.layers).filter(([layer, version]) => before?.layers[layer] !== version),
    );
    const news = [
      ...(before && Object.keys(layers).length > 0 ? [eventText('changed', { layers })] : []),
      ...(before && now.seq !== before.seq ? [eventText('patches', { seq: now.seq })] : []),
    ].join('');
    for (const listener of this.#listeners) {
      if (!listener.greeted) {
        listener.greeted = true;
        this.#send(listener, eventText('hello', now));
      } else if (news !== '') this.#send(listener, news);
    }
  }

  #beat(): void {
    const now = performance.now();
    if (now - this.#heartbeatAt < heartbeatMs) return;
    this.#heartbeatAt = now;
    for (const listener of this.#listeners) this.#send(listener, ': still here\n\n');
  }

  #send(listener: Listener, text: string): void {
    const { sink } = listener;
    if (!sink.destroyed && sink.writableLength < mostUnsentBytes) sink.write(text);
    else {
      this.#listeners.delete(listener);
      sink.destroy();
    }
  }

  /** Whose session has ended, or who holds other rights by now, must ask anew. */
  async #dropFallen(): Promise<void> {
    const now = performance.now();
    if (now - this.#standingAt < standingMs) return;
    this.#standingAt = now;
    const asked = [...this.#listeners];
    const idsOf = (kind: Actor['via']['kind']) =>
      asked.flatMap(({ actor: { via } }) => (via.kind === kind ? [via.id] : []));
    const good = await stillGood(
      this.#db,
      { sessions: idsOf('session'), tokens: idsOf('token') },
      this.#idleMinutes,
    );
    for (const listener of asked) {
      const { via, grants } = listener.actor;
      const held = good.get(`${via.kind}/${via.id}`);
      if (held !== grants.map(({ id }) => id).join(',')) this.#drop(listener);
    }
  }

  #drop(listener: Listener): void {
    this.#listeners.delete(listener);
    listener.sink.end();
  }
}

function eventText(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
