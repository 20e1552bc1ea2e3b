import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import type { Position } from 'geojson';
import { layerById } from '#core/catalog/index.ts';
import { openFiles } from '#core/formats/open-files.ts';
import type { OpenedSource } from '#core/formats/types.ts';
import { readWkb, writeMultiPolygonWkb } from '#core/formats/wkb.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { analyse, type ImportPlan, planImport } from '#core/imports/analysis.ts';
import { flatOf } from '#core/imports/polygon.ts';
import { type RegionOutline, regionFinder } from '#core/imports/region-finder.ts';
import { type BuiltRow, rowBuilder, wantedFields } from '#core/imports/row-builder.ts';
import { Problem } from '#core/problem.ts';
import { diskSource } from '#server/imports/disk-source.ts';
import {
  mostRepairs,
  type ReaderMessage,
  type ReadTask,
  type RegionBytes,
  type RepairableRow,
  type WorkerMessage,
} from '#server/imports/protocol.ts';

const rowsOfABatch = 250;
/** Batches sent ahead of the writer. */
const ahead = 4;

const port = parentPort!;
/** Batches that may be sent before the server asks for more. */
let credit = 0;

port.on('message', async (message: ReaderMessage) => {
  if (message.kind === 'next') {
    credit++;
    return;
  }
  credit = ahead;
  try {
    await run(message.task);
  } catch (error) {
    // Anything but a Problem is a bug: it ends the thread, and the server says that the reader stopped.
    if (!(error instanceof Problem)) throw error;
    const { type, status, title, detail, next, place } = error;
    send({ kind: 'problem', problem: { type, status, title, detail, next, place } });
  }
  send({ kind: 'idle' });
});

async function run(task: ReadTask): Promise<void> {
  const { encoding, table } = task.settings;
  const source = await openFiles(
    task.files.map(diskSource),
    { encoding: encoding ?? undefined, table: table ?? undefined },
    task.limits,
  );
  try {
    const layer = layerById(task.settings.layer);
    const plan = planImport(source, layer, task.settings, task.districtBox);
    if (task.work === 'analyse') analysis(task, source, plan);
    else await rows(task, source, plan);
  } finally {
    source.close();
  }
}

function analysis(task: ReadTask, source: OpenedSource, plan: ImportPlan): void {
  const repairable: RepairableRow[] = [];
  const result = analyse(source, plan, rowContext(task), task.settings, task.districtBox, {
    onProgress: (fraction) => send({ kind: 'progress', fraction }),
    onRepairable: ({ row, geometry }) => {
      if (task.settings.repair !== 'make-valid' || !geometry || !plan.rows.crs) return;
      if (repairable.length < mostRepairs) {
        repairable.push({ row, geometry, areaSquareMeters: geodesicArea(geometry) });
      }
    },
  });
  send({ kind: 'analysis', analysis: result, repairable });
}

async function rows(task: ReadTask, source: OpenedSource, plan: ImportPlan): Promise<void> {
  const build = rowBuilder({ ...plan.rows, ...rowContext(task) });
  let batch: BuiltRow[] = [];
  let skipped = 0;
  let done = 0;
  const flush = async () => {
    while (credit === 0) await once(port, 'message');
    credit--;
    sendBatch(batch);
    send({ kind: 'progress', fraction: Math.min(1, done / Math.max(1, source.featureCount)) });
    batch = [];
  };
  for (const feature of source.features(wantedFields(plan.rows.mapping))) {
    const row = build(feature);
    done++;
    if (row.findings.some(({ severity }) => severity === 'error')) {
      if (!task.settings.skipBadRows) throw rowWithErrors(source.fileName, row.row);
      skipped++;
      continue;
    }
    batch.push(row);
    if (batch.length === rowsOfABatch) await flush();
  }
  if (batch.length > 0) await flush();
  send({ kind: 'end', skipped });
}

function sendBatch(batch: readonly BuiltRow[]): void {
  const pieces = batch.map(({ geometry }) => {
    const flat = flatOf(geometry!);
    return writeMultiPolygonWkb(flat.coordinates, flat.ringEnds, flat.partEnds);
  });
  const wkb = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  const wkbEnds: number[] = [];
  let end = 0;
  for (const piece of pieces) {
    wkb.set(piece, end);
    end += piece.length;
    wkbEnds.push(end);
  }
  const message: WorkerMessage = {
    kind: 'batch',
    batch: {
      rows: batch.map(({ row }) => row),
      values: batch.map(({ values }) => values),
      regionCodes: batch.map(({ regionCode }) => regionCode!),
      wkb,
      wkbEnds,
      areaSquareMeters: batch.reduce((sum, row) => sum + row.areaSquareMeters, 0),
    },
  };
  port.postMessage(message, [wkb.buffer]);
}

function rowContext(task: ReadTask) {
  return {
    regions: regionFinder(task.regions.map(regionOutline)),
    repaired: new Map(task.repaired),
    vertexLimit: task.vertexLimit,
  };
}

function regionOutline({ code, level, wkb }: RegionBytes): RegionOutline {
  const geometry = readWkb(wkb);
  if (geometry.kind !== 'polygon') return { code, level, rings: [] };
  let vertex = 0;
  const rings = geometry.ringEnds.map((end) => {
    const ring: Position[] = [];
    for (; vertex < end; vertex++) {
      ring.push([geometry.coordinates[2 * vertex]!, geometry.coordinates[2 * vertex + 1]!]);
    }
    return ring;
  });
  return { code, level, rings };
}

function send(message: WorkerMessage): void {
  port.postMessage(message);
}

function rowWithErrors(file: string, row: number): Problem {
  return new Problem({
    type: 'rows-with-errors',
    status: 422,
    title: { zh: '有错误的行', en: 'A row has errors' },
    detail: {
      zh: `${file}：第 ${row} 行有错误，没有导入任何数据。`,
      en: `${file}: row ${row} has errors; nothing was stored.`,
    },
    next: {
      zh: '请改正该行，或选择跳过有错误的行。',
      en: 'Correct the row, or choose to leave bad rows out.',
    },
    place: { file, row },
  });
}
