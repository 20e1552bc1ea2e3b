import { parentPort, workerData } from 'node:worker_threads';
import type { EvidenceReport } from '#server/reports/evidence/drawing.ts';
import { writeEvidencePdf } from '#server/reports/evidence/write-evidence-pdf.ts';

const { report } = (workerData as { data: { report: EvidenceReport } }).data;

parentPort?.postMessage(await writeEvidencePdf(report));
