import type { Database, Progress, Queryable } from './database.ts';
import { DatabaseError } from './database.ts';

/**
 * 索引可用: under row-level security an index serves only an operator that is known to tell nothing of the rows it looks at. Whether two boxes
 * overlap tells nothing of a row that is not returned, but PostGIS leaves that to the administrator, and an update of the extension forgets
 * it; so it is said again at each start, and where only a superuser may say it, the start names the statement. Without it every
 * answer is the same, and maps are slow.
 */
export async function keepSpatialIndexes(db: Database, progress: Progress): Promise<boolean> {
  if (await isLeakproof(db)) return true;
  try {
    await db.query(statement);
    return true;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    // Another server that starts at the same moment may have been quicker.
    if (await isLeakproof(db)) return true;
    progress({
      zh: `地图查询将很慢：请数据库超级用户在本库执行一次 ${statement}`,
      en: `maps will be slow: let a superuser run once in this database: ${statement}`,
    });
    return false;
  }
}

async function isLeakproof(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ leakproof: boolean }>(
    `select proleakproof as leakproof from pg_proc where oid = 'geometry_overlaps(geometry, geometry)'::regprocedure`,
  );
  return row?.leakproof ?? false;
}

const statement = 'alter function geometry_overlaps(geometry, geometry) leakproof';
