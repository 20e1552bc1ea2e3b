import type { Queryable } from '#server/db/database.ts';

/**
 * 审计链的一环, every column as text, as it is stored. Only PostgreSQL's own functions touch the columns: `audit_text` of this schema
 * may have been replaced by who could change the rows.
 */
export interface LinkRow {
  readonly seq: number;
  /** UTC with microseconds, e.g. `2026-11-22T01:02:03.000004Z`. */
  readonly at: string;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly action: string;
  readonly outcome: string;
  readonly layer: string | null;
  readonly subject: string | null;
  readonly regionCode: string | null;
  readonly address: string | null;
  readonly requestId: string | null;
  /** The jsonb as PostgreSQL prints it. */
  readonly detail: string;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

/** Links in the order of their numbers, above `after` up to `last`. */
export function auditLinks(db: Queryable, after: number, last: number, limit: number): Promise<LinkRow[]> {
  return db.query<LinkRow>(
    `select seq, pg_catalog.to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, person_id::text as "personId",
       person_name as "personName", action, outcome, layer, subject, region_code as "regionCode", address,
       request_id as "requestId", detail::text as detail, previous_hash as "previousHash", hash
     from gengjie.audit_log where seq > $1 and seq <= $2 order by seq limit $3`,
    [after, last, limit],
  );
}

export interface ChainEnds {
  /** What the head says is the newest link; null when the head itself is gone. */
  readonly head: { readonly seq: number; readonly hash: Buffer } | null;
  /** Smallest and greatest number in the log; null when it is empty. */
  readonly first: number | null;
  readonly last: number | null;
}

/** Head and ends of the chain at one moment. */
export async function chainEnds(db: Queryable): Promise<ChainEnds> {
  const [row] = await db.query<{
    seq: number | null;
    hash: Buffer | null;
    first: number | null;
    last: number | null;
  }>(
    `select h.seq, h.hash, l.first, l.last
     from (select min(seq) as first, max(seq) as last from gengjie.audit_log) l left join gengjie.audit_head h on true`,
  );
  const { seq = null, hash = null, first = null, last = null } = row ?? {};
  return { head: seq === null || hash === null ? null : { seq, hash }, first, last };
}
