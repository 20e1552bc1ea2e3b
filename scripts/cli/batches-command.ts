import { layerById } from '#core/catalog/index.ts';
import { areaText, squareMeters } from '#core/geometry/units.ts';
import type { Config } from '#server/config.ts';
import { allBatches } from '#server/db/tables/import-batches.ts';
import { openForCommand } from './open.ts';
import { exitCodes, type Terminal } from './terminal.ts';

/** 批次清单: every import batch, latest first. */
export const batchesCommand = {
  help: {
    zh: 'npx gengjie batches\n列出导入批次，最近的在前。',
    en: 'npx gengjie batches\nLists the import batches, latest first.',
  },
  async run(_words: readonly string[], config: Config, terminal: Terminal): Promise<number> {
    const db = await openForCommand(config, terminal);
    try {
      const batches = await allBatches(db);
      if (batches.length === 0) terminal.say('还没有导入批次。', 'There is no import batch yet.');
      for (const { id, name, layer, status, rowCount, areaSquareMeters, createdAt } of batches) {
        const hectares = areaText(squareMeters(areaSquareMeters), 'ha', 4);
        const title = layerById(layer).title;
        terminal.say(
          `${id}\t${name}\t${title.zh}\t${rowCount} 行\t${hectares} 公顷\t${status === 'undone' ? '已撤销' : '有效'}\t${createdAt}`,
          `${id}\t${name}\t${title.en}\t${rowCount} rows\t${hectares} ha\t${status}\t${createdAt}`,
        );
      }
      return exitCodes.ok;
    } finally {
      await db.close();
    }
  },
};
