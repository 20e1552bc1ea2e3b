import type { MultiPolygon } from 'geojson';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Cause, ChangeKind, Version, VersionWithGeometry } from '#core/contract/versions.ts';
import type { Properties, StoredValues } from '#core/edits/properties.ts';
import { columnTypes } from '#server/db/bulk/field-types.ts';
import type { Queryable } from '#server/db/database.ts';
import { quoteIdentifier } from '#server/db/sql.ts';
import { utcText } from '#server/db/tables/as-of.ts';
import { personalJson, propertiesJson, signedArea, tableOf } from '#server/db/tables/columns.ts';

/** 变更历史: every version of a feature the reader sees, newest knowledge first; of one instant, what is true later first. */
export function versionsOf(
  db: Queryable,
  layer: LayerDefinition,
  id: number,
): Promise<(Version & { geometryChanged: boolean; inForce: boolean })[]> {
  return db.query(
    `select ${versionColumns(layer)}, f.in_force as "inForce",
       coalesce(st_asbinary(f.geom) <> lag(st_asbinary(f.geom)) over (order by f.version_id), false) as "geometryChanged"
     from ${tableOf(layer)} f where f.id = $1
     order by lower(f.known_during) desc, lower(f.valid_during) desc, f.version_id desc`,
    [id],
  );
}

/** One version of a feature with its geometry; undefined when the feature has no such version, or none the reader sees. */
export function versionById(
  db: Queryable,
  layer: LayerDefinition,
  id: number,
  versionId: number,
): Promise<VersionWithGeometry | undefined> {
  return oneVersion(db, layer, 'f.id = $1 and f.version_id = $2', [id, versionId]);
}

/** The version in force, with its geometry. */
export function versionInForce(
  db: Queryable,
  layer: LayerDefinition,
  id: number,
): Promise<VersionWithGeometry | undefined> {
  return oneVersion(db, layer, 'f.id = $1 and f.in_force', [id]);
}

async function oneVersion(
  db: Queryable,
  layer: LayerDefinition,
  condition: string,
  values: readonly unknown[],
): Promise<VersionWithGeometry | undefined> {
  const [row] = await db.query<Version & { geometry: string }>(
    `select ${versionColumns(layer)}, st_asgeojson(f.geom, 15, 0) as geometry from ${tableOf(layer)} f where ${condition}`,
    values,
  );
  return row && { ...row, geometry: JSON.parse(row.geometry) };
}

/** What a change starts from. Its values hold 个人信息, so they never leave the server. */
export interface State {
  readonly versionId: number;
  readonly regionCode: string;
  readonly validFrom: string;
  readonly inForce: boolean;
  readonly areaSquareMeters: number;
  readonly values: Properties;
}

/** The newest version of a feature: the one in force, or the last of a feature that has ended; undefined when there is none to see. */
export function newestState(tx: Queryable, layer: LayerDefinition, id: number): Promise<State | undefined> {
  return oneState(tx, layer, 'f.id = $1 order by f.in_force desc, f.version_id desc limit 1', [id]);
}

export function stateOfVersion(
  tx: Queryable,
  layer: LayerDefinition,
  id: number,
  versionId: number,
): Promise<State | undefined> {
  return oneState(tx, layer, 'f.id = $1 and f.version_id = $2', [id, versionId]);
}

async function oneState(
  tx: Queryable,
  layer: LayerDefinition,
  condition: string,
  values: readonly unknown[],
): Promise<State | undefined> {
  const [row] = await tx.query<State>(
    `select f.version_id as "versionId", f.region_code as "regionCode", ${utcText('lower(f.valid_during)')} as "validFrom",
       f.in_force as "inForce",
       ${signedArea(layer, 'f')} as "areaSquareMeters", ${propertiesJson(layer, 'f')} || ${personalJson(layer, 'f')} as values
     from ${tableOf(layer)} f where ${condition}`,
    values,
  );
  return row;
}

/** Number of the newest version of a feature; `null` when it has none. For who must know of versions that the reader may not see. */
export async function newestVersionId(
  tx: Queryable,
  layer: LayerDefinition,
  id: number,
): Promise<number | null> {
  const [row] = await tx.query<{ versionId: number | null }>(
    `select max(version_id) as "versionId" from ${tableOf(layer)} where id = $1`,
    [id],
  );
  return row?.versionId ?? null;
}

