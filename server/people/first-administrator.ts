import { mayDemonstrate } from '#server/access/demonstration-mode.ts';
import type { Config } from '#server/config.ts';
import type { Database, Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { insertGrant, lockGrants, systemAdministrators } from '#server/db/tables/grants.ts';
import { insertPerson } from '#server/db/tables/people.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { actingAs } from '#server/people/acting-as.ts';
import { newLink, type OneTimeLink } from '#server/people/links.ts';

/**
 * 首位系统管理员: while no real system administrator can sign in, there is one who is invited, and a fresh link for them at every start; the one
 * before is void. There is no default password. Over the demonstration area on this machine nobody is needed: undefined.
 */
export async function firstAdministrator(
  db: Database,
  config: Pick<Config, 'demonstration' | 'host'>,
  site: string,
): Promise<(OneTimeLink & { username: string }) | undefined> {
  if (mayDemonstrate(config) && (await workspaceSetting(db)).demonstration) return undefined;
  return actingAs(db, null, null, async (tx) => {
    // Two servers that start at once shall not make two.
    await lockGrants(tx);
    const administrators = await systemAdministrators(tx);
    if (administrators.some(({ state }) => state === 'active')) return undefined;
    const { id, username } = administrators[0] ?? (await invite(tx));
    const link = await newLink(tx, id, site);
    await recordAct(tx, { action: 'person.reset', subject: username, detail: { by: 'start' } });
    return { username, ...link };
  });
}

async function invite(tx: Queryable): Promise<{ id: string; username: string }> {
  for (let number = 1; ; number += 1) {
    const username = number === 1 ? 'admin' : `admin${number}`;
    const id = await insertPerson(tx, {
      username,
      name: '系统管理员',
      state: 'invited',
      demonstration: false,
      createdBy: null,
    });
    if (!id) continue;
    await insertGrant(tx, { personId: id, role: 'system', regionCode: '', grantedBy: null });
    await recordAct(tx, { action: 'person.add', subject: username, detail: { role: 'system', by: 'start' } });
    return { id, username };
  }
}
