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
  #closing = false;
  #deaths: number[] = [];

  constructor(private readonly options: SupervisorOptions) {
    this.#ready = this.#start();
  }

  /** Resolves when the engine takes connections; rejects with the reason when it cannot be started. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** Number of the engine's process, while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async close(): Promise<void> {
    this.#closing = true;
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
    const port = await new Promise<number | undefined>((resolve, reject) => {
      child.once('message', (news: EngineProcessMessage) => {
        if (news.kind === 'ready') resolve(news.port);
        else reject(new Error(news.reason));
      });
      child.once('exit', (code, signal) => reject(new Error(`its process ended (${signal ?? code})`)));
      child.once('error', reject);
    });
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
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((time) => now - time < deathWindowMs), now];
    // An engine that cannot live (a damaged folder, no memory) is not started for ever.
    if (this.#deaths.length > mostDeaths) return;
    this.#ready = this.#start();
    this.#ready.catch(() => {});
  }
}

const closingMs = 10_000;
const deathWindowMs = 60_000;
const mostDeaths = 5;
