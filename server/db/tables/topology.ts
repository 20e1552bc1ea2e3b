import type { MultiPolygon } from 'geojson';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Bounds } from '#core/contract/shared.ts';
import { OUTLINES_LIMIT, type Outlined } from '#core/contract/topology.ts';
import type { Finding } from '#core/finding.ts';
import { hasField } from '#core/imports/field-mapping.ts';
import type { Queryable } from '#server/db/database.ts';
import { GRID, quoteIdentifier, startsWith } from '#server/db/sql.ts';
import { tableOf } from '#server/db/tables/columns.ts';

/** 视野内图形: outlines in force that meet the box, at the precision they are stored in; nothing when there are too many. */
export async function outlinesIn(
  db: Queryable,
  layers: readonly LayerDefinition[],
  bounds: Bounds,
): Promise<{ outlines: Outlined[]; truncated: boolean }> {
  const outlines: Outlined[] = [];
  const box = 'st_makeenvelope($1, $2, $3, $4, 4490)';
  let points = 0;
  for (const layer of layers) {
    const rows = await db.query<Outlined & { points: number; geometry: string }>(
      `select '${layer.id}' as layer, f.id, f.version_id as "versionId",
         coalesce(f.${quoteIdentifier(layer.labelField)}::text, '') as label, f.region_code as "regionCode",
         ${hasField(layer, 'land_class') ? `f.land_class_scheme || '@' || f.land_class_version || ' ' || f.land_class` : 'null::text'} as "landClass",
         st_npoints(f.geom) as points, st_asgeojson(f.geom, 15, 0) as geometry
       from ${tableOf(layer)} f where f.in_force and f.geom && ${box}
       order by f.id limit ${OUTLINES_LIMIT.features + 1}`,
      bounds,
    );
    for (const { geometry, points: own, ...row } of rows) {
      points += own;
      if (outlines.length >= OUTLINES_LIMIT.features || points > OUTLINES_LIMIT.points) {
        return { outlines, truncated: true };
      }
      outlines.push({ ...row, coordinates: (JSON.parse(geometry) as MultiPolygon).coordinates });
    }
  }
  return { outlines, truncated: false };
}

/** An outline that would take the place of a version's, or be new. */
export interface ChangedOutline {
  readonly id: number;
  /** null: a new one. */
  readonly versionId: number | null;
  readonly geometry: MultiPolygon;
}

/** Below this an overlap or a gap is noise of coordinates, m². */
const NOISE = 0.01;

/**
 * 覆盖面检查: overlaps and gaps that changed outlines make in a layer whose features cover the ground once: among themselves and with the others in force.
 * What overlapped before does not count again; ground that is given up towards the outside of the layer is no gap.
 *
 * @param changed valid outlines
 */
