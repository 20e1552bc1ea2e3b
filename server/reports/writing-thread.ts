import type { Report } from '#core/reports/report.ts';
import { startWorker } from '#server/runtime/spawn.ts';

export type ReportFormat = 'xlsx' | 'docx' | 'pdf';

/** Reports under way. One at a time: a second thread would only take memory, the processors are there for the map. */
let before: Promise<unknown> = Promise.resolve();

/** 写报告: in a thread of its own, since setting a county's villages takes seconds in which nobody else would be answered. */
export function writtenInThread(report: Report, format: ReportFormat): Promise<Uint8Array> {
  return inWritingThread(new URL('./writing-worker.ts', import.meta.url), { report, format });
}

/** Lets a module write one file in a thread, after those before it. The module posts the bytes. */
export function inWritingThread(module: URL, data: unknown): Promise<Uint8Array> {
  const mine = before.then(() => written(module, data));
  before = mine.catch(() => undefined);
  return mine;
}

async function written(module: URL, data: unknown): Promise<Uint8Array> {
  const thread = startWorker(module, data);
  try {
    return await new Promise((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', (code) => reject(new Error(`the thread that writes a report ended with ${code}`)));
    });
  } finally {
    await thread.terminate();
  }
}
