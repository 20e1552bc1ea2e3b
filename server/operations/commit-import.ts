import { layerById } from '#core/catalog/index.ts';
import type { FieldType, LayerDefinition } from '#core/catalog/types.ts';
import type { ImportBatch, ImportPreview } from '#core/contract/imports.ts';
import { columnsOf } from '#core/imports/row-builder.ts';
import { Problem } from '#core/problem.ts';
import { asOwner, type Run } from '#server/access/access.ts';
import { notAllowed } from '#server/access/problems.ts';
import { columnTypes } from '#server/db/bulk/field-types.ts';
import { constraintProblem } from '#server/db/constraint-problem.ts';
import { type BulkColumn, DatabaseError } from '#server/db/database.ts';
import { isLost } from '#server/db/errors.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import {
  closeBatch,
  firstInvalid,
  firstRegionOutsideRights,
  insertBatch,
  mayAddTo,
} from '#server/db/tables/import-batches.ts';
import { keepOriginals } from '#server/imports/originals.ts';
import { cancelled, type ReadOptions, readRows } from '#server/imports/reader.ts';
import type { AnalysedImport, ImportFiles } from './analyse-import.ts';

/** Long enough for a county; a cancelled import ends at its next batch of rows. */
const transactionTimeoutMs = 60 * 60_000;

/**
 * 入库: stores what the preview showed as one batch, in one transaction: rows, batch and kept originals are there together or not at all.
 *
 * @param home folder under which the originals are kept, `imports/<batch id>/original`
 * @throws Problem when the preview does not allow it, when a row is refused, or when it is cancelled; nothing is stored then
 */
export async function commitImport(
  run: Run,
  home: string,
  upload: ImportFiles,
  { preview, task }: AnalysedImport,
  name: string,
  options: ReadOptions = {},
): Promise<ImportBatch> {
  refuseUnready(preview);
  const layer = layerById(task.settings.layer);
  const originals = keepOriginals(home, upload.files);
  try {
    const batch = await run(
      async (tx) => {
        if (!(await mayAddTo(tx, layer))) throw notAllowed();
        const id = await insertBatch(tx, {
          name,
          layer: layer.id,
          fileNames: upload.files.map((file) => file.name),
          sha256: upload.sha256,
          crs: `EPSG:${preview.crs.epsg}${preview.crs.swapped ? ' (swapped)' : ''}`,
          encoding: preview.encoding.value,
          mapping: preview.mapping,
        });
        const columns = columnsOf({ layer, mapping: preview.mapping });
        const rows = new RowStream(task, options, id, preview.fileName);
        const stored = await asOwner(tx, async () => {
          const written = await tx.bulkInsert(`gengjie.${layer.id}`, bulkColumns(columns), rows.values());
          const outside = await firstRegionOutsideRights(tx, id, layer);
          if (outside !== undefined) throw outsideRights(preview.fileName, layer, outside);
          return written;
        });
        if (stored !== preview.commit.rows)
          throw changedMeanwhile(preview.fileName, preview.commit.rows, stored);
        options.signal?.throwIfAborted();
        await originals.moveTo(String(id));
        const closed = await closeBatch(tx, id, layer, rows.skipped);
        await recordAct(tx, {
          action: 'import.commit',
          layer: layer.id,
          subject: id,
          detail: { name, files: upload.files.map((file) => file.name), sha256: upload.sha256, rows: stored },
        });
        return closed;
      },
      { write: true, timeoutMs: transactionTimeoutMs },
    );
    originals.keep();
    return batch;
  } catch (error) {
    // A connection that breaks at the commit leaves open whether the batch is there; its originals must be, if it is.
    if (!isLost(error)) await originals.discard();
    throw await explained(run, layer, { preview, task }, error, options);
  }
}

/** Rows of the reading thread as rows of the layer's table. */
class RowStream {
  skipped = 0;
  readonly #arguments: readonly [AnalysedImport['task'], ReadOptions, number, string];

  constructor(task: AnalysedImport['task'], options: ReadOptions, batchId: number, source: string) {
    this.#arguments = [task, options, batchId, source];
  }

  async *values(): AsyncGenerator<unknown[]> {
    const [task, options, batchId, source] = this.#arguments;
    const batches = readRows(task, options);
    try {
      for (let next = await batches.next(); ; next = await batches.next()) {
        if (next.done) {
          this.skipped = next.value;
          return;
        }
        const { values, regionCodes, wkb, wkbEnds } = next.value;
        for (const [index, row] of values.entries()) {
          const geometry = wkb.subarray(wkbEnds[index - 1] ?? 0, wkbEnds[index]);
          yield [...row, regionCodes[index], geometry, batchId, source, 'import'];
        }
      }
    } finally {
      await batches.return(0);
    }
  }
}

