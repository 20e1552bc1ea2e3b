import type { Queryable } from '#server/db/database.ts';
import { standing } from '#server/db/tables/people.ts';

/** 当前版本: of every layer, and the number of the newest operation on a patch that was kept. */
export interface LiveState {
  readonly layers: Readonly<Record<string, number>>;
  readonly seq: number;
}

export async function liveState(db: Queryable): Promise<LiveState> {
  const [row] = await db.query<LiveState>(
    `select (select coalesce(jsonb_object_agg(layer, version), '{}') from gengjie.layer_versions) as layers,
       (select coalesce(max(changed_seq), 0) from gengjie.patch_dossiers) as seq`,
  );
  return row!;
}

/** Of these sessions and tokens those that are still good, with the grants their people hold. Asking is not using: nobody stays signed in by it. */
export async function stillGood(
  db: Queryable,
  { sessions, tokens }: { readonly sessions: readonly string[]; readonly tokens: readonly string[] },
  idleMinutes: number,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ key: string; grants: string }>(
    `select 'session/' || s.id as key, p.held_grants as grants from gengjie.sessions s join gengjie.people p on p.id = s.person_id
     where s.id::text = any ($1::text[]) and s.ended_at is null and p.state = 'active' and ${standing}
       and clock_timestamp() < s.ends_at and clock_timestamp() < s.seen_at + $3::double precision * interval '1 minute'
     union all
     select 'token/' || t.id, p.held_grants from gengjie.tokens t join gengjie.people p on p.id = t.person_id
     where t.id::text = any ($2::text[]) and t.revoked_at is null and clock_timestamp() < t.expires_at and p.state = 'active' and ${standing}`,
    [sessions, tokens, idleMinutes],
  );
  return new Map(rows.map(({ key, grants }) => [key, grants]));
}
