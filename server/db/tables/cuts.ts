import type { MultiPolygon } from 'geojson';
import { catalog, layerById } from '#core/catalog/index.ts';
import type { LayerDefinition, LayerId } from '#core/catalog/types.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import type { ControlCut, GroundCut, PermanentCut } from '#core/scenario/cuts.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Moments } from '#server/db/moments.ts';
import { GRID, quoteIdentifier } from '#server/db/sql.ts';
import { momentValues, rowsAt } from '#server/db/tables/as-of.ts';

const land = layerById('land_parcels');
const permanent = layerById('permanent_farmland');
const regions = layerById('regions');

/** 管控与现状图层: every layer that is overlaid, 永久基本农田 among them; land parcels are always cut. */
export const overlaidLayers: readonly LayerDefinition[] = catalog.filter(({ overlay }) => overlay);

/** Ground to cut: valid outlines, EPSG:4490. What comes first keeps the ground that several share. */
export interface CutSubject {
  readonly id: string;
  readonly geometry: MultiPolygon;
}

export interface CutQuestion {
  readonly subjects: readonly CutSubject[];
  readonly layers: readonly LayerDefinition[];
  readonly moments: Moments | null;
  /** Prefixes of the regions whose land parcels the asker sees, and of the region the question is about. */
  readonly seen: readonly string[];
  readonly within: string;
  /** The feature that is the subject itself: it does not lie under itself. */
  readonly except?: { readonly layer: LayerId; readonly id: number } | undefined;
}

export interface SubjectArea {
  readonly id: string;
  /** Why the database holds the outline to be invalid; null: it is valid. */
  readonly invalid: string | null;
  readonly lonLat: [number, number] | null;
  readonly areaSquareMeters: number;
  readonly exclusiveSquareMeters: number;
  /** What of it lies outside `within`, and of its own ground outside `seen`. */
  readonly outsideSquareMeters: number;
  readonly unseenSquareMeters: number;
  /** Subjects before it with which it shares ground, that it leaves to them. */
  readonly overlaps: readonly { readonly id: string; readonly areaSquareMeters: number }[];
}

export interface Cuts {
  readonly subjects: readonly SubjectArea[];
  readonly ground: readonly GroundCut[];
  readonly permanent: readonly PermanentCut[];
  readonly control: readonly ControlCut[];
  /** Ellipsoidal m² that each layer covers of each subject, ground under several of its features once. */
  readonly covered: readonly { readonly layer: LayerId; readonly item: string; readonly area: number }[];
  /** Regions of everything that was cut. */
  readonly regionCodes: readonly string[];
}

interface CutRow {
  kind: 'subject' | 'overlap' | 'ground' | 'control' | 'covered';
  n: number | null;
  layer: LayerId | null;
  id: number | null;
  versionId: number | null;
  label: string | null;
  regionCode: string | null;
  parcelArea: number | null;
  deductedArea: number | null;
  classArea: number | null;
  geometryArea: number | null;
  cutArea: number | null;
  landClass: string | null;
  landClassScheme: string | null;
}

/**
 * 切割: makes the subjects disjoint (what comes first keeps shared ground) and cuts land parcels and control layers with them, in one statement,
 * under the reader's rights. Areas are `st_area(geography)` in m², not rounded; a feature that lies whole under a subject counts with its stored area.
 */
export async function cutGround(db: Queryable, question: CutQuestion): Promise<Cuts> {
  const { subjects, layers, moments, seen, within, except } = question;
  const rows = await db.query<CutRow>(cutStatement(layers, moments), [
    subjects.map(({ geometry }) => JSON.stringify(geometry)),
    seen.flatMap(writtenCodes),
    writtenCodes(within),
    except?.layer ?? '',
    except?.id ?? 0,
    ...momentValues(moments),
  ]);
  const itemOf = ({ n }: CutRow) => subjects[n! - 1]!.id;
  const signed = (row: CutRow) => ({
    item: itemOf(row),
    id: row.id!,
    versionId: row.versionId!,
    label: row.label!,
    regionCode: row.regionCode!,
    parcelArea: row.parcelArea!,
    deductedArea: row.deductedArea!,
    classArea: row.classArea!,
    geometryArea: row.geometryArea!,
    cutArea: row.cutArea!,
  });
  const of = (kind: CutRow['kind']) => rows.filter((row) => row.kind === kind);
  const control = of('control');
  return {
    subjects: of('subject').map((row) => ({
      id: itemOf(row),
      invalid: row.label,
      lonLat: row.landClass === null ? null : (JSON.parse(row.landClass) as [number, number]),
      areaSquareMeters: row.geometryArea ?? 0,
      exclusiveSquareMeters: row.cutArea ?? 0,
      outsideSquareMeters: row.parcelArea ?? 0,
      unseenSquareMeters: row.classArea ?? 0,
      overlaps: of('overlap')
        .filter(({ n }) => n === row.n)
        .map(({ id, cutArea }) => ({ id: subjects[id! - 1]!.id, areaSquareMeters: cutArea! })),
    })),
    ground: of('ground').map((row) => ({
      ...signed(row),
      landClass: row.landClass!,
      landClassScheme: row.landClassScheme!,
    })),
    permanent: control.filter(({ layer }) => layer === permanent.id).map(signed),
    control: control
      .filter(({ layer }) => layer !== permanent.id)
      .map((row) => ({
        item: itemOf(row),
        layer: row.layer!,
        id: row.id!,
        label: row.label!,
        cutArea: row.cutArea!,
      })),
    covered: of('covered').map((row) => ({ layer: row.layer!, item: itemOf(row), area: row.cutArea! })),
    regionCodes: [...new Set([...of('ground'), ...control].map(({ regionCode }) => regionCode!))].sort(),
  };
}

