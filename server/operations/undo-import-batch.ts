import { layerById } from '#core/catalog/index.ts';
import type { ImportBatch } from '#core/contract/imports.ts';
import { Problem } from '#core/problem.ts';
import type { Run } from '#server/access/access.ts';
import { notAllowed } from '#server/access/problems.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { changedSince, lockBatch, mayUndo, undoBatch } from '#server/db/tables/import-batches.ts';

/**
 * 撤销批次: closes the rows a batch opened, in one transaction. History keeps them, so any map of a day in between still shows them.
 * @throws Problem `batch-not-found`, `batch-already-undone`, `not-allowed` (some of its rows lie outside the person's regions), `batch-changed-since` (somebody worked on its rows: their work is not undone with it)
 */
export function undoImportBatch(run: Run, id: number): Promise<ImportBatch> {
  return run(
    async (tx) => {
      const batch = await lockBatch(tx, id);
      if (batch === undefined) throw notFound(id);
      if (batch.status === 'undone') throw alreadyUndone(batch);
      // Of rows outside one's regions the database would silently leave alone: all of a batch goes, or nothing.
      if (!(await mayUndo(tx, id))) throw notAllowed();
      const layer = layerById(batch.layer);
      const changed = await changedSince(tx, id, layer);
      if (changed > 0) throw changedProblem(batch, changed);
      const undone = await undoBatch(tx, id, layer);
      await recordAct(tx, {
        action: 'import.undo',
        layer: layer.id,
        subject: id,
        detail: { name: undone.name, rows: undone.rowCount },
      });
      return undone;
    },
    { write: true },
  );
}

function notFound(id: number): Problem {
  return new Problem({
    type: 'batch-not-found',
    status: 404,
    title: { zh: '没有这个批次', en: 'No such batch' },
    detail: { zh: `没有编号为 ${id} 的导入批次。`, en: `There is no import batch ${id}.` },
    next: { zh: '请在批次列表中选择。', en: 'Choose one from the list of batches.' },
    place: { value: String(id) },
  });
}

function alreadyUndone({ id, name, undoneAt }: ImportBatch): Problem {
  return new Problem({
    type: 'batch-already-undone',
    status: 409,
    title: { zh: '批次已经撤销', en: 'The batch is already undone' },
    detail: {
      zh: `批次 ${id}“${name}”已于 ${undoneAt} 撤销。`,
      en: `Batch ${id} “${name}” was undone at ${undoneAt}.`,
    },
    next: { zh: '需要时重新导入文件。', en: 'Import the file again when needed.' },
    place: { value: String(id) },
  });
}

function changedProblem({ id, name, layer }: ImportBatch, changed: number): Problem {
  return new Problem({
    type: 'batch-changed-since',
    status: 409,
    title: { zh: '批次中的要素已被修改', en: 'Features of the batch were changed since' },
    detail: {
      zh: `批次 ${id}“${name}”中有 ${changed} 个要素在导入后被修改，撤销会连带撤掉这些修改，因此没有撤销。`,
      en: `${changed} features of batch ${id} “${name}” were changed after the import; undoing would take those changes with it, so nothing was undone.`,
    },
    next: {
      zh: '请逐个处理这些要素。',
      en: 'Deal with these features one by one.',
    },
    place: { layer, value: String(id) },
  });
}
