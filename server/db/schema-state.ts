import type { Queryable } from './database.ts';
import { DatabaseError } from './database.ts';

/** Name of the last migration the database has run; `undefined` when it has no schema yet. */
export async function lastMigration(db: Queryable): Promise<string | undefined> {
  try {
    const [row] = await db.query<{ name: string }>(
      'SELECT name FROM gengjie.migrations ORDER BY name DESC LIMIT 1',
    );
    return row?.name;
  } catch (error) {
    if (error instanceof DatabaseError && noSuchTable.includes(error.code)) return undefined;
    throw error;
  }
}

const noSuchTable = ['42P01', '3F000'];
