import type { Database, Progress, Queryable } from '#server/db/database.ts';
import { type Demonstration, generateDemonstration } from './demonstration.ts';
import { featureColumns, featureRow } from './feature.ts';
import { writeRecords } from './records.ts';
import { readWorkspace } from './seed-files.ts';
import { gatherStatistics } from './statistics.ts';

/**
 * 写入示意数据: the whole demonstration area (西营门街道, invented geometry) in one transaction. Every row carries the source
 * `示意数据（虚构）`, and the setting `workspace` says that the data are a demonstration.
 *
 * @param wanted asked inside the transaction, while no other server seeds; false leaves everything as it is
 */
export async function seedDemonstration(
  db: Database,
  progress: Progress,
  wanted: (tx: Queryable) => Promise<boolean> = async () => true,
): Promise<void> {
  progress({ zh: '正在生成示意数据', en: 'Drawing the demonstration area' }, 0);
  await db.transaction(async (tx) => {
    // Of several servers that start at once on an empty database one seeds it, the others wait and then find it seeded.
    await tx.query('SELECT pg_advisory_xact_lock($1)', [seedLock]);
    if (!(await wanted(tx))) return;
    const demonstration = generateDemonstration(await nextFeatureId(tx));
    await reserveIds(tx, demonstration);
    const { source } = readWorkspace();
    let written = 0;
    for (const [layer, features] of demonstration.layers) {
      progress(
        { zh: '正在写入示意数据', en: 'Writing the demonstration area' },
        written / demonstration.count,
      );
      await tx.bulkInsert(
        `gengjie.${layer}`,
        featureColumns(layer),
        features.map((feature) => featureRow(layer, feature, source)),
      );
      written += features.length;
    }
    await writeRecords(tx, demonstration);
    await gatherStatistics(tx, [...demonstration.layers.keys()]);
  });
  progress({ zh: '示意数据已就绪', en: 'Demonstration area ready' }, 1);
}

async function nextFeatureId(tx: Queryable): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `select nextval('gengjie.feature_id') as id from (values (1)) v`,
  );
  return row!.id;
}

async function reserveIds(tx: Queryable, { count }: Demonstration): Promise<void> {
  await tx.query(`select setval('gengjie.feature_id', currval('gengjie.feature_id') + $1::bigint)`, [count]);
}

const seedLock = 4_490_120_112;
