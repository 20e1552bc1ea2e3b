import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { postgis } from '@electric-sql/pglite-postgis';
import { exceptionGuard } from './exception-guard.ts';

/** What the engine's thread is told to open. */
export interface EngineOptions {
  readonly dataDirectory: string;
  /** Sync to disk at every commit. Only the making of a prepared data directory goes without. */
  readonly durable: boolean;
}

/** To the thread: one batch of protocol messages, or `close`. */
export type EngineRequest = { readonly kind: 'run'; readonly bytes: Uint8Array } | { readonly kind: 'close' };

/** From the thread. `fault` says that the engine is in an unknown state and must be thrown away. */
export type EngineAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly bytes: Uint8Array; readonly fault?: string }
  | { readonly kind: 'closed' };

// PGlite runs PostgreSQL in one synchronous call per batch: it has this thread to itself, so sockets and timers beside it
// go on working, and terminating the thread ends a statement that takes too long.
const port = parentPort!;
const { data: options } = workerData as { data: EngineOptions };

const guard = exceptionGuard(options.durable);
const engine = await PGlite.create({
  dataDir: options.dataDirectory,
  extensions: { guard: guard.extension, postgis, btree_gist, pg_trgm },
  startParams: [
    '--single',
    ...(options.durable ? [] : ['-F']),
    ...['-O', '-j'],
    ...settings({
      search_path: 'public',
      TimeZone: 'UTC',
      exit_on_error: 'false',
      log_checkpoints: 'false',
      max_worker_processes: '0',
      max_parallel_workers: '0',
      max_parallel_workers_per_gather: '0',
      max_parallel_maintenance_workers: '0',
      io_method: 'sync',
      // fdatasync is not wired through to the disk by the engine's C library; fsync is (see exception-guard).
      wal_sync_method: 'fsync',
      shared_buffers: '64MB',
      // The files are in the system's cache: with the default of 4 small layers are searched row by row, at four times the price.
      random_page_cost: '1.1',
      work_mem: '16MB',
      maintenance_work_mem: '64MB',
    }),
  ],
});

port.on('message', async (request: EngineRequest) => {
  if (request.kind === 'close') {
    await engine.close();
    port.postMessage({ kind: 'closed' } satisfies EngineAnswer);
    return;
  }
  const answer = run(request.bytes);
  // Large answers are handed over, not copied.
  port.postMessage(answer, answer.bytes.length > 65_536 ? [answer.bytes.buffer as ArrayBuffer] : []);
});
port.postMessage({ kind: 'ready' } satisfies EngineAnswer);

function run(bytes: Uint8Array): Extract<EngineAnswer, { kind: 'result' }> {
  try {
    return { kind: 'result', bytes: guard.protect(() => engine.execProtocolRawSync(bytes)) };
  } catch (error) {
    return { kind: 'result', bytes: new Uint8Array(0), fault: String(error) };
  }
}

function settings(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
