// Entry of every worker thread and child process: registers the TypeScript loader, then imports the module asked for.
import { isMainThread, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(isMainThread ? process.argv[2] : workerData.module);
