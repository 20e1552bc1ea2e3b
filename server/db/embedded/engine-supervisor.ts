import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { forkProcess } from '../../runtime/spawn.ts';
import { birthOf, type EngineLock } from './engine-lock.ts';
import type { EngineProcessMessage, EngineProcessOptions } from './engine-process.ts';
import { removeSocketPlace, socketPlace } from './socket-place.ts';

/** How to reach an engine, and which process it is: what the lock file tells others. */
export type EngineAddress = Required<Pick<EngineLock, 'enginePid' | 'engineBirth' | 'host' | 'port'>> &
  Pick<EngineLock, 'password'>;

export interface SupervisorOptions {
  readonly home: string;
  readonly dataDirectory: string;
  readonly durable: boolean;
  readonly idleInTransactionMs?: number;
  /** Called at every start, also after the engine died and was started again. */
  readonly started: (address: EngineAddress) => void;
}

/** 看护: keeps one engine process running until it is closed. */
export class EngineSupervisor {
  #child: ChildProcess | undefined;
  #ready: Promise<void>;
  #running = false;
  #closing = false;
  #deaths: number[] = [];
  #retry: NodeJS.Timeout | undefined;

  constructor(private readonly options: SupervisorOptions) {
    this.#ready = this.#start();
  }

  /** Resolves when the engine takes connections; rejects with the reason when it cannot be started just now. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** Whether it takes connections now, as far as is known. */
  get running(): boolean {
    return this.#running;
  }

  /** Number of the engine's process, while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#retry);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    if (child.connected) child.send('close');
    const timer = setTimeout(() => child.kill('SIGKILL'), closingMs);
    await gone;
    clearTimeout(timer);
    removeSocketPlace(this.options.home);
  }

  async #start(): Promise<void> {
    const place = socketPlace(this.options.home);
    const password = place.socket ? undefined : randomBytes(24).toString('base64url');
    const child = forkProcess(new URL('./engine-process.ts', import.meta.url), []);
    this.#child = child;
    child.once('exit', () => this.#died(child));
    child.send({
      dataDirectory: this.options.dataDirectory,
      durable: this.options.durable,
      socket: place.socket,
      password,
      idleInTransactionMs: this.options.idleInTransactionMs ?? 60_000,
    } satisfies EngineProcessOptions);
    // One that hangs while it recovers its data is ended, and another tries.
    const late = setTimeout(() => child.kill('SIGKILL'), startingMs);
    const port = await new Promise<number | undefined>((resolve, reject) => {
      child.once('message', (news: EngineProcessMessage) => {
        if (news.kind === 'ready') resolve(news.port);
        else reject(new Error(news.reason));
      });
      child.once('exit', (code, signal) => reject(new Error(`its process ended (${signal ?? code})`)));
      child.once('error', reject);
    }).finally(() => clearTimeout(late));
    this.#running = true;
    this.options.started({
      enginePid: child.pid ?? 0,
      engineBirth: birthOf(child.pid ?? 0),
      host: place.host,
      port: port ?? place.port,
      ...(password === undefined ? {} : { password }),
    });
  }

  #died(child: ChildProcess): void {
    if (this.#closing || child !== this.#child) return;
    this.#running = false;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((time) => now - time < deathWindowMs), now];
    if (this.#deaths.length <= mostDeaths) this.#ready = this.#start();
    else this.#tryLater();
    this.#ready.catch(() => {});
  }

  /**
   * An engine that cannot live (a full disk, a damaged folder, no memory) is not started all the time; but when the cause is gone,
   * it comes back by itself. Until then nobody waits for it.
   */
  #tryLater(): void {
    this.#ready = Promise.reject(
      new Error('the database engine ended several times; it is tried again soon'),
    );
    this.#retry = setTimeout(() => {
      const start = this.#start();
      start.then(
        () => {
          this.#ready = start;
        },
        () => {},
      );
    }, retryMs);
  }
}

const closingMs = 10_000;
const deathWindowMs = 60_000;
const mostDeaths = 5;
const retryMs = 5000;
/** Recovery after a crash replays at most a few segments of the log. */
const startingMs = 300_000;
