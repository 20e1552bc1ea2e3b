import { layerById } from '#core/catalog/index.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { momentValues, rowsAt } from '#server/db/tables/as-of.ts';
import { tableOf } from '#server/db/tables/columns.ts';

const land = layerById('land_parcels');
const permanent = layerById('permanent_farmland');

/** 一块套合: what one feature covers of one patch; areas in hundredths of m², ellipsoidal and after deduction. */
export interface PieceRow {
  readonly patch: number;
  readonly layer: 'land_parcels' | 'permanent_farmland';
  readonly feature: number;
  readonly code: string | null;
  readonly area: number;
  readonly signed: number;
}

/**
 * 整层套合分块: every piece that land parcels and permanent farmland of a moment cut from the patches in force now. Each patch asks the spatial index for its
 * neighbours (LATERAL with OFFSET 0: joined freely the planner takes three times as long); the outer OFFSET 0 keeps it from cutting twice, once for
 * the condition and once for the figure.
 */
export function overlayPiecesOf(db: Queryable, moments: Moments | null): Promise<PieceRow[]> {
  const piece = 'st_area(st_collectionextract(st_intersection(l.geom, f.geom), 3)::geography)';
  const part = (of: typeof land) => `
    select f.id as patch, '${of.id}' as layer, l.id as feature, case l.land_class_scheme when 'sandiao' then l.land_class end as code,
      ${piece} as area, coalesce(l.class_area, l.parcel_area, l.area_square_meters)::double precision / l.area_square_meters as share
    from (select id, geom from gengjie.patches where in_force) f cross join lateral (
      select q.id, q.geom, q.land_class, q.land_class_scheme, q.class_area, q.parcel_area, q.area_square_meters
      from ${rowsAt(of, 'q', moments, 1)} where q.geom && f.geom offset 0) l offset 0`;
  return db.query<PieceRow>(
    `select patch, layer, feature, code, round(area * 100)::bigint as area, round(area * share * 100)::bigint as signed
     from ((${part(land)}) union all (${part(permanent)})) p where area >= 0.005`,
    momentValues(moments),
  );
}

/** Labels of features that the person sees, by id. */
export async function labelsOf(
  db: Queryable,
  layer: PieceRow['layer'],
  ids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const definition = layer === 'land_parcels' ? land : permanent;
  const rows = await db.query<{ id: number; label: string }>(
    `select distinct on (f.id) f.id, coalesce(f.${definition.labelField}::text, '') as label from ${tableOf(definition)} f
     where f.id = any ($1::bigint[]) order by f.id, f.in_force desc, f.version_id desc`,
    [`{${ids.join(',')}}`],
  );
  return new Map(rows.map(({ id, label }) => [id, label]));
}

/** Ids of the patches in force. */
export async function patchesInAccount(db: Queryable): Promise<number[]> {
  const rows = await db.query<{ id: number }>('select id from gengjie.patches where in_force order by id');
  return rows.map(({ id }) => id);
}
