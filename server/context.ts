import type { Access } from '#server/access/access.ts';
import type { Authenticator } from '#server/access/authenticate.ts';
import type { Config } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import type { RateLimits } from '#server/http/rate-limits.ts';
import type { Measurements } from '#server/operations/measurements.ts';

/** What routes of business data are given: no database but through a person's rights. */
export interface AppContext {
  readonly config: Config;
  readonly access: Access;
  readonly authenticator: Authenticator;
  readonly limits: RateLimits;
  /** What indicators came to, remembered while their layers do not change. */
  readonly measurements: Measurements;
  readonly engine: Database['engine'];
}

/** What the routes of sign-in, people, audit and health are given beside: the database as its owner. */
export interface SystemContext extends AppContext {
  readonly db: Database;
}