/**
 * 变更时刻: the instant of this transaction's change, as UTC text. Taking it makes other changes wait until this one is committed, so
 * whatever is read after it is the newest there is.
 */
export async function changeInstant(tx: Queryable): Promise<string> {
  const [row] = await tx.query<{ at: string }>(`select ${utcText('gengjie.transaction_instant()')} as at`);
  return row!.at;
}

/** Locks the version in force for the rest of the transaction; undefined when there is none the person may change. */
export async function lockInForce(
  tx: Queryable,
  layer: LayerDefinition,
  id: number,
): Promise<number | undefined> {
  const [row] = await tx.query<{ versionId: number }>(
    `select version_id as "versionId" from ${tableOf(layer)} where in_force and id = $1 for update`,
    [id],
  );
  return row?.versionId;
}

/** Ends what was known of a version at the instant of this transaction; false when it was no longer in force. */
export async function closeVersion(
  tx: Queryable,
  layer: LayerDefinition,
  versionId: number,
): Promise<boolean> {
  const rows = await tx.query(
    `update ${tableOf(layer)} set known_during = tstzrange(lower(known_during), gengjie.transaction_instant())
     where version_id = $1 and in_force returning version_id`,
    [versionId],
  );
  return rows.length === 1;
}

/** Why a version was made, and when it holds on the ground; `until` null: from then on. */
export interface VersionCause {
  readonly kind: ChangeKind;
  readonly reason: string;
  readonly document: string | null;
  /** What moved the figures. */
  readonly cause?: Cause | null;
  readonly from: string;
  readonly until: string | null;
}

export interface VersionContent {
  readonly values: StoredValues;
  readonly regionCode?: string | undefined;
  readonly geometry?: MultiPolygon | undefined;
}

/**
 * A new version of a feature with the content of one of its versions and what is changed of it; known from the instant of this transaction.
 * @returns number of the new version
 */
export async function insertVersion(
  tx: Queryable,
  layer: LayerDefinition,
  base: number,
  cause: VersionCause,
  { values, regionCode, geometry }: VersionContent = { values: {} },
): Promise<number> {
  const parameters = new Parameters();
  const columns = layer.fields.map(({ name, type }) => ({
    name: quoteIdentifier(name),
    value:
      name in values ? `${parameters.add(values[name])}::${columnTypes[type]}` : `f.${quoteIdentifier(name)}`,
  }));
  columns.push(
    { name: 'id', value: 'f.id' },
    { name: 'source', value: 'f.source' },
    {
      name: 'region_code',
      value: regionCode === undefined ? 'f.region_code' : `${parameters.add(regionCode)}::text`,
    },
    { name: 'geom', value: geometry ? outlineSql(parameters.add(JSON.stringify(geometry))) : 'f.geom' },
    {
      name: 'change_cause',
      // What is left of the state before began as it began: the change has another version.
      value: isRest(cause) ? 'f.change_cause' : `${parameters.add(cause.cause ?? null)}::text`,
    },
    ...causeColumns(cause, parameters),
  );
  const [row] = await tx.query<{ versionId: number }>(
    `insert into ${tableOf(layer)} (${columns.map(({ name }) => name).join(', ')})
     select ${columns.map(({ value }) => value).join(', ')} from ${tableOf(layer)} f where f.version_id = ${parameters.add(base)}
     returning version_id as "versionId"`,
    parameters.values,
  );
  return row!.versionId;
}

/** A new feature; columns that are not given take their defaults. */
export async function insertFeature(
  tx: Queryable,
  layer: LayerDefinition,
  cause: VersionCause,
  { values, regionCode, geometry }: Required<VersionContent>,
): Promise<{ id: number; versionId: number }> {
  const parameters = new Parameters();
  const columns = [
    ...layer.fields
      .filter(({ name }) => values[name] !== undefined && values[name] !== null)
      .map(({ name, type }) => ({
        name: quoteIdentifier(name),
        value: `${parameters.add(values[name])}::${columnTypes[type]}`,
      })),
    { name: 'region_code', value: `${parameters.add(regionCode)}::text` },
    { name: 'geom', value: outlineSql(parameters.add(JSON.stringify(geometry))) },
    { name: 'change_cause', value: `${parameters.add(cause.cause ?? null)}::text` },
    ...causeColumns(cause, parameters),
  ];
  const [row] = await tx.query<{ id: number; versionId: number }>(
    `insert into ${tableOf(layer)} (${columns.map(({ name }) => name).join(', ')})
     values (${columns.map(({ value }) => value).join(', ')}) returning id, version_id as "versionId"`,
    parameters.values,
  );
  return row!;
}

