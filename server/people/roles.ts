import type { Person } from '#core/contract/people.ts';
import { isAdministrator, type RoleId, rolesExclude } from '#core/rights/roles.ts';
import { administratorRole } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import { DatabaseError, type Queryable } from '#server/db/database.ts';
import { type Act, recordAct } from '#server/db/tables/audit.ts';
import {
  insertGrant,
  isLastAdministrator,
  lockGrants,
  revokeGrant,
  vacantRoles,
} from '#server/db/tables/grants.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import { actingAs, refuse } from '#server/people/acting-as.ts';
import { type Administering, found } from '#server/people/administration.ts';
import {
  lastAdministrator,
  personNotFound,
  regionNotNeeded,
  regionRequired,
  roleHeld,
  rolesExcluded,
} from '#server/people/problems.ts';

interface RoleWish {
  readonly role: RoleId;
  readonly regionCode?: string | undefined;
}

/**
 * 授予角色. The security administrator gives every role but to themselves; the system administrator appoints the first security and the first
 * audit administrator and nobody else.
 *
 * @throws Problem `not-allowed`, `person-not-found`, `region-required`, `roles-exclude`, `role-held`
 */
export async function grantRole(
  { db, actor, origin }: Administering,
  personId: string,
  { role, regionCode = '' }: RoleWish,
): Promise<Person> {
  const { username, grants } = await found(db, actor, personId);
  const act: Act = {
    action: 'role.grant',
    subject: username,
    ...(regionCode === '' ? {} : { regionCode }),
    detail: { role },
  };
  if (personId === actor.id) return refuse(db, actor, origin, act, notAllowed(notYourself));
  if (rolesExclude([role, ...grants.map((grant) => grant.role)])) throw rolesExcluded();
  await checkRegion(db, role, regionCode);
  try {
    const done = await actingAs(db, actor, origin, async (tx) => {
      await lockGrants(tx);
      if (!(await mayGrant(tx, actor, role))) return false;
      await insertGrant(tx, { personId, role, regionCode, grantedBy: actor.id });
      await recordAct(tx, act);
      return true;
    });
    if (!done) await refuse(db, actor, origin, act, notAllowed(securityGrants));
  } catch (error) {
    throw grantProblem(error);
  }
  return found(db, actor, personId);
}

/**
 * 收回角色.
 *
 * @throws Problem `not-allowed`, `person-not-found`, `last-administrator`
 */
export async function revokeRole(
  { db, actor, origin }: Administering,
  personId: string,
  grantId: number,
): Promise<Person> {
  const { username } = await found(db, actor, personId);
  const act: Act = { action: 'role.revoke', subject: username, detail: { grant: grantId } };
  if (personId === actor.id) return refuse(db, actor, origin, act, notAllowed(notYourself));
  await actingAs(db, actor, origin, async (tx) => {
    await lockGrants(tx);
    const isLast = await isLastAdministrator(tx, personId);
    const revoked = await revokeGrant(tx, { id: grantId, personId, revokedBy: actor.id });
    if (!revoked) throw personNotFound();
    const { role, regionCode } = revoked;
    if (isLast && isAdministrator(role)) throw lastAdministrator();
    await recordAct(tx, {
      ...act,
      ...(regionCode === '' ? {} : { regionCode }),
      detail: { grant: grantId, role },
    });
  });
  return found(db, actor, personId);
}

async function mayGrant(tx: Queryable, actor: Administering['actor'], role: RoleId): Promise<boolean> {
  const own = administratorRole(actor);
  if (own === 'security') return true;
  return own === 'system' && (await vacantRoles(tx, actor.demonstration)).some((vacant) => vacant === role);
}

async function checkRegion(db: Queryable, role: RoleId, regionCode: string): Promise<void> {
  if (isAdministrator(role)) {
    if (regionCode !== '') throw regionNotNeeded();
    return;
  }
  if (regionCode === '' || !(await regionByCode(db, regionCode))) throw regionRequired(regionCode);
}

/** What the database refused, in words; a rule that two requests at the same moment cannot break together. */
function grantProblem(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error;
  if (error.constraint === 'person_roles_held') return roleHeld();
  return error.constraint === 'person_roles_administrators_apart' ? rolesExcluded() : error;
}

const notYourself = {
  zh: '任何人不得变更自己的角色，未作任何改动。',
  en: 'Nobody changes their own roles; nothing was changed.',
};

const securityGrants = {
  zh: '角色由安全管理员授予；系统管理员只能任命首位安全管理员和首位审计管理员。',
  en: 'Roles are given by the security administrator; the system administrator appoints only the first security and audit administrators.',
};
