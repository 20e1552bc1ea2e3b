import { parentPort, workerData } from 'node:worker_threads';
import type { PatchExport } from '#server/patches/export/export-patches.ts';
import { writtenPatches } from '#server/patches/export/write-patches.ts';

const { data } = workerData as { data: PatchExport };

parentPort?.postMessage(await writtenPatches(data));
