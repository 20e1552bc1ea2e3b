import { on } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { Analysis } from '#core/imports/analysis.ts';
import { Problem } from '#core/problem.ts';
import type {
  ReaderMessage,
  ReadTask,
  RepairableRow,
  RowBatch,
  WorkerMessage,
} from '#server/imports/protocol.ts';
import { endThread, keepThread, takeThread } from '#server/imports/threads.ts';

/** A thread that has read more than this gives its memory back by ending. */
const mostKeptBytes = 64 << 20;

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
  let result: AnalysisResult | undefined;
  for await (const message of messagesOf({ ...task, work: 'analyse' }, options)) {
    if (message.kind === 'analysis') result = message;
  }
  if (result === undefined) throw stopped('no answer');
  return result;
}

/**
 * 逐批读行: rows ready for the layer, read in a thread that stays a little ahead.
 * @returns how many rows were left out
 */
export async function* readRows(
  task: Omit<ReadTask, 'work'>,
  options: ReadOptions = {},
): AsyncGenerator<RowBatch, number> {
  let skipped: number | undefined;
  for await (const message of messagesOf({ ...task, work: 'rows' }, options)) {
    if (message.kind === 'batch') yield message.batch;
    if (message.kind === 'end') skipped = message.skipped;
  }
  if (skipped === undefined) throw stopped('no end');
  return skipped;
}

/** Messages of one task. The thread goes back to the others when the task came to its end, and ends with it otherwise. */
async function* messagesOf(
  task: ReadTask,
  { signal, onProgress }: ReadOptions,
): AsyncGenerator<WorkerMessage> {
  if (signal?.aborted) throw cancelled();
  const thread = takeThread();
  const ended = new AbortController();
  let failure: unknown;
  let idle = false;
  const fail = (error: unknown) => {
    failure ??= error;
    ended.abort();
  };
  const onError = (error: unknown) => fail(stopped(String(error), error));
  const onExit = (code: number) => fail(stopped(`exit code ${code}`));
  thread.once('error', onError);
  thread.once('exit', onExit);
  const cancel = () => fail(cancelled());
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const messages = on(thread, 'message', { signal: ended.signal }) as AsyncIterable<[WorkerMessage]>;
    tell(thread, { kind: 'task', task });
    let problem: Problem | undefined;
    for await (const [message] of messages) {
      if (message.kind === 'idle') {
        idle = true;
        if (problem) throw problem;
        return;
      }
      if (message.kind === 'progress') onProgress?.(message.fraction);
      else if (message.kind === 'problem') problem = new Problem(message.problem);
      else yield message;
      if (message.kind === 'batch') tell(thread, { kind: 'next' });
    }
  } catch (error) {
    throw failure ?? error;
  } finally {
    signal?.removeEventListener('abort', cancel);
    // Never removeAllListeners: a Worker listens to itself to know when its port is wanted.
    thread.off('error', onError);
    thread.off('exit', onExit);
    const large = task.files.reduce((sum, { size }) => sum + size, 0) > mostKeptBytes;
    if (idle && !large) keepThread(thread);
    else await endThread(thread);
  }
}

function tell(thread: Worker, message: ReaderMessage): void {
  thread.postMessage(message);
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
