import type { Database } from '#server/db/database.ts';
import { backupProblem } from './problems.ts';

/**
 * Refuses while a server uses the database: it would go on from memory of rows that are gone. The embedded engine's folder can be
 * opened by one process only, so it was refused there already. Call first, while our own connection is the only one of this process.
 */
export async function refuseWhileServed(db: Database): Promise<void> {
  if (db.engine === 'embedded') return;
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'gengjie' AND pid <> pg_backend_pid()`,
  );
  if (row && row.count > 0) throw backupProblem('restore-server-runs', { count: row.count });
}
