import type { Config } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';

/** What every route is given: the database and the configuration. */
export interface AppContext {
  readonly db: Database;
  readonly config: Config;
}
