import { layerById } from '#core/catalog/index.ts';
import { farmlandClasses } from '#core/targets/farmland.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { GRID, startsWith } from '#server/db/sql.ts';
import { momentValues, rowsAt } from '#server/db/tables/as-of.ts';

const regions = layerById('regions');
const land = layerById('land_parcels');
const conversions = layerById('conversion_parcels');
const batches = layerById('conversion_batches');
const greens = layerById('green_plans');

/** 下级地区: the regions right below one, by code. */
export function regionsBelow(
  db: Queryable,
  code: string,
  moments: Moments | null,
): Promise<{ code: string; name: string }[]> {
  return db.query(
    `select code, name from ${rowsAt(regions, 'r', moments, 2)} where rpad(parent_code, 12, '0') = rpad($1, 12, '0') order by code`,
    [code, ...momentValues(moments)],
  );
}

/** 有数据的年份: the years at whose end there were land parcels in a region, as far as is known now; the running year is not over. */
export async function surveyYears(db: Queryable, prefix: string): Promise<number[]> {
  const [row] = await db.query<{ first: number | null; last: number }>(
    `select extract(year from min(lower(valid_during)) at time zone 'Asia/Shanghai')::integer as first,
       extract(year from (select last from gengjie.clock) at time zone 'Asia/Shanghai')::integer - 1 as last
     from gengjie.land_parcels f where upper_inf(known_during) and ${startsWith('f.region_code', '$1')}`,
    [prefix],
  );
  if (!row || row.first === null) return [];
  const years = Array.from({ length: Math.max(0, row.last - row.first + 1) }, (_, i) => row.first! + i);
  return years.slice(-mostYears);
}

const mostYears = 12;

/** What plans of one year and kind take from the farmland of a region, m². */
export interface PlannedLoss {
  readonly year: number;
  readonly kind: 'conversion' | 'green';
  readonly lost: number;
}

/**
 * 计划占用: farmland under conversions that are not carried out and green plans that are not finished, by year. Ground under several plans is taken
 * once, by the earliest; of a year by the conversion. A parcel's class area goes in proportion to the ellipsoidal area, to 0.01 m².
 *
 * @param year for plans that name none
 */
export function plannedLosses(
  db: Queryable,
  prefix: string,
  year: number,
  moments: Moments | null,
): Promise<PlannedLoss[]> {
  return db.query(
    `with plan as (
       select 'conversion' as kind, coalesce(extract(year from b.submitted_on)::integer, $2::integer) as year, c.geom
       from ${rowsAt(conversions, 'c', moments, 4)}
       left join lateral (select b.submitted_on from ${rowsAt(batches, 'b', moments, 4)}
         where b.batch_number = c.batch_number order by b.id limit 1) b on true
       where c.status <> 'carried-out' and ${startsWith('c.region_code', '$1')}
       union all
       select 'green', g.plan_year, g.geom from ${rowsAt(greens, 'g', moments, 4)}
       where coalesce(g.status, 'planned') not in ('completed', 'accepted') and ${startsWith('g.region_code', '$1')}
     ), piece as materialized (
       select p.kind, p.year, dense_rank() over (order by p.year, p.kind) as rank, l.id, l.class_area, l.whole, l.piece
       from plan p, lateral (
         select f.id, f.class_area::numeric as class_area, f.area_square_meters as whole,
           st_collectionextract(st_intersection(f.geom, p.geom), 3) as piece
         from ${rowsAt(land, 'f', moments, 4)}
         where f.land_class_scheme = 'sandiao' and f.land_class = any ($3::text[]) and ${startsWith('f.region_code', '$1')}
           and f.geom && p.geom and st_intersects(f.geom, p.geom) offset 0) l
       where not st_isempty(l.piece)
     ), taken as (
       select s.kind, s.year, s.rank, s.id, round(max(s.class_area) * least(1, (
         select st_area(st_union(t.piece, ${GRID})::geography) from piece t where t.id = s.id and t.rank <= s.rank) / max(s.whole))::numeric, 2) as so_far
       from piece s group by s.kind, s.year, s.rank, s.id
     )
     select kind, year, sum(lost) as lost from (
       select kind, year, so_far - coalesce(lag(so_far) over (partition by id order by rank), 0) as lost from taken) x
     group by year, kind order by year, kind`,
    [prefix, year, farmlandClasses.map(({ code }) => code), ...momentValues(moments)],
  );
}
