import type { Database, SqlJsStatic, Statement } from 'sql.js';
import { Problem } from '#core/problem.ts';
import { broken, emptyFile } from './problems.ts';
import { latin1, splitName } from './text.ts';
import type {
  AttributeValue,
  DeclaredCrs,
  Format,
  OpenedSource,
  OpenOptions,
  SourceField,
  SourceFile,
  SourceGeometry,
} from './types.ts';
import { readWkb } from './wkb.ts';

/** GeoPackage (OGC 12-128): feature tables of an SQLite file. */
export const geopackage: Format = {
  id: 'geopackage',
  title: { zh: 'GeoPackage', en: 'GeoPackage' },
  extensions: ['.gpkg'],
  sidecars: [],
  sniff: (files) => (files.some(({ name }) => splitName(name).extension === '.gpkg') ? 1 : 0),
  open: openGeopackage,
};

interface FeatureTable {
  readonly name: string;
  readonly column: string;
  readonly type: string;
  readonly srsId: number;
}

async function openGeopackage(files: readonly SourceFile[], options: OpenOptions): Promise<OpenedSource> {
  const file = files.find(({ name }) => splitName(name).extension === '.gpkg')!;
  const database = await openSqlite(file);
  try {
    const tables = featureTables(file.name, database);
    const table =
      tables.find(({ name }) => name === options.table) ??
      tables.find(({ type }) => /POLYGON|GEOMETRY|SURFACE/i.test(type)) ??
      tables[0]!;
    const { fields, key } = columnsOf(database, table);
    const featureCount = Number(values(database, `select count(*) from ${quoted(table.name)}`)[0]?.[0] ?? 0);
    return {
      format: 'geopackage',
      fileName: file.name,
      parts: [file.name],
      tables: tables.map(({ name }) => name),
      table: table.name,
      fields,
      featureCount,
      crs: crsOf(database, table),
      encoding: {
        value: 'utf-8',
        by: 'format',
        reason: { zh: 'GeoPackage 固定为 UTF-8', en: 'A GeoPackage is always UTF-8' },
      },
      findings: [],
      features: (wanted) => rowsOf(file.name, database, table, fields, key, wanted),
      rowFindings: () => [],
      close: () => database.close(),
    };
  } catch (error) {
    database.close();
    throw error instanceof Problem ? error : notGeopackage(file.name, error);
  }
}

let engine: Promise<SqlJsStatic> | undefined;

async function openSqlite(file: SourceFile): Promise<Database> {
  const bytes = file.bytes();
  if (bytes.length === 0) throw emptyFile(file.name, '文件长度为 0', 'the file has no bytes');
  if (latin1(bytes.subarray(0, 15)) !== 'SQLite format 3') throw notGeopackage(file.name);
  engine ??= import('sql.js').then(({ default: start }) => start());
  const { Database } = await engine;
  return new Database(bytes);
}

function featureTables(file: string, database: Database): FeatureTable[] {
  const rows = values(
    database,
    `select g.table_name, g.column_name, g.geometry_type_name, g.srs_id
       from gpkg_geometry_columns g join gpkg_contents c using (table_name)
      where c.data_type = 'features' order by g.table_name`,
  );
  if (rows.length === 0) {
    throw broken(file, '没有矢量要素表', 'it holds no feature table', {
      next: {
        zh: '请确认导出时包含矢量图层（不是栅格瓦片或属性表）。',
        en: 'Make sure that a vector layer was exported, not raster tiles or a bare table.',
      },
    });
  }
  return rows.map(([name, column, type, srsId]) => ({
    name: String(name),
    column: String(column),
    type: String(type),
    srsId: Number(srsId),
  }));
}

function columnsOf(database: Database, table: FeatureTable): { fields: SourceField[]; key: string } {
  const rows = values(database, `select name, type, pk from pragma_table_info(${literal(table.name)})`);
  const key = rows.find(([, , primary]) => Number(primary) === 1)?.[0];
  const fields = rows
    .filter(([name]) => name !== table.column && name !== key)
    .map(([name, type]): SourceField => ({ name: String(name), type: fieldType(String(type)) }));
  return { fields, key: key === undefined ? 'rowid' : String(key) };
}

function fieldType(type: string): SourceField['type'] {
  if (/^(BOOLEAN)/i.test(type)) return 'boolean';
  if (/INT/i.test(type)) return 'integer';
  if (/^(DOUBLE|FLOAT|REAL|NUMERIC)/i.test(type)) return 'number';
  return /^DATE/i.test(type) ? 'date' : 'text';
}

function crsOf(database: Database, { srsId }: FeatureTable): DeclaredCrs | null {
  const row = values(
    database,
    `select organization, organization_coordsys_id, definition from gpkg_spatial_ref_sys where srs_id = ${srsId}`,
  )[0];
  // -1 and 0 are the standard's "undefined" planes.
  if (row === undefined || srsId <= 0) return null;
  const [organization, code, definition] = row;
  const from = 'gpkg_spatial_ref_sys';
  return /^EPSG$/i.test(String(organization))
    ? { text: `EPSG:${code}`, epsg: Number(code), from, implied: false }
    : { text: String(definition), from, implied: false };
}

function* rowsOf(
  file: string,
  database: Database,
  table: FeatureTable,
  fields: readonly SourceField[],
  key: string,
  wanted: ReadonlySet<string> | undefined,
) {
  const columns = fields.map(({ name }) => (wanted && !wanted.has(name) ? 'null' : quoted(name)));
  const statement: Statement = database.prepare(
    `select ${[quoted(table.column), ...columns].join(', ')} from ${quoted(table.name)} order by ${quoted(key)}`,
  );
  try {
    for (let row = 1; statement.step(); row++) {
      const [geometry, ...rest] = statement.get();
      yield {
        row,
        geometry: geometryOf(file, geometry, row),
        values: rest.map((value, index) => attribute(value, fields[index]!.type)),
      };
    }
  } finally {
    statement.free();
  }
}

function attribute(value: unknown, type: SourceField['type']): AttributeValue {
  if (value === null || value === undefined || value instanceof Uint8Array || value === '') return null;
  return type === 'boolean' ? Number(value) === 1 : (value as string | number);
}

/** GeoPackageBinary: 'GP', version, flags, srs id, envelope, then WKB. */
function geometryOf(file: string, blob: unknown, row: number): SourceGeometry {
  if (blob === null || blob === undefined) return { kind: 'none' };
  const bad = (cause?: unknown) =>
    broken(
      file,
      `第 ${row} 行的图形不是 GeoPackage 几何`,
      `row ${row}: its geometry is not a GeoPackage geometry`,
      {
        place: { row },
        cause,
      },
    );
  if (!(blob instanceof Uint8Array) || blob.length < 8 || blob[0] !== 0x47 || blob[1] !== 0x50) throw bad();
  const flags = blob[3]!;
  if (flags & 0b1_0000) return { kind: 'none' };
  const envelope = [0, 32, 48, 48, 64][(flags >> 1) & 0b111];
  if (envelope === undefined) throw bad();
  try {
    return readWkb(blob, 8 + envelope);
  } catch (error) {
    throw bad(error);
  }
}

function values(database: Database, sql: string): unknown[][] {
  return database.exec(sql)[0]?.values ?? [];
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function notGeopackage(file: string, cause?: unknown): Problem {
  return broken(
    file,
    '不是完整的 GeoPackage（SQLite 文件头或 gpkg 表缺失，可能被截断）',
    'this is no whole GeoPackage: the SQLite header or the gpkg tables are missing, it may be cut short',
    { cause },
  );
}