function bulkColumns(fields: readonly { name: string; type: FieldType }[]): BulkColumn[] {
  return [
    ...fields.map(({ name, type }) => ({ name, type: columnTypes[type] })),
    { name: 'region_code', type: 'text' },
    { name: 'geom', type: 'geometry' },
    { name: 'batch_id', type: 'bigint' },
    { name: 'source', type: 'text' },
    { name: 'change_kind', type: 'text' },
  ];
}

/** Refuses what the preview says cannot be stored, with the reason it gave. */
export function refuseUnready(preview: ImportPreview): void {
  const [blocker] = preview.blockers;
  if (blocker) {
    const { type, title, detail, next, field } = blocker;
    const place = { file: preview.fileName, ...(field === undefined ? {} : { field }) };
    throw new Problem({ type, status: 422, title, detail, next, place });
  }
  if (preview.commit.possible) return;
  const first = preview.findings.first.find(({ severity }) => severity === 'error');
  const count = preview.findings.rowsWithErrors;
  throw new Problem({
    type: 'rows-with-errors',
    status: 422,
    title: { zh: '有错误的行，没有导入', en: 'Rows have errors; nothing was stored' },
    detail: {
      zh: `${preview.fileName}：${count} 行有错误。${first ? `首个：${first.message.zh}。` : ''}`,
      en: `${preview.fileName}: ${count} rows have errors.${first ? ` The first: ${first.message.en}.` : ''}`,
    },
    next: {
      zh: '请改正文件后重新导入；图形错误可选“修复图形”，也可明确选择“跳过有错误的行”。',
      en: 'Correct the file and import it again; broken geometry can be repaired by choice, or bad rows left out by choice.',
    },
    place: {
      file: preview.fileName,
      ...(first?.row === undefined ? {} : { row: first.row }),
      ...(first?.field === undefined ? {} : { field: first.field }),
    },
  });
}

/** A refusal of the database in the person's terms: with the row, where its geometry check is stricter than ours. */
async function explained(
  run: Run,
  layer: LayerDefinition,
  { preview, task }: AnalysedImport,
  error: unknown,
  options: ReadOptions,
): Promise<unknown> {
  if (options.signal?.aborted) return cancelled();
  if (!(error instanceof DatabaseError)) return error;
  if (error.constraint !== `${layer.id}_geom_valid`) return constraintProblem(error) ?? error;
  for await (const { rows, wkb, wkbEnds } of readRows(task)) {
    const hex = wkbEnds.map((end, index) =>
      Buffer.from(wkb.subarray(wkbEnds[index - 1] ?? 0, end)).toString('hex'),
    );
    const bad = await run((tx) => firstInvalid(tx, hex));
    if (bad) return invalidRow(preview.fileName, rows[bad.index]!, bad);
  }
  return constraintProblem(error) ?? error;
}

function invalidRow(file: string, row: number, bad: { reason: string; lng: number; lat: number }): Problem {
  const place = `${bad.lng.toFixed(7)}, ${bad.lat.toFixed(7)}`;
  return new Problem({
    type: 'geometry-invalid',
    status: 422,
    title: { zh: '图形无效', en: 'Invalid geometry' },
    detail: {
      zh: `${file}：第 ${row} 行在 ${place} 处图形无效（${bad.reason}），没有导入任何数据。`,
      en: `${file}: the geometry of row ${row} is invalid at ${place} (${bad.reason}); nothing was stored.`,
    },
    next: {
      zh: '请在原软件中修正该处后重新导入。',
      en: 'Mend the place in the program that made the file and import it again.',
    },
    place: { file, row },
  });
}

function outsideRights(file: string, layer: LayerDefinition, regionCode: string): Problem {
  return new Problem({
    type: 'not-allowed',
    status: 403,
    title: { zh: '超出授权区域', en: 'Outside your regions' },
    detail: {
      zh: `${file}：有要素位于区划 ${regionCode}，您在那里没有新增“${layer.title.zh}”的权限，没有导入任何数据。`,
      en: `${file}: some features lie in region ${regionCode}, where you may not add to “${layer.title.en}”; nothing was stored.`,
    },
    next: {
      zh: '请只导入所辖区域的要素，或联系安全管理员授权。',
      en: 'Import only what lies in your regions, or ask the security administrator.',
    },
    place: { file, layer: layer.id, value: regionCode },
  });
}

function changedMeanwhile(file: string, expected: number, stored: number): Problem {
  return new Problem({
    type: 'import-changed',
    status: 409,
    title: { zh: '入库行数与预览不符', en: 'The rows differ from the preview' },
    detail: {
      zh: `${file}：预览为 ${expected} 行，实际读到 ${stored} 行，没有导入任何数据。`,
      en: `${file}: the preview had ${expected} rows, ${stored} were read; nothing was stored.`,
    },
    next: { zh: '请重新上传。', en: 'Upload the file again.' },
    place: { file },
  });
}
