import { parentPort } from 'node:worker_threads';
import { makeOverviewTile, makeTile } from './make-tile.ts';
import { drawRows } from './overview-raster.ts';
import type { JobAnswer, TileJob } from './tile-job.ts';

/** Entry of a tile worker: one job after the other, each answered with its result or its error. */
const port = parentPort;
if (!port) throw new Error('tile-worker.ts runs in a worker thread');

port.on('message', ({ job, task }: { job: number; task: TileJob }) => {
  try {
    const result = perform(task);
    const transfer = 'body' in result ? [result.body.buffer as ArrayBuffer] : [];
    port.postMessage({ job, result } satisfies JobAnswer, transfer);
  } catch (error) {
    port.postMessage({ job, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});

function perform(task: TileJob) {
  if (task.kind === 'rows') return makeTile(task);
  if (task.kind === 'raster') return drawRows(task.raster, task.rows, task.fields, task.classes);
  return makeOverviewTile(task);
}
