import { parseArgs } from 'node:util';
import { asSystem } from '#server/access/access.ts';
import type { Config } from '#server/config.ts';
import { undoImportBatch } from '#server/operations/undo-import-batch.ts';
import { openForCommand } from './open.ts';
import { exitCodes, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** 撤销批次. */
export const undoCommand = {
  help: {
    zh: 'npx gengjie undo 编号 [--yes]\n撤销一个批次：其要素不再现行，历史保留。--yes 不再询问。',
    en: 'npx gengjie undo ID [--yes]\nUndoes a batch: its features are no longer current, history is kept. --yes does not ask.',
  },
  async run(words: readonly string[], config: Config, terminal: Terminal): Promise<number> {
    const { positionals, values } = parse(words);
    const id = Number(positionals[0]);
    if (positionals.length !== 1 || !Number.isSafeInteger(id) || id < 1) {
      throw new UsageError({ zh: '请给出一个批次编号', en: 'Give the number of one batch' });
    }
    const sure = values.yes || (await terminal.confirm(`撤销批次 ${id}？`, `Undo batch ${id}?`));
    if (!sure) {
      terminal.say('没有撤销（需要 --yes）。', 'Nothing was undone (--yes is needed).');
      return exitCodes.refused;
    }
    const db = await openForCommand(config, terminal);
    try {
      const { name, rowCount } = await undoImportBatch(asSystem(db), id);
      terminal.say(
        `已撤销批次 ${id}“${name}”，${rowCount} 行。`,
        `Batch ${id} “${name}” is undone, ${rowCount} rows.`,
      );
      return exitCodes.ok;
    } finally {
      await db.close();
    }
  },
};

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: { yes: { type: 'boolean', short: 'y' } },
      allowPositionals: true,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({ zh: `参数有误：${reason}`, en: `Wrong options: ${reason}` });
  }
}
