import { mayDemonstrate } from '#server/access/demonstration-mode.ts';
import type { Config } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { ensureDemonstrationPeople } from '#server/people/demonstration-people.ts';

/** 首次启动: somebody must be able to sign in. Over the demonstration area on this machine those are 示例人物. */
export async function preparePeople(db: Database, config: Config): Promise<void> {
  if (mayDemonstrate(config)) await ensureDemonstrationPeople(db);
}
