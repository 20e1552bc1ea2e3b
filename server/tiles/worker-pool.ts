import type { Worker } from 'node:worker_threads';
import { startWorker } from '../runtime/spawn.ts';
import type { JobAnswer, TileJob } from './tile-job.ts';

interface Waiting {
  readonly task: TileJob;
  readonly transfer: readonly ArrayBuffer[];
  readonly signal: AbortSignal | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Member {
  readonly worker: Worker;
  job: number;
  current: Waiting | undefined;
}

/**
 * A few worker threads for tile work, started when first needed. A job whose signal is aborted while it waits is dropped; the
 * newest waiting job goes first, because it is for what the person looks at now. A thread that dies is replaced; its job fails.
 */
export class WorkerPool {
  private readonly members: Member[] = [];
  private readonly queue: Waiting[] = [];
  private closed = false;
  private jobs = 0;

  constructor(private readonly size: number) {}

  run<Result>(
    task: TileJob,
    options: { signal?: AbortSignal | undefined; transfer?: readonly ArrayBuffer[] } = {},
  ): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.closed) return reject(new Error('the tile workers are closed'));
      this.queue.push({
        task,
        transfer: options.transfer ?? [],
        signal: options.signal,
        resolve: resolve as (result: unknown) => void,
        reject,
      });
      this.next();
    });
  }

  /** Starts a thread ahead of the first request. */
  warm(): void {
    if (this.members.length === 0) this.add();
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const waiting of this.queue.splice(0)) waiting.reject(new Error('the tile workers are closed'));
    await Promise.all(this.members.splice(0).map(({ worker }) => worker.terminate()));
  }

  private next(): void {
    while (this.queue.length > 0) {
      const idle = this.members.find((member) => !member.current) ?? this.add();
      if (!idle) return;
      const waiting = this.queue.pop()!;
      if (waiting.signal?.aborted) {
        waiting.reject(new Error('cancelled'));
        continue;
      }
      idle.current = waiting;
      idle.job = ++this.jobs;
      idle.worker.postMessage({ job: idle.job, task: waiting.task }, waiting.transfer as ArrayBuffer[]);
    }
  }

  private add(): Member | undefined {
    if (this.members.length >= this.size || this.closed) return undefined;
    const worker = startWorker(new URL('./tile-worker.ts', import.meta.url));
    // Idle workers keep no process alive.
    worker.unref();
    const member: Member = { worker, job: 0, current: undefined };
    worker.on('message', (answer: JobAnswer) => {
      const { current } = member;
      if (answer.job !== member.job || !current) return;
      member.current = undefined;
      if ('error' in answer) current.reject(new Error(answer.error));
      else current.resolve(answer.result);
      this.next();
    });
    const lost = (error: Error) => {
      const index = this.members.indexOf(member);
      if (index >= 0) this.members.splice(index, 1);
      member.current?.reject(error);
      member.current = undefined;
      if (!this.closed) this.next();
    };
    worker.on('error', lost);
    worker.on('exit', (code) => lost(new Error(`a tile worker ended with code ${code}`)));
    this.members.push(member);
    return member;
  }
}
