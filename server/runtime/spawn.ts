import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const bootstrap = new URL('./bootstrap.mjs', import.meta.url);

/**
 * Starts a TypeScript module in a worker thread. Under Node 20 a worker does not inherit the TypeScript loader, so every
 * worker enters by the same bootstrap, which registers it and imports the module.
 */
export function startWorker(moduleUrl: URL, workerData?: unknown): Worker {
  return new Worker(bootstrap, { workerData: { module: moduleUrl.href, data: workerData }, execArgv: [] });
}

/** Starts a TypeScript module in a child process with an IPC channel; `environment` is added to ours. */
export function forkProcess(
  moduleUrl: URL,
  args: readonly string[],
  environment: Record<string, string> = {},
): ChildProcess {
  return fork(fileURLToPath(bootstrap), [moduleUrl.href, ...args], {
    execArgv: [],
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
}
