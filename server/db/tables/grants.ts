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
