import { layerById } from '#core/catalog/index.ts';
import type { FieldDefinition, LayerDefinition, LayerId } from '#core/catalog/types.ts';
import type { Filter, Formula } from '#core/contract/indicators.ts';
import type { Moments } from '#server/db/moments.ts';
import { GRID, quoteIdentifier, startsWith } from '#server/db/sql.ts';
import { rowsAt } from '#server/db/tables/as-of.ts';

/** What a formula is measured for. */
export interface MeasureQuestion {
  readonly formula: Formula;
  /** Codes of the regions that count start with it. */
  readonly prefix: string;
  /** The target's year, for filters that ask for it. */
  readonly year: number;
  /** The target's place, for filters that ask for it; null: every row passes. */
  readonly place: string | null;
  readonly moments: Moments | null;
}

/** Values of a statement that is put together. */
export class Values {
  readonly list: unknown[] = [];
  readonly #moments = new Map<string, number>();

  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }

  /** Number of the placeholder of `asOf`, `knownAt` being the next one. */
  moments(moments: Moments | null): number {
    if (!moments) return 0;
    const key = `${moments.asOf}/${moments.knownAt}`;
    let first = this.#moments.get(key);
    if (first === undefined) {
      first = this.list.push(moments.asOf, moments.knownAt) - 1;
      this.#moments.set(key, first);
    }
    return first;
  }
}

/** A formula names a layer or column that the catalogue has not. */
export class FormulaFault extends Error {}

/** Layers a formula reads, its own first. */
export function layersOf(formula: Formula): LayerId[] {
  const own = [formula.layer, ...(formula.overlay ? [formula.overlay.layer] : [])];
  return [...new Set([...own, ...(formula.minus ? layersOf(formula.minus) : [])])];
}

/** The column whose value is summed, where the formula names one. */
export function valueField({ layer, value }: Formula): FieldDefinition | undefined {
  return ['signed', 'geometry', 'rows'].includes(value)
    ? undefined
    : layerById(layer).fields.find(({ name }) => name === value);
}

/**
 * 口径编译: the rows a formula counts as a SQL query `layer, id, version_id, region_code, value, area, valid_from`; `value` is rounded to 0.01, so that
 * the rows add up to the figure exactly. Identifiers come from the catalogue alone; whatever a formula holds beside them is a parameter.
 *
 * @param source FROM item with alias `f` in place of the layer's rows of the moments; for formulas of one layer only
 * @throws FormulaFault when the catalogue has no such layer or column
 */
export function countedRows(question: MeasureQuestion, values: Values, source?: string): string {
  const { formula } = question;
  const plain = partRows(question, values, source);
  if (!formula.minus) return plain;
  const minus = countedRows({ ...question, formula: formula.minus }, values);
  return `(select layer, id, max(version_id) as version_id, region_code, sum(value) as value, max(area) as area, max(valid_from) as valid_from
    from (select * from ${plain} a union all
      select layer, id, version_id, region_code, -value, area, valid_from from ${minus} b) u group by layer, id, region_code)`;
}

function partRows(question: MeasureQuestion, values: Values, source?: string): string {
  const { formula, moments } = question;
  const layer = layerOf(formula.layer);
  const rows = source ?? rowsAt(layer, 'f', moments, values.moments(moments));
  const conditions = conditionsOf(question, layer, values);
  const value = valueSql(formula, layer);
  const columns = `'${layer.id}'::text as layer, f.id, f.version_id, f.region_code`;
  const rest = 'f.area_square_meters as area, lower(f.valid_during) as valid_from';
  if (!formula.overlay) {
    return `(select ${columns}, round(${value}, 2) as value, ${rest} from ${rows} where ${conditions})`;
  }
  // Cut from the layer above, which is the smaller one; OFFSET 0 keeps the planner from turning the order round.
  const above = layerOf(formula.overlay.layer);
  const filters = formula.overlay.filters.map((filter) => filterSql(filter, above, 'o', question, values));
  const outlines = rowsAt(above, 'o', moments, values.moments(moments));
  const share =
    formula.aggregate === 'count' ? value : `(${value} * least(1, c.area / f.area_square_meters)::numeric)`;
  return `(select ${columns}, round(${share}, 2) as value, ${rest}
    from (select p.id, case when count(*) = 1 then sum(st_area(p.piece::geography)) else st_area(st_union(p.piece, ${GRID})::geography) end as area
      from ${outlines}, lateral (
        select f.id, st_collectionextract(st_intersection(f.geom, o.geom), 3) as piece from ${rows}
        where ${conditions} and f.geom && o.geom and st_intersects(f.geom, o.geom) offset 0) p
      where ${['not st_isempty(p.piece)', ...filters].join(' and ')} group by p.id) c
    join ${rows} on f.id = c.id where c.area >= 0.01)`;
}