/** What the database says of an outline before it is stored: why it is not valid (null: it is), and whether it is a version's own. */
export async function outlineFacts(
  tx: Queryable,
  layer: LayerDefinition,
  geometry: MultiPolygon,
  versionId: number | null,
): Promise<{ invalid: string | null; same: boolean }> {
  const [row] = await tx.query<{ invalid: string | null; same: boolean }>(
    `with given as (select ${outlineSql('$1')} as geom)
     select case when not st_isvalid(g.geom) then st_isvalidreason(g.geom) end as invalid,
       coalesce((select st_asbinary(f.geom) = st_asbinary(g.geom) from ${tableOf(layer)} f where f.version_id = $2), false) as same
     from given g`,
    [JSON.stringify(geometry), versionId],
  );
  return row!;
}

/** The outline of a version. */
export async function outlineOf(
  tx: Queryable,
  layer: LayerDefinition,
  versionId: number,
): Promise<MultiPolygon> {
  const [row] = await tx.query<{ geometry: string }>(
    `select st_asgeojson(geom, 15, 0) as geometry from ${tableOf(layer)} where version_id = $1`,
    [versionId],
  );
  return JSON.parse(row!.geometry);
}

/** Until when, at most, what is known of a feature now says it was there; null when nothing is known of it any more. */
export async function knownUntilOnTheGround(
  tx: Queryable,
  layer: LayerDefinition,
  id: number,
): Promise<string | null> {
  const [row] = await tx.query<{ until: string | null }>(
    `select ${utcText('max(upper(valid_during))')} as until from ${tableOf(layer)} where id = $1 and upper_inf(known_during)`,
    [id],
  );
  return row?.until ?? null;
}

function isRest({ kind, until }: VersionCause): boolean {
  return until !== null && kind !== 'withdraw';
}

function causeColumns({ kind, reason, document, from, until }: VersionCause, parameters: Parameters) {
  return [
    {
      name: 'valid_during',
      value: `tstzrange(${parameters.add(from)}::timestamptz, ${parameters.add(until)}::timestamptz)`,
    },
    { name: 'change_kind', value: `${parameters.add(kind)}::text` },
    { name: 'change_reason', value: `${parameters.add(reason)}::text` },
    { name: 'change_document', value: `${parameters.add(document)}::text` },
  ];
}

function outlineSql(parameter: string): string {
  return `st_multi(st_force2d(st_setsrid(st_geomfromgeojson(${parameter}::text), 4490)))`;
}

/** Values of a statement that is put together; `add` gives the placeholder. */
class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value ?? null);
    return `$${this.values.length}`;
  }
}

function versionColumns(layer: LayerDefinition): string {
  return `'${layer.id}' as layer, f.id, f.version_id as "versionId", f.change_kind as kind,
    ${utcText('lower(f.valid_during)')} as "validFrom", ${utcText('upper(f.valid_during)')} as "validUntil",
    ${utcText('lower(f.known_during)')} as "knownFrom", ${utcText('upper(f.known_during)')} as "knownUntil",
    case when f.changed_by is not null
      then jsonb_build_object('id', f.changed_by, 'name', coalesce(gengjie.name_of(f.changed_by), '')) end as "changedBy",
    f.change_reason as reason, f.change_document as document, f.change_cause as cause, f.batch_id as "batchId", f.source,
    f.region_code as "regionCode", coalesce(f.${quoteIdentifier(layer.labelField)}::text, '') as label,
    ${signedArea(layer, 'f')} as "areaSquareMeters", f.area_square_meters as "geometryAreaSquareMeters",
    jsonb_build_array(st_xmin(f.geom), st_ymin(f.geom), st_xmax(f.geom), st_ymax(f.geom)) as bounds,
    ${propertiesJson(layer, 'f')} as properties`;
}
