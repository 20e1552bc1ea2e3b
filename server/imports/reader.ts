import { on } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { Analysis } from '#core/imports/analysis.ts';
import { Problem } from '#core/problem.ts';
import type { ReadTask, RepairableRow, RowBatch, WorkerMessage } from '#server/imports/protocol.ts';
import { startWorker } from '#server/runtime/spawn.ts';

const workerModule = new URL('./worker.ts', import.meta.url);

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

export interface AnalysisResult {
  readonly analysis: Analysis;
  readonly repairable: readonly RepairableRow[];
}

/** 预检 in a thread of its own. @throws Problem of the file, or `import-cancelled`, or `import-reader-stopped` */
export async function analyseFiles(
  task: Omit<ReadTask, 'work'>,
  options: ReadOptions = {},
): Promise<AnalysisResult> {
  for await (const message of messagesOf({ ...task, work: 'analyse' }, options)) {
    if (message.kind === 'analysis') return message;
  }
  throw stopped('no answer');
}

/**
 * 逐批读行: rows ready for the layer, read in a thread that stays two batches ahead.
 * @returns how many rows were left out
 */
export async function* readRows(
  task: Omit<ReadTask, 'work'>,
  options: ReadOptions = {},
): AsyncGenerator<RowBatch, number> {
  for await (const message of messagesOf({ ...task, work: 'rows' }, options)) {
    if (message.kind === 'batch') yield message.batch;
    if (message.kind === 'end') return message.skipped;
  }
  throw stopped('no end');
}

/** Messages of one reading thread; it ends with the loop, whatever ends the loop. */
async function* messagesOf(
  task: ReadTask,
  { signal, onProgress }: ReadOptions,
): AsyncGenerator<WorkerMessage> {
  if (signal?.aborted) throw cancelled();
  const worker = startWorker(workerModule, task);
  const ended = new AbortController();
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    ended.abort();
  };
  worker.once('error', (error) => fail(stopped(String(error), error)));
  worker.once('exit', (code) => fail(stopped(`exit code ${code}`)));
  const cancel = () => fail(cancelled());
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    for await (const [message] of on(worker, 'message', { signal: ended.signal }) as AsyncIterable<
      [WorkerMessage]
    >) {
      if (message.kind === 'progress') onProgress?.(message.fraction);
      else if (message.kind === 'problem') throw new Problem(message.problem);
      else yield message;
      if (message.kind === 'batch') worker.postMessage('next');
    }
  } catch (error) {
    throw failure ?? error;
  } finally {
    signal?.removeEventListener('abort', cancel);
    await end(worker);
  }
}

async function end(worker: Worker): Promise<void> {
  worker.removeAllListeners();
  // A thread that fails while it is being stopped has nothing more to tell.
  worker.on('error', () => undefined);
  await worker.terminate();
}

export function cancelled(): Problem {
  return new Problem({
    type: 'import-cancelled',
    status: 409,
    title: { zh: '导入已取消', en: 'The import was cancelled' },
    detail: { zh: '导入已取消，没有保存任何数据。', en: 'The import was cancelled; nothing was stored.' },
    next: { zh: '需要时重新上传。', en: 'Upload the file again when needed.' },
  });
}

function stopped(reason: string, cause?: unknown): Problem {
  return new Problem({
    type: 'import-reader-stopped',
    status: 500,
    title: { zh: '读取进程意外停止', en: 'The reader stopped unexpectedly' },
    detail: {
      zh: `读取文件时程序意外停止（${reason.slice(0, 200)}），没有保存任何数据。`,
      en: `The reader stopped unexpectedly (${reason.slice(0, 200)}); nothing was stored.`,
    },
    next: {
      zh: '请重试；若仍出现，请把文件交给管理员。',
      en: 'Try again; if it happens again, give the file to the administrator.',
    },
    cause,
  });
}
