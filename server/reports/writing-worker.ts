import { parentPort, workerData } from 'node:worker_threads';
import type { Report } from '#core/reports/report.ts';
import type { ReportFormat } from '#server/reports/writing-thread.ts';

const { report, format } = (workerData as { data: { report: Report; format: ReportFormat } }).data;

/** Loaded when wanted: a thread writes one file. */
async function written(): Promise<Uint8Array> {
  if (format === 'pdf') return (await import('#server/reports/write-pdf.ts')).writePdf(report);
  if (format === 'docx') return (await import('#server/reports/write-docx.ts')).writeDocx(report);
  return (await import('#server/reports/write-xlsx.ts')).writeXlsx(report);
}

parentPort?.postMessage(await written());
