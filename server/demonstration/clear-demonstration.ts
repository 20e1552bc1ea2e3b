import { LAYER_IDS } from '#core/catalog/types.ts';
import { Problem } from '#core/problem.ts';
import type { Database, Queryable } from '#server/db/database.ts';
import { quoteIdentifier } from '#server/db/sql.ts';

/** Tables that a demonstration fills beside the layers. */
const recordTables = [
  'targets',
  'duties',
  'demolition_counts',
  'demolition_steps',
  'village_plans',
  'attachments',
  'import_batches',
  'scenarios',
  'overlay_accounts',
  'batch_events',
  'batch_pieces',
  'farmland_balance',
  'patch_dossiers',
  'patch_operations',
  'patch_photos',
  'photo_receipts',
  'crews',
  'patrols',
];

/** What is in the database: nothing, a demonstration (示意数据), or somebody's work. */
export type Contents = 'empty' | 'demonstration' | 'work';

export async function contentsOf(db: Queryable): Promise<Contents> {
  const [row] = await db.query<{ demonstration: boolean | null; filled: boolean }>(
    `select (select (value ->> 'demonstration')::boolean from gengjie.settings where key = 'workspace') as demonstration,
       ${LAYER_IDS.map((layer) => `exists (select from ${quoteIdentifier(`gengjie.${layer}`)})`).join(' or ')} as filled
     from (values (1)) v`,
  );
  if (row?.demonstration) return 'demonstration';
  return row?.filled || row?.demonstration === false ? 'work' : 'empty';
}

/**
 * 清除示意数据: empties a database that says itself that it holds a demonstration, so that another one can be loaded.
 * @throws Problem `not-a-demonstration` when it holds somebody's work; nothing is changed then
 */
export async function clearDemonstration(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    const contents = await contentsOf(tx);
    if (contents === 'work') throw notADemonstration();
    if (contents === 'empty') return;
    const tables = [...LAYER_IDS, ...recordTables].map((table) => quoteIdentifier(`gengjie.${table}`));
    await tx.query(`truncate ${tables.join(', ')}`);
    await tx.query(`delete from gengjie.settings where key = 'workspace'`);
  });
}

function notADemonstration(): Problem {
  return new Problem({
    type: 'not-a-demonstration',
    status: 409,
    title: { zh: '数据库里不是示意数据', en: 'The database holds no demonstration' },
    detail: {
      zh: '数据库中有正式数据，不能用示意数据替换；没有改动任何内容。',
      en: 'The database holds real data, which a demonstration never replaces; nothing was changed.',
    },
    next: {
      zh: '换一个空的数据库（DATABASE_URL）或空的目录（GENGJIE_HOME）。',
      en: 'Use an empty database (DATABASE_URL) or an empty folder (GENGJIE_HOME).',
    },
  });
}
