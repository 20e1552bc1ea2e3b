import type { Session } from '#core/contract/session.ts';
import { isAdministrator, type RoleId } from '#core/rights/roles.ts';
import type { Database, Queryable } from '#server/db/database.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { insertGrant } from '#server/db/tables/grants.ts';
import { activeDemonstrationPeople, insertPerson } from '#server/db/tables/people.ts';
import { firstVillage, villageOfMostPatches } from '#server/db/tables/regions.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { actingAs } from '#server/people/acting-as.ts';

/** 示例人物（虚构）: invented people who sign in by one click, on this machine only, over the demonstration area only. They have no password. */
const cast: readonly { readonly username: string; readonly name: string; readonly role: RoleId }[] = [
  { username: 'demo-inspector', name: '示例 王所员', role: 'inspector' },
  { username: 'demo-planner', name: '示例 李规划', role: 'planner' },
  { username: 'demo-field', name: '示例 赵外业', role: 'field' },
  { username: 'demo-grid', name: '示例 刘网格', role: 'field' },
  { username: 'demo-leader', name: '示例 陈镇长', role: 'leader' },
  { username: 'demo-system', name: '示例 孙系统', role: 'system' },
  { username: 'demo-security', name: '示例 周安全', role: 'security' },
  { username: 'demo-audit', name: '示例 吴审计', role: 'audit' },
];

/** Whether a username is one of the cast. */
export function isInCast(username: string): boolean {
  return cast.some((person) => person.username === username);
}

/** Makes the demonstration people that are missing, where the database holds the demonstration area; false where it does not. */
export async function ensureDemonstrationPeople(db: Database): Promise<boolean> {
  const setting = await workspaceSetting(db);
  if (!setting.demonstration) return false;
  await actingAs(db, null, null, async (tx) => {
    // Who works outdoors belongs to one village: the first, or for the grid person the one that holds most patches; the others to the whole area.
    const village = (await firstVillage(tx, setting.region)) ?? setting.region;
    const grid = (await villageOfMostPatches(tx, setting.region)) ?? village;
    for (const person of cast) {
      const outdoors = person.username === 'demo-grid' ? grid : village;
      await ensure(tx, person, person.role === 'field' ? outdoors : setting.region);
    }
  });
  return true;
}

async function ensure(tx: Queryable, { username, name, role }: (typeof cast)[number], region: string) {
  const personId = await insertPerson(tx, {
    username,
    name,
    state: 'active',
    demonstration: true,
    createdBy: null,
  });
  if (!personId) return;
  const regionCode = isAdministrator(role) ? '' : region;
  await insertGrant(tx, { personId, role, regionCode, grantedBy: null });
  await recordAct(tx, {
    action: 'person.add',
    subject: username,
    detail: { demonstration: true, role, regionCode },
  });
}

/** The cards of the sign-in page, of those who may sign in. */
export async function demonstrationCards(db: Queryable): Promise<Session['demonstration']> {
  const { demonstration } = await workspaceSetting(db);
  if (!demonstration) return [];
  const active = new Set(await activeDemonstrationPeople(db));
  return cast.filter(({ username }) => active.has(username)).map((person) => ({ ...person }));
}
