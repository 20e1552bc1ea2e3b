import { layerById } from '#core/catalog/index.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Movement } from '#core/contract/indicators.ts';
import type { Cause } from '#core/contract/versions.ts';
import type { Queryable } from '#server/db/database.ts';
import { quoteIdentifier } from '#server/db/sql.ts';
import { rowsAt, utcText } from '#server/db/tables/as-of.ts';
import { isRegion, tableOf } from '#server/db/tables/columns.ts';
import { countedRows, type MeasureQuestion, Values } from '#server/db/tables/measure-formula.ts';

export interface Moves {
  readonly causes: readonly { cause: Cause; change: number; rowCount: number }[];
  /** Largest first, one more than asked for when there are more. */
  readonly rows: Movement['rows'];
}

const regions = layerById('regions');

/**
 * 变动: every row that moved a figure from instant `a` to instant `b`, both axes alike. First what is known at `b` of `a` and was not known then: corrections;
 * then, as known at `b`, every change of state on the ground after `a`, with the cause of the version that begins it. Each is a difference of
 * the same rounded values the figure sums, so they add up exactly.
 */
export async function movesBetween(
  db: Queryable,
  question: Omit<MeasureQuestion, 'moments'>,
  [a, b]: readonly [string, string],
  limit: number,
): Promise<Moves> {
  const values = new Values();
  const layer = layerById(question.formula.layer);
  const { overlay, minus } = question.formula;
  const instants = { a: `${values.add(a)}::timestamptz`, b: `${values.add(b)}::timestamptz` };
  const moves =
    overlay || minus
      ? netMoves({ question, layer, values, a, b, instants })
      : stateMoves({ question, layer, values, a, b, instants });
  const at = values.moments({ asOf: b, knownAt: b });
  const [row] = await db.query<{ causes: Moves['causes'] | null; rows: Movement['rows'] | null }>(
    `with ${moves}, shown as (select m.* from moves m where m.change <> 0 order by abs(m.change) desc, m.id, m.version_id limit ${values.add(limit)})
     select (select jsonb_agg(jsonb_build_object('cause', c.cause, 'change', c.change, 'rowCount', c.rows) order by c.cause)
         from (select cause, sum(change) as change, count(*) as rows from moves where change <> 0 group by cause) c) as causes,
       (select jsonb_agg(to_jsonb(s) order by abs(s.change) desc, s.id, s."validFrom") from (
         select h.layer, h.id, coalesce(f.${quoteIdentifier(layer.labelField)}::text, '') as label, f.region_code as "regionCode",
           coalesce(r.name, f.region_code) as "regionName", h.cause, h.change, ${utcText('h.at')} as "validFrom",
           ${utcText('lower(f.known_during)')} as "knownFrom",
           case when f.changed_by is not null then coalesce(gengjie.name_of(f.changed_by), '') end as "changedBy",
           f.change_reason as reason, f.change_document as document
         from shown h join ${tableOf(layer)} f on f.version_id = h.version_id
         left join ${rowsAt(regions, 'r', { asOf: b, knownAt: b }, at)} on ${isRegion('r.code', 'f.region_code')}) s) as rows
     from (values (1)) v`,
    values.list,
  );
  return { causes: row?.causes ?? [], rows: row?.rows ?? [] };
}

interface Wanted {
  readonly question: Omit<MeasureQuestion, 'moments'>;
  readonly layer: LayerDefinition;
  readonly values: Values;
  readonly a: string;
  readonly b: string;
  /** Placeholders of the two instants. */
  readonly instants: { readonly a: string; readonly b: string };
}

/**
 * SQL of the cause for which a state began, of version `v`: that of the newest version that begins there and names one; without any as it
 * first became known: surveyed anew by an import, else corrected.
 */
function beginningCause(layer: LayerDefinition, known: string): string {
  const begins = `from ${tableOf(layer)} o where o.id = v.id and lower(o.valid_during) = lower(v.valid_during) and lower(o.known_during) <= ${known}`;
  return `coalesce((select o.change_cause ${begins} and o.change_kind <> 'withdraw' and o.change_cause is not null
      order by o.known_during desc, o.version_id desc limit 1),
    (select case when o.change_kind in ('import', 'seed') then 'resurveyed' else 'corrected' end ${begins}
      order by lower(o.known_during), o.version_id limit 1))`;
}

