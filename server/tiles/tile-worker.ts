import { parentPort } from 'node:worker_threads';
import { makeTile } from './make-tile.ts';
import type { JobAnswer, TileJob } from './tile-job.ts';

/** Entry of a tile worker: one job after the other, each answered with its result or its error. */
const port = parentPort;
if (!port) throw new Error('tile-worker.ts runs in a worker thread');

port.on('message', ({ job, task }: { job: number; task: TileJob }) => {
  try {
    const result = makeTile(task);
    port.postMessage({ job, result } satisfies JobAnswer, [result.body.buffer as ArrayBuffer]);
  } catch (error) {
    port.postMessage({ job, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
