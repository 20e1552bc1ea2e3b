import type { Worker } from 'node:worker_threads';
import { startWorker } from '#server/runtime/spawn.ts';

const workerModule = new URL('./worker.ts', import.meta.url);

/** A thread without work ends after this time. */
const idleMs = 60_000;

let idle: { readonly thread: Worker; readonly stopWaiting: () => void } | undefined;

/** 读取线程: the one that waits, or a new one. Starting takes most of a second, which a person would feel at each change of a setting. */
export function takeThread(): Worker {
  if (!idle) return startWorker(workerModule);
  const { thread, stopWaiting } = idle;
  stopWaiting();
  thread.ref();
  return thread;
}

/** Lets a thread wait for the next task; one is enough. It keeps no process alive. */
export function keepThread(thread: Worker): void {
  if (idle) {
    void endThread(thread);
    return;
  }
  thread.unref();
  const stopWaiting = () => {
    idle = undefined;
    clearTimeout(timer);
    thread.off('error', stopWaiting);
    thread.off('exit', stopWaiting);
  };
  const timer = setTimeout(() => {
    stopWaiting();
    void endThread(thread);
  }, idleMs).unref();
  thread.once('error', stopWaiting);
  thread.once('exit', stopWaiting);
  idle = { thread, stopWaiting };
}

/** Stops a thread, whatever it does. */
export async function endThread(thread: Worker): Promise<void> {
  // A thread that fails while it is being stopped has nothing more to tell.
  thread.on('error', () => undefined);
  await thread.terminate();
}

/** Ends the thread that waits. */
export async function closeThreads(): Promise<void> {
  const waiting = idle;
  waiting?.stopWaiting();
  if (waiting) await endThread(waiting.thread);
}
