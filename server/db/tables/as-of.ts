import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Queryable } from '#server/db/database.ts';
import { instantOf, type Moments } from '#server/db/moments.ts';
import { quoteIdentifier } from '#server/db/sql.ts';
import { tableOf } from '#server/db/tables/columns.ts';

/** What the contract's `asOfQuery` gives. */
export interface MomentQuery {
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
}

/**
 * 时点: the two instants a question is about. `asOf` alone sets both axes; `knownAt` alone is what was known then of what is true now.
 * Nothing later than the newest change is asked for, so that the same instants give the same answer for ever.
 *
 * @returns null when the question is about now
 */
export async function momentsOf(db: Queryable, query: MomentQuery): Promise<Moments | null> {
  return query.asOf === undefined && query.knownAt === undefined ? null : resolvedMoments(db, query);
}

/** As {@link momentsOf}; now is the newest change. */
export async function resolvedMoments(db: Queryable, { asOf, knownAt }: MomentQuery): Promise<Moments> {
  const v = asOf === undefined ? null : instantOf(asOf, 'end');
  const k = knownAt === undefined ? v : instantOf(knownAt, 'end');
  const [row] = await db.query<Moments>(
    `select ${utcText('least($1::timestamptz, c.last)')} as "asOf", ${utcText('least($2::timestamptz, c.last)')} as "knownAt"
     from gengjie.clock c`,
    [v, k],
  );
  return row!;
}

/** SQL of an instant as UTC text with microseconds, the form of {@link Moments}. */
export function utcText(expression: string): string {
  return `to_char((${expression}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/**
 * 时点的行: the FROM item of a layer's rows, in force now or as of a moment. Under the alias every column of the table is there, and each
 * feature at most once. Current and past rows are asked for apart, since each has indexes of its own.
 *
 * ```ts
 * const at = momentValues(moments); // goes behind the statement's own values
 * db.query(`select f.id from ${rowsAt(layer, 'f', moments, 3)} where f.id > $1 limit $2`, [after, limit, ...at]);
 * ```
 *
 * @param first number of the placeholder that takes `asOf`; `knownAt` is the one after it
 */
export function rowsAt(
  layer: LayerDefinition,
  alias: string,
  moments: Moments | null,
  first: number,
): string {
  return rowsOf(tableOf(layer), alias, moments, first);
}

/** {@link rowsAt} for a table beside the layers that has both axes. */
export function tableRowsAt(table: 'targets', alias: string, moments: Moments | null, first: number): string {
  return rowsOf(quoteIdentifier(`gengjie.${table}`), alias, moments, first);
}

/** The values of the placeholders of {@link rowsAt}. */
export function momentValues(moments: Moments | null): string[] {
  return moments ? [moments.asOf, moments.knownAt] : [];
}

function rowsOf(table: string, alias: string, moments: Moments | null, first: number): string {
  const name = quoteIdentifier(alias);
  if (!moments) return `(select * from ${table} where in_force) ${name}`;
  const part = (which: string) =>
    `select * from ${table} where ${which} and valid_during @> $${first}::timestamptz and known_during @> $${first + 1}::timestamptz`;
  return `(${part('in_force')} union all ${part('not in_force')}) ${name}`;
}