/** Codes are written with and without their zeros. */
function writtenCodes(code: string): string[] {
  const full = code.padEnd(12, '0');
  return [...new Set([full.slice(0, 6), full.slice(0, 9), full])].filter(
    (written) => regionPrefix(written) === regionPrefix(code),
  );
}

/**
 * The same text for every question of the same layers, so that it is planned once. `$1` outlines, `$2` and `$3` regions, `$4` and `$5` the subject
 * itself.
 */
function cutStatement(layers: readonly LayerDefinition[], moments: Moments | null): string {
  const others = layers.filter(({ id }) => id !== land.id);
  const rows = (layer: LayerDefinition, alias: string) => rowsAt(layer, alias, moments, 6);
  // Who sees what is decided by the regions of today, of whatever day the ground is.
  const nothing = (count: number, type: string) => Array(count).fill(`null::${type}`).join(', ');
  return `
    with given as materialized (
      select s.n, g.geom, g.valid, case when not g.valid then st_isvaliddetail(g.geom) end as detail
      from unnest($1::text[]) with ordinality s (shape, n)
      cross join lateral (select o.geom, st_isvalid(o.geom) as valid from (select ${outlineSql('s.shape')} as geom offset 0) o offset 0) g
    ), own as materialized (
      select g.n, g.geom as whole,
        case when e.geom is null then g.geom else st_collectionextract(st_difference(g.geom, e.geom), 3) end as geom
      from given g
      cross join lateral (
        select st_union(o.geom, ${GRID}) as geom from given o
        where o.n < g.n and o.valid and o.geom && g.geom and st_intersects(o.geom, g.geom)) e
      where g.valid
    ), land as materialized (
      select o.n, l.id, l.version_id, l.parcel_number as label, l.region_code, l.parcel_area, l.deducted_area, l.class_area,
        l.area_square_meters, p.area, l.land_class, l.land_class_scheme
      from own o
      cross join lateral (select f.* from ${rows(land, 'f')} where f.geom && o.geom
        and ($4::text <> 'land_parcels' or f.id <> $5::bigint) offset 0) l
      cross join lateral (select ${pieceArea('l', 'o')} as area offset 0) p
      where st_intersects(o.geom, l.geom) and p.area > 0
    )${others.map((layer) => controlParts(layer, rows(layer, 'f'))).join('')}
    select 'subject' as kind, g.n::integer as n, null::text as layer, null::bigint as id, null::bigint as "versionId",
      case when not g.valid then coalesce((g.detail).reason, 'invalid') end as label, null::text as "regionCode",
      ${outsideOf('g.valid', 'g.geom', `${rows(regions, 'r')} where r.code = any ($3::text[])`)} as "parcelArea", null::double precision as "deductedArea",
      ${outsideOf('o.n is not null', 'o.geom', `${rowsAt(regions, 'r', null, 1)} where r.code = any ($2::text[])`)} as "classArea",
      case when g.valid then st_area(g.geom::geography) end as "geometryArea", st_area(o.geom::geography) as "cutArea",
      case when not g.valid then jsonb_build_array(st_x((g.detail).location), st_y((g.detail).location))::text end as "landClass", null::text as "landClassScheme"
    from given g left join own o on o.n = g.n
    union all
    select 'overlap', g.n::integer, null, e.n, null, null, null, ${nothing(4, 'double precision')},
      st_area(st_collectionextract(st_intersection(g.geom, e.geom), 3)::geography), null, null
    from given g join given e on e.n < g.n and e.geom && g.geom and st_intersects(e.geom, g.geom)
    where g.valid and e.valid
    union all
    select 'ground', n::integer, 'land_parcels', id, version_id, label, region_code,
      ${signedColumns('area_square_meters')}, area_square_meters, area, land_class, land_class_scheme
    from land
    ${others
      .map((layer) => {
        const name = cteOf(layer);
        const isSigned = layer.id === permanent.id;
        return `union all
    select 'control', n::integer, '${layer.id}', id, version_id, label, region_code,
      ${isSigned ? signedColumns('area_square_meters') : nothing(3, 'double precision')}, area_square_meters, area, null, null
    from ${name}
    union all
    select 'covered', n::integer, '${layer.id}', null, null, null, null, ${nothing(4, 'double precision')},
      case when count(*) = 1 then max(area) else st_area(st_union(geom, ${GRID})::geography) end, null, null
    from ${name} group by n`;
      })
      .join('\n    ')}`;
}

