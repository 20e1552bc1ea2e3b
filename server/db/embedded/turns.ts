import type { Engine } from './engine.ts';
import { type AnswerSummary, errorResponse, message, readyForQuery, summarise } from './wire-messages.ts';

/** One connection as the queue sees it. */
export interface Client {
  /** Longest statement in ms; 0 means no limit. */
  timeoutMs: number;
  /** The other side has hung up. */
  readonly gone: boolean;
  send(bytes: Buffer): void;
  /** Ends the connection after an error it cannot go on from. */
  drop(): void;
}

interface Turn {
  readonly client: Client;
  readonly bytes: Buffer;
  /** The batch asks for a result, so an answer without one is a fault. */
  readonly executes: boolean;
  readonly timeoutMs: number;
}

/**
 * 轮次: the engine has one session for all connections. A client that begins a transaction keeps its turn until the engine
 * says it is idle again; the others wait, in order. Whole batches (up to Sync) run at once, so one client's unnamed statement
 * never meets another's parameters.
 */
export class Turns {
  #waiting: Turn[] = [];
  #running = false;
  #owner: Client | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly idleInTransactionMs: number,
  ) {}

  take(turn: Turn): void {
    this.#waiting.push(turn);
    void this.#pump();
  }

  /** A client has gone: its waiting turns are dropped, its open transaction is rolled back. */
  async leave(client: Client): Promise<void> {
    this.#waiting = this.#waiting.filter((turn) => turn.client !== client);
    if (this.#owner !== client || this.#running) return;
    await this.#rollBack();
  }

  isRunning(client: Client): boolean {
    return this.#running && this.#owner === client;
  }

  async #pump(): Promise<void> {
    while (!this.#running) {
      const index = this.#owner ? this.#waiting.findIndex((turn) => turn.client === this.#owner) : 0;
      const turn = this.#waiting[index];
      if (!turn) return;
      this.#waiting.splice(index, 1);
      clearTimeout(this.#idle);
      this.#running = true;
      this.#owner = turn.client;
      const status = await this.#run(turn);
      if (status !== 'I' && turn.client.gone) await this.engine.run(rollback, rollbackMs);
      this.#running = false;
      if (status === 'I' || turn.client.gone) this.#owner = undefined;
      else this.#watchIdle(turn.client);
    }
  }

  async #run(turn: Turn): Promise<AnswerSummary['status']> {
    const outcome = await this.engine.run(turn.bytes, turn.timeoutMs);
    if (outcome.kind === 'answer') {
      const summary = summarise(outcome.bytes);
      if (summary.failed || summary.completed || !turn.executes) {
        turn.client.send(summary.bytes);
        return summary.status;
      }
      await this.engine.restart();
    }
    turn.client.send(
      outcome.kind === 'timeout'
        ? errorResponse('57014', 'canceling statement due to statement timeout')
        : errorResponse('58000', 'the embedded engine failed inside this statement and was restarted'),
    );
    // The engine is new, so a transaction that was open is gone: the connection must not go on as if it were there.
    turn.client.send(readyForQuery('I'));
    turn.client.drop();
    return 'I';
  }

  #watchIdle(client: Client): void {
    this.#idle = setTimeout(() => {
      client.send(
        errorResponse('25P03', 'terminating connection due to idle-in-transaction timeout', 'FATAL'),
      );
      client.drop();
      void this.#rollBack();
    }, this.idleInTransactionMs);
    this.#idle.unref();
  }

  async #rollBack(): Promise<void> {
    clearTimeout(this.#idle);
    this.#running = true;
    await this.engine.run(rollback, rollbackMs);
    this.#running = false;
    this.#owner = undefined;
    await this.#pump();
  }
}

const rollback = message('Q', 'ROLLBACK');
const rollbackMs = 10_000;
