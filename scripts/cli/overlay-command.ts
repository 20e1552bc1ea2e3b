import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { layerById } from '#core/catalog/index.ts';
import { LAYER_IDS } from '#core/catalog/types.ts';
import { momentSchema, regionCodeSchema } from '#core/contract/shared.ts';
import { asSystem } from '#server/access/access.ts';
import type { Config } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { layerOverlayCsv } from '#server/operations/overlay-layer.ts';
import { keepLayerAccount } from '#server/patches/office/layer-account.ts';
import { openForCommand } from './open.ts';
import { exitCodes, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** 整层套合: what of each feature of a layer is farmland and permanent farmland, as CSV. */
export const overlayCommand = {
  help: {
    zh: `npx gengjie overlay 图层 [--region 代码] [--as-of 日期] [--out 文件.csv]
图层每个要素下的地类面积、耕地、永久基本农田，一个要素一行（CSV，UTF-8）；不带 --out 时写到标准输出。
图层：${LAYER_IDS.join(' ')}
npx gengjie overlay patches --keep [--as-of 日期]
全部图斑的套合分块入账，供图斑统计使用；不输出 CSV。`,
    en: `npx gengjie overlay LAYER [--region CODE] [--as-of DATE] [--out FILE.csv]
Area by land class, farmland and permanent farmland under each feature of a layer, one line each (CSV, UTF-8); to stdout without --out.
Layers: ${LAYER_IDS.join(' ')}
npx gengjie overlay patches --keep [--as-of DATE]
Keeps the pieces of all patches as an account, which the statistics of patches read; writes no CSV.`,
  },
  async run(words: readonly string[], config: Config, terminal: Terminal): Promise<number> {
    const { layer, region, asOf, out, keep } = options(words);
    const db = await openForCommand(config, terminal);
    if (keep) return keepPatches(db, asOf, terminal).finally(() => db.close());
    const file = out === undefined ? process.stdout : createWriteStream(out);
    try {
      for await (const text of layerOverlayCsv(db, { layer, region, asOf })) {
        if (!file.write(text)) await once(file, 'drain');
      }
      return exitCodes.ok;
    } finally {
      if (file !== process.stdout) await new Promise<void>((resolve) => file.end(() => resolve()));
      await db.close();
    }
  },
};

/** 入账: every patch at once. */
async function keepPatches(db: Database, asOf: string | undefined, terminal: Terminal): Promise<number> {
  const kept = await asSystem(db)((tx) => keepLayerAccount(tx, { asOf }), {
    write: true,
    timeoutMs: longestOverlayMs,
  });
  terminal.say(
    `图斑套合已入账 ${kept.id}：${kept.pieces} 块`,
    `Kept the account ${kept.id} of the patches: ${kept.pieces} pieces`,
  );
  return exitCodes.ok;
}

const longestOverlayMs = 600_000;

function options(words: readonly string[]) {
  const { values, positionals } = parse(words);
  const [name, ...more] = positionals;
  const layer = name === undefined ? undefined : layerById(name);
  if (!layer || more.length > 0) {
    throw new UsageError({ zh: '须给出一个图层', en: 'Name one layer' });
  }
  const { region, 'as-of': asOf, out, keep = false } = values;
  if (keep && (layer.id !== 'patches' || region !== undefined || out !== undefined)) {
    throw new UsageError({
      zh: '--keep 只用于 patches 全部图斑，不带 --region、--out',
      en: '--keep is for all patches, without --region and --out',
    });
  }
  if (region !== undefined && !regionCodeSchema.safeParse(region).success) {
    throw new UsageError({ zh: `不是区划代码：${region}`, en: `Not a region code: ${region}` });
  }
  if (asOf !== undefined && !momentSchema.safeParse(asOf).success) {
    throw new UsageError({ zh: `不是日期：${asOf}`, en: `Not a date: ${asOf}` });
  }
  return { layer, region, asOf, out, keep };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        region: { type: 'string' },
        'as-of': { type: 'string' },
        out: { type: 'string' },
        keep: { type: 'boolean' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({ zh: reason, en: reason });
  }
}