/** 空图层: layers without a single row that the asker sees. */
export async function layersWithoutRows(
  db: Queryable,
  layers: readonly LayerDefinition[],
  moments: Moments | null,
): Promise<LayerId[]> {
  const parts = layers.map(
    (layer) =>
      `select '${layer.id}' as layer where not exists (select from ${rowsAt(layer, 'f', moments, 1)})`,
  );
  const rows = await db.query<{ layer: LayerId }>(parts.join('\nunion all\n'), momentValues(moments));
  return rows.map(({ layer }) => layer);
}

/** m² of a geometry outside the regions; null without a geometry. A whole inside one of them, the usual case, is not cut. */
function outsideOf(known: string, geometry: string, from: string): string {
  return `(select case when not (${known}) then null when bool_or(st_covers(r.geom, ${geometry})) then 0 else
        st_area(st_collectionextract(st_difference(${geometry}, coalesce(st_union(r.geom, ${GRID}), 'srid=4490;multipolygon empty'::geometry)), 3)::geography) end
        from ${from} and r.geom && ${geometry})`;
}

function controlParts(layer: LayerDefinition, from: string): string {
  const label = `coalesce(f.${quoteIdentifier(layer.labelField)}::text, '')`;
  const signed = layer.id === permanent.id ? ', f.parcel_area, f.deducted_area, f.class_area' : '';
  return `, ${cteOf(layer)} as materialized (
      select c.*, st_area(c.geom::geography) as area from (
        select o.n, l.*, ${pieceOf('l', 'o')} as geom
        from own o
        cross join lateral (select f.id, f.version_id, ${label} as label, f.region_code, f.area_square_meters, f.geom as outline${signed}
          from ${from} where f.geom && o.geom and ($4::text <> '${layer.id}' or f.id <> $5::bigint) offset 0) l
        where st_intersects(o.geom, l.outline)
        offset 0) c
      where not st_isempty(c.geom)
    )`;
}

const cteOf = (layer: LayerDefinition) => quoteIdentifier(`cut_${layer.id}`);

/** Whole parcels are measured already: most of what lies under a large subject. */
function pieceArea(layer: string, subject: string): string {
  return `case when st_contains(${subject}.geom, ${layer}.geom) then ${layer}.area_square_meters
        else st_area(${intersectionOf(`${layer}.geom`, `${subject}.geom`)}::geography) end`;
}

function pieceOf(layer: string, subject: string): string {
  return intersectionOf(`${layer}.outline`, `${subject}.geom`);
}

function intersectionOf(one: string, other: string): string {
  return `st_collectionextract(st_intersection(${near(one, other)}, ${near(other, one)}), 3)`;
}

/**
 * Of an outline of very many points only what lies in the other's box is cut: three times quicker with 50 000 points and within 4e-5 m² the same.
 * Clipping by a box may leave a ring that touches itself; then the whole outline is cut.
 */
function near(geometry: string, other: string): string {
  return `case when st_npoints(${geometry}) <= ${manyPoints} then ${geometry} else
          (select case when st_isvalid(b.geom) then b.geom else ${geometry} end
           from (select st_collectionextract(st_clipbybox2d(${geometry}, st_expand(${other}, 0.00001)::box2d), 3) as geom) b) end`;
}

const manyPoints = 2000;

/** TBMJ, KCMJ, TBDLMJ; a row without them counts as it was drawn. */
function signedColumns(area: string): string {
  const parcel = `coalesce(parcel_area, coalesce(class_area, round(${area}::numeric, 2) - coalesce(deducted_area, 0)) + coalesce(deducted_area, 0))`;
  return `${parcel}::double precision, coalesce(deducted_area, ${parcel} - class_area, 0)::double precision,
      coalesce(class_area, ${parcel} - coalesce(deducted_area, 0))::double precision`;
}

function outlineSql(shape: string): string {
  return `st_multi(st_force2d(st_setsrid(st_geomfromgeojson(${shape}), 4490)))`;
}
