import type { RoleId } from '#core/rights/roles.ts';
import type { Queryable } from '#server/db/database.ts';

/** 授权: gives a role inside a region (`''` for administrators). Throws on `person_roles_held` and on `person_roles_administrators_apart`. */
export async function insertGrant(
  tx: Queryable,
  grant: {
    readonly personId: string;
    readonly role: RoleId;
    readonly regionCode: string;
    readonly grantedBy: string | null;
  },
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into gengjie.person_roles (person_id, role, region_code, granted_by) values ($1, $2, $3, $4) returning id`,
    [grant.personId, grant.role, grant.regionCode, grant.grantedBy],
  );
  return row?.id ?? Number.NaN;
}

/** Withdraws a grant of the person; undefined when they do not hold it. */
export async function revokeGrant(
  tx: Queryable,
  grant: { readonly id: number; readonly personId: string; readonly revokedBy: string | null },
): Promise<{ role: RoleId; regionCode: string } | undefined> {
  const [row] = await tx.query<{ role: RoleId; regionCode: string }>(
    `update gengjie.person_roles set revoked_at = clock_timestamp(), revoked_by = $3
     where id = $1 and person_id = $2 and revoked_at is null returning role, region_code as "regionCode"`,
    [grant.id, grant.personId, grant.revokedBy],
  );
  return row;
}

/** From here to the end of the transaction nobody else changes who holds which role, or whether an administrator may sign in. */
export async function lockGrants(tx: Queryable): Promise<void> {
  await tx.query('lock table gengjie.person_roles in share row exclusive mode');
}

/** 空缺: security and audit administrators that were never appointed among real, or among demonstration people. */
export async function vacantRoles(db: Queryable, demonstration: boolean): Promise<('security' | 'audit')[]> {
  const rows = await db.query<{ role: 'security' | 'audit' }>(
    `select role from unnest(array['security', 'audit']) role
     where not exists (select from gengjie.person_roles g join gengjie.people p on p.id = g.person_id
       where g.role = role.role and p.demonstration = $1) order by role desc`,
    [demonstration],
  );
  return rows.map(({ role }) => role);
}

/** Whether nobody else who may sign in holds a role of system or security administrator that this person holds. */
export async function isLastAdministrator(db: Queryable, personId: string): Promise<boolean> {
  const [row] = await db.query<{ last: boolean }>(
    `select exists (
       select from gengjie.people p join gengjie.person_roles g on g.person_id = p.id and g.revoked_at is null
       where p.id = $1 and p.state = 'active' and g.role in ('system', 'security') and not exists (
         select from gengjie.people o join gengjie.person_roles h on h.person_id = o.id and h.revoked_at is null
         where o.id <> p.id and o.state = 'active' and h.role = g.role and (p.demonstration or not o.demonstration))) as last`,
    [personId],
  );
  return row?.last ?? false;
}

/** Real people who are, or are about to be, system administrators; who may sign in already first. */
export function systemAdministrators(
  db: Queryable,
): Promise<{ id: string; username: string; state: 'invited' | 'active' }[]> {
  return db.query(
    `select p.id, p.username, p.state from gengjie.people p
     join gengjie.person_roles g on g.person_id = p.id and g.role = 'system' and g.revoked_at is null
     where not p.demonstration and p.state <> 'disabled' order by p.state, p.created_at, p.id`,
  );
}

/** What a person holds now: role and region. */
export function grantsOf(tx: Queryable, personId: string): Promise<{ role: RoleId; regionCode: string }[]> {
  return tx.query(
    `select role, region_code as "regionCode" from gengjie.person_roles where person_id = $1::uuid and revoked_at is null`,
    [personId],
  );
}
