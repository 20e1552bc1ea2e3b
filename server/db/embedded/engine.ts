import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { startWorker } from '../../runtime/spawn.ts';
import type { EngineAnswer, EngineOptions, EngineRequest } from './engine-worker.ts';

/** How one batch ended: with bytes, or with the engine thrown away and started anew. */
export type RunOutcome =
  | { readonly kind: 'answer'; readonly bytes: Buffer }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'fault'; readonly reason: string };

/**
 * 引擎: PostgreSQL in a thread of this process. One batch runs at a time. A batch that exceeds its time, or breaks the engine,
 * ends with the thread terminated and a new one opened on the same data: committed rows are recovered from the log.
 */
export class Engine {
  #worker: Promise<Worker>;
  #closing = false;

  constructor(private readonly options: EngineOptions) {
    this.#worker = this.#start();
  }

  async ready(): Promise<void> {
    await this.#worker;
  }

  async run(bytes: Uint8Array, timeoutMs: number): Promise<RunOutcome> {
    const worker = await this.#worker;
    const outcome = await exchange(worker, { kind: 'run', bytes }, timeoutMs);
    if (outcome.kind !== 'answer') await this.#replace(worker);
    return outcome;
  }

  /** Throws the running engine away: what a cancel request does, or a wire answer nobody can trust. */
  async restart(): Promise<void> {
    await this.#replace(await this.#worker);
  }

  async close(): Promise<void> {
    this.#closing = true;
    const worker = await this.#worker;
    worker.postMessage({ kind: 'close' } satisfies EngineRequest);
    await Promise.race([once(worker, 'message'), once(worker, 'exit')]);
    await worker.terminate();
  }

  async #replace(worker: Worker): Promise<void> {
    if (this.#closing) return;
    await worker.terminate();
    this.#worker = this.#start();
    // Whoever runs next sees the failure; nobody may be waiting now.
    this.#worker.catch(() => {});
  }

  async #start(): Promise<Worker> {
    const worker = startWorker(new URL('./engine-worker.ts', import.meta.url), this.options);
    const late = setTimeout(() => void worker.terminate(), startingMs);
    try {
      await Promise.race([once(worker, 'message'), once(worker, 'exit').then(refuseToLive)]);
    } finally {
      clearTimeout(late);
    }
    return worker;
  }
}

/** A thread may end without an error of its own: PostgreSQL gave up (a full disk), or took too long. */
function refuseToLive(): never {
  throw new Error('the engine’s thread ended before it was ready');
}

/** Longer than any recovery after a crash takes on a slow disk; one that hangs is ended, with its process. */
const startingMs = 180_000;

function exchange(worker: Worker, request: EngineRequest, timeoutMs: number): Promise<RunOutcome> {
  return new Promise((resolve) => {
    const timer = timeoutMs > 0 ? setTimeout(() => settle({ kind: 'timeout' }), timeoutMs) : undefined;
    const onMessage = (answer: EngineAnswer) => {
      if (answer.kind !== 'result') return;
      if (answer.fault !== undefined) settle({ kind: 'fault', reason: answer.fault });
      else settle({ kind: 'answer', bytes: asBuffer(answer.bytes) });
    };
    const onError = (error: Error) => settle({ kind: 'fault', reason: error.message });
    const onExit = (code: number) => settle({ kind: 'fault', reason: `the engine's thread ended (${code})` });
    const settle = (outcome: RunOutcome) => {
      clearTimeout(timer);
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      resolve(outcome);
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(request);
  });
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
