import type { AuditEntry } from '#core/contract/audit.ts';
import type { Queryable } from '#server/db/database.ts';

/** What to look for in the audit log; days are days in China, both ends included. */
export interface AuditFilter {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Part of the name or the username, in any case. */
  readonly person?: string | undefined;
  /** An action or the beginning of one. */
  readonly action?: string | undefined;
  readonly layer?: string | undefined;
  readonly outcome?: 'done' | 'refused' | undefined;
}

interface EntryRow extends Omit<AuditEntry, 'person'> {
  readonly personId: string | null;
  readonly personName: string | null;
}

/** 审计日志, newest first: entries numbered below `before`. Asked page by page, so that no reader holds a transaction open. */
export async function auditEntries(
  db: Queryable,
  { from, to, person, action, layer, outcome }: AuditFilter,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<AuditEntry[]> {
  const rows = await db.query<EntryRow>(
    `select seq, at, person_id as "personId", person_name as "personName", action, outcome, layer, subject,
       region_code as "regionCode", address, request_id as "requestId", detail, encode(hash, 'hex') as hash
     from gengjie.audit_log
     where ($1::bigint is null or seq < $1::bigint)
       and ($2::date is null or at >= $2::date::timestamp at time zone interval '8 hours')
       and ($3::date is null or at < ($3::date + 1)::timestamp at time zone interval '8 hours')
       and ($4::text is null or position(lower($4::text) in lower(person_name)) > 0)
       and ($5::text is null or starts_with(action, $5::text))
       and ($6::text is null or layer = $6::text)
       and ($7::text is null or outcome = $7::text)
     order by seq desc limit $8`,
    [
      before ?? null,
      from ?? null,
      to ?? null,
      person ?? null,
      action ?? null,
      layer ?? null,
      outcome ?? null,
      limit,
    ],
  );
  return rows.map(({ personId, personName, ...entry }) => ({
    ...entry,
    person: personId === null ? null : { id: personId, name: personName ?? '' },
  }));
}

/** Number of the newest entry; 0 when there is none. */
export async function lastAuditSeq(db: Queryable): Promise<number> {
  const [row] = await db.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from gengjie.audit_log');
  return row?.seq ?? 0;
}

/** Actions that occur, in order. Steps from one to the next in the index: a log of millions answers as fast as a short one. */
export async function auditActions(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ action: string }>(
    `with recursive step as (
       (select action from gengjie.audit_log order by action using ~<~ limit 1)
       union all
       select (select l.action from gengjie.audit_log l where l.action ~>~ s.action order by l.action using ~<~ limit 1)
       from step s where s.action is not null)
     select action from step where action is not null order by action`,
  );
  return rows.map(({ action }) => action);
}