export async function coverageFindings(
  db: Queryable,
  layer: LayerDefinition,
  changed: readonly ChangedOutline[],
): Promise<Finding[]> {
  const rows = await db.query<{
    kind: 'overlap' | 'gap';
    id: number;
    label: string;
    area: number;
    x: number;
    y: number;
  }>(
    `with given as materialized (
       select c.id, c."versionId" as version_id, st_multi(st_force2d(st_setsrid(st_geomfromgeojson(c.geometry::text), 4490))) as geom
       from jsonb_to_recordset($1::jsonb) as c (id bigint, "versionId" bigint, geometry jsonb)),
     before as materialized (
       select g.id, f.geom from given g join ${tableOf(layer)} f on f.version_id = g.version_id),
     extent as materialized (
       select st_expand(st_setsrid(st_extent(e.geom)::geometry, 4490), 1e-7) as box
       from (select geom from given union all select geom from before) e),
     around as materialized (
       select f.id, coalesce(f.${quoteIdentifier(layer.labelField)}::text, '') as label, f.geom
       from extent e, lateral (select l.* from ${tableOf(layer)} l
         where l.in_force and l.geom && e.box and l.id not in (select id from given) offset 0) f),
     overlap as (
       select o.id, o.label, g.id as own, st_collectionextract(st_intersection(g.geom, o.geom, ${GRID}), 3) as geom, o.geom as other
       from given g, lateral (select * from around a where a.geom && g.geom and st_intersects(a.geom, g.geom) offset 0) o
       union all
       select b.id, '', a.id, st_collectionextract(st_intersection(a.geom, b.geom, ${GRID}), 3), null
       from given a join given b on a.id < b.id and a.geom && b.geom and st_intersects(a.geom, b.geom)),
     grown as (
       select o.*, coalesce(st_area(o.geom::geography), 0) - coalesce((
         select st_area(st_collectionextract(st_intersection(b.geom, coalesce(o.other, c.geom), ${GRID}), 3)::geography)
         from before b left join before c on c.id = o.id
         where b.id = o.own and coalesce(o.other, c.geom) is not null), 0) as area
       from overlap o),
     lost as (
       select st_difference(
         st_difference((select st_union(geom, ${GRID}) from before), (select st_union(geom, ${GRID}) from given), ${GRID}),
         coalesce((select st_union(a.geom, ${GRID}) from around a), st_geomfromtext('POLYGON EMPTY', 4490)), ${GRID}) as geom),
     border as materialized (
       select st_boundary(e.geom) as geom from (select geom from given union all select geom from around) e),
     gap as materialized (
       select row_number() over () as n, p.geom, st_area(p.geom::geography) as area
       from lost l, lateral (select (st_dump(st_collectionextract(l.geom, 3))).geom) p),
     -- Open to the outside of the layer on a third of its edge or more: ground given up, not lost between neighbours.
     enclosed as (
       select s.n from (
         select g.n, st_distance(d.p, d.q) as length,
           exists (select 1 from border b
             where st_dwithin(b.geom, st_lineinterpolatepoint(st_makeline(d.p, d.q), 0.5), 1e-8)) as closed
         from gap g, lateral (
           select o.geom as p, lead(o.geom) over (partition by o.path[1:cardinality(o.path) - 1] order by o.path[cardinality(o.path)]) as q
           from st_dumppoints(st_boundary(g.geom)) o) d
         where d.q is not null) s
       group by s.n having coalesce(sum(s.length) filter (where not s.closed), 0) < sum(s.length) / 3)
     select 'overlap' as kind, g.id, g.label, g.area, st_x(st_pointonsurface(g.geom)) as x, st_y(st_pointonsurface(g.geom)) as y
     from grown g where g.area > ${NOISE}
     union all
     select 'gap', 0, '', p.area, st_x(st_pointonsurface(p.geom)), st_y(st_pointonsurface(p.geom))
     from gap p join enclosed using (n) where p.area > ${NOISE}
     order by 1, 4 desc limit 20`,
    [JSON.stringify(changed)],
  );
  return rows.map(({ kind, id, label, area, x, y }) => ({
    code: `coverage.${kind}`,
    severity: 'warning',
    subject: layer.id,
    id: `coverage.${kind}:${layer.id}:${kind === 'gap' ? `${x},${y}` : id}`,
    lonLat: [x, y],
    context: { label: label || String(id), area: Number(area.toFixed(2)) },
  }));
}

/** Names in use that begin with a text, in one region. */
export async function labelsWith(
  db: Queryable,
  layer: LayerDefinition,
  regionCode: string,
  beginning: string,
): Promise<Set<string>> {
  const label = `f.${quoteIdentifier(layer.labelField)}`;
  const rows = await db.query<{ label: string }>(
    `select distinct ${label}::text as label from ${tableOf(layer)} f
     where f.region_code = $1 and ${startsWith(`${label}::text`, '$2')}`,
    [regionCode, beginning],
  );
  return new Set(rows.map(({ label: name }) => name));
}

/** Id of the feature whose version is in force under this number; null when there is none to see. */
export async function featureOfVersion(
  db: Queryable,
  layer: LayerDefinition,
  versionId: number,
): Promise<number | null> {
  const [row] = await db.query<{ id: number }>(
    `select f.id from ${tableOf(layer)} f where f.version_id = $1 and f.in_force`,
    [versionId],
  );
  return row?.id ?? null;
}