/** The versions of one layer, state by state. */
function stateMoves({ question, layer, values, instants: { a, b } }: Wanted): string {
  const part = (where: string) => `(select * from ${tableOf(layer)} where ${where}) f`;
  const asked = { ...question, moments: null };
  const only = (known: string, unknown: string) =>
    countedRows(
      asked,
      values,
      part(`valid_during @> ${a} and known_during @> ${known} and not known_during @> ${unknown}`),
    );
  const changed = `known_during @> ${b} and valid_during && tstzrange(${a}, ${b}, '[]')
    and (lower(valid_during) > ${a} or upper(valid_during) <= ${b})`;
  return `was as (select * from ${only(a, b)} x), is_now as (select * from ${only(b, a)} x),
    corrected as (
      select coalesce(n.id, w.id) as id, coalesce(n.version_id, w.version_id) as version_id,
        coalesce(n.valid_from, w.valid_from) as at, coalesce(n.value, 0) - coalesce(w.value, 0) as change
      from was w full join is_now n on n.id = w.id),
    changed as materialized (
      select v.id, v.version_id, v.valid_during, v.known_during, v.change_kind, v.change_cause, coalesce(c.value, 0) as value
      from ${tableOf(layer)} v left join ${countedRows(asked, values, part(changed))} c on c.version_id = v.version_id
      where ${changed.replaceAll(/\b(known_during|valid_during)\b/g, 'v.$1')}),
    begun as (
      select v.id, v.version_id, lower(v.valid_during) as at, v.value - coalesce(p.value, 0) as change, ${beginningCause(layer, b)} as cause
      from changed v left join changed p on p.id = v.id and upper(p.valid_during) = lower(v.valid_during)
      where lower(v.valid_during) > ${a} and v.value <> coalesce(p.value, 0)),
    ended as (
      select v.id, v.version_id, upper(v.valid_during) as at, -v.value as change,
        coalesce(case when v.change_kind = 'withdraw' then v.change_cause end, 'corrected') as cause
      from changed v
      where upper(v.valid_during) <= ${b}
        and not exists (select from changed n where n.id = v.id and lower(n.valid_during) = upper(v.valid_during))),
    moves as materialized (
      select '${layer.id}' as layer, id, version_id, at, change, 'corrected'::text as cause from corrected
      union all select '${layer.id}', id, version_id, at, change, cause from begun
      union all select '${layer.id}', id, version_id, at, change, cause from ended)`;
}

/** Formulas that cut with another layer or take away: what each row came to at the one moment and at the other. */
function netMoves({ question, layer, values, a: from, b: to, instants: { a, b } }: Wanted): string {
  const at = (asOf: string, knownAt: string) =>
    countedRows({ ...question, moments: { asOf, knownAt } }, values);
  const difference = (before: string, after: string) =>
    `select coalesce(n.layer, w.layer) as layer, coalesce(n.id, w.id) as id, coalesce(n.version_id, w.version_id) as version_id,
       coalesce(n.valid_from, w.valid_from) as at, coalesce(n.value, 0) - coalesce(w.value, 0) as change
     from ${before} w full join ${after} n on (n.layer, n.id) = (w.layer, w.id)`;
  return `first as materialized (select * from ${at(from, from)} x), known as materialized (select * from ${at(from, to)} x),
    last as materialized (select * from ${at(to, to)} x),
    moves as materialized (
      select d.*, 'corrected'::text as cause from (${difference('first', 'known')}) d
      union all
      select d.*, coalesce((
          select ${beginningCause(layer, b)} from ${tableOf(layer)} v
          where v.id = d.id and v.known_during @> ${b} and lower(v.valid_during) > ${a} and lower(v.valid_during) <= ${b}
          order by lower(v.valid_during) desc limit 1), 'corrected')
      from (${difference('known', 'last')}) d)`;
}