function conditionsOf(question: MeasureQuestion, layer: LayerDefinition, values: Values): string {
  const { formula, prefix } = question;
  const field = valueField(formula);
  return [
    startsWith('f.region_code', values.add(prefix)),
    ...formula.filters.map((filter) => filterSql(filter, layer, 'f', question, values)),
    // A row that says nothing adds nothing, and is not counted as a row that does.
    ...(field ? [`f.${quoteIdentifier(field.name)} is not null`] : []),
  ].join(' and ');
}

/** SQL (numeric) of what a row adds; alias `f`. */
function valueSql(formula: Formula, layer: LayerDefinition): string {
  const column = (name: string) => `f.${quoteIdentifier(name)}::numeric`;
  const geometry = 'f.area_square_meters::numeric';
  if (formula.aggregate === 'count' || formula.value === 'rows') return '1::numeric';
  if (formula.value === 'geometry') return geometry;
  if (formula.value === 'signed') {
    if (layer.fields.some(({ name }) => name === 'class_area')) return `coalesce(${column('class_area')}, 0)`;
    return layer.areaField ? `coalesce(${column(layer.areaField)}, ${geometry})` : geometry;
  }
  const field = fieldOf(layer, formula.value);
  if (!numeric.has(field.type)) throw new FormulaFault(`${layer.id}.${field.name} is no number`);
  return column(field.name);
}

const numeric = new Set(['integer', 'number', 'area', 'ratio', 'money']);

function filterSql(
  filter: Filter,
  layer: LayerDefinition,
  alias: string,
  { year, place }: MeasureQuestion,
  values: Values,
): string {
  const field = fieldOf(layer, filter.field);
  const column = `${alias}.${quoteIdentifier(field.name)}`;
  if ('year' in filter) {
    const own = field.type === 'date' ? `extract(year from ${column})` : column;
    return `${own}::integer ${filter.year} ${values.add(year)}::integer`;
  }
  if ('holdsPlace' in filter) {
    const wanted = values.add(place);
    return `(${wanted}::text is null or position(${wanted}::text in ${column}::text) > 0)`;
  }
  if ('atLeast' in filter) return `${column} >= ${values.add(filter.atLeast)}::numeric`;
  if ('atMost' in filter) return `${column} <= ${values.add(filter.atMost)}::numeric`;
  const type = numeric.has(field.type) ? 'numeric' : 'text';
  const list = 'in' in filter ? filter.in : filter.notIn;
  if (type === 'numeric' && list.some((value) => !Number.isFinite(Number(value)))) {
    throw new FormulaFault(`${layer.id}.${field.name} is a number`);
  }
  const among = `${column}::${type} = any (${values.add(list.map(String))}::${type}[])`;
  return 'in' in filter ? among : `coalesce(not ${among}, true)`;
}

function layerOf(id: LayerId): LayerDefinition {
  const layer = layerById(id as string);
  if (!layer) throw new FormulaFault(`no layer ${id}`);
  return layer;
}

function fieldOf(layer: LayerDefinition, name: string): FieldDefinition {
  const field = layer.fields.find((one) => one.name === name);
  if (!field || field.personal) throw new FormulaFault(`no field ${layer.id}.${name}`);
  return field;
}
