import type { Queryable } from '#server/db/database.ts';

/**
 * 记录人: SQL of an object, by person, of the regions (prefixes of their codes) in which they may work on patches or once might: who has left
 * meanwhile made what they made. For the owner.
 *
 * @param people SQL of a list of ids
 */
export function makersIn(people: string): string {
  return `(select coalesce(jsonb_object_agg(m.person_id, m.prefixes), '{}') from (
      select g.person_id, jsonb_agg(distinct g.prefix) as prefixes from gengjie.person_roles g
      where g.person_id = any (array(${people})) and exists (select 1 from gengjie.role_rights r
        where r.role = g.role and r.subject = 'patches' and r.action in ('add', 'edit_attributes', 'review'))
      group by g.person_id) m)`;
}

/** Whether a person works on patches of a region, or once did. For the owner. */
export async function madeIn(tx: Queryable, person: string, regionCode: string): Promise<boolean> {
  const [row] = await tx.query<{ makers: Record<string, string[]> }>(
    `select ${makersIn('select $1::uuid')} as makers`,
    [person],
  );
  return row!.makers[person]?.some((prefix) => regionCode.startsWith(prefix)) ?? false;
}
