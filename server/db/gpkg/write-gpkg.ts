import initSqlJs from 'sql.js';

export interface GpkgColumn {
  readonly name: string;
  readonly type: 'TEXT' | 'REAL' | 'INTEGER' | 'DATE';
  /** Chinese first; stands in `gpkg_data_columns`, which desktop programs show. */
  readonly title: string;
}

export interface GpkgFeature {
  readonly fid: number;
  /** Little-endian ISO WKB of a MultiPolygon, x = longitude. */
  readonly wkb: Uint8Array;
  /** west, south, east, north. */
  readonly bounds: readonly [number, number, number, number];
  readonly values: readonly (string | number | null)[];
}

export interface GpkgTable {
  readonly name: string;
  readonly identifier: string;
  readonly description: string;
  readonly columns: readonly GpkgColumn[];
  readonly features: readonly GpkgFeature[];
  /** ISO 8601 UTC. */
  readonly lastChange: string;
}

/** EPSG:4490 as OGC 01-009 well-known text: latitude first by its authority, but a GeoPackage stores x before y whatever that says. */
const cgcs2000 =
  'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,' +
  'AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],' +
  'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]';
const wgs84 =
  'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],' +
  'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],' +
  'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]';
const srsId = 4490;

/**
 * 写 GeoPackage 1.3 (OGC 12-128r17): one table of MultiPolygons in EPSG:4490 with envelopes in its blobs, names of its columns, and the extent of its content.
 */
export async function writeGpkg(table: GpkgTable): Promise<Uint8Array> {
  const { Database } = await initSqlJs();
  const db = new Database();
  try {
    // 'GPKG', and version 1.3.0.
    db.run('PRAGMA application_id = 1196444487');
    db.run('PRAGMA user_version = 10300');
    db.exec(metadata);
    db.run(`insert into gpkg_spatial_ref_sys values
      ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
      ('Undefined geographic', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system')`);
    db.run('insert into gpkg_spatial_ref_sys values (?, 4326, ?, 4326, ?, ?)', [
      'WGS 84',
      'EPSG',
      wgs84,
      'WGS 84 geodetic',
    ]);
    db.run('insert into gpkg_spatial_ref_sys values (?, 4490, ?, 4490, ?, ?)', [
      ...['CGCS2000', 'EPSG', cgcs2000, '2000国家大地坐标系'],
    ]);
    const { name, columns, features } = table;
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const declared = columns.map((column) => `"${column.name}" ${column.type}`).join(', ');
    db.run(
      `create table ${quoted} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON, ${declared})`,
    );
    db.run(`insert into gpkg_contents values (?, 'features', ?, ?, ?, ?, ?, ?, ?, ${srsId})`, [
      ...[name, table.identifier, table.description, millisecondsOf(table.lastChange)],
      ...extentOf(features),
    ]);
    db.run(`insert into gpkg_geometry_columns values (?, 'geom', 'MULTIPOLYGON', ${srsId}, 0, 0)`, [name]);
    db.run(
      `insert into gpkg_extensions values ('gpkg_data_columns', null, 'gpkg_schema', 'http://www.geopackage.org/spec/#extension_schema', 'read-write'),
         ('gpkg_data_column_constraints', null, 'gpkg_schema', 'http://www.geopackage.org/spec/#extension_schema', 'read-write')`,
    );
    for (const column of columns) {
      db.run('insert into gpkg_data_columns values (?, ?, ?, ?, null, null, null)', [
        ...[name, column.name, column.title, column.title],
      ]);
    }
    const marks = columns.map(() => '?').join(', ');
    db.run('begin');
    const insert = db.prepare(`insert into ${quoted} values (?, ?, ${marks})`);
    for (const feature of features) insert.run([feature.fid, geometryBlob(feature), ...feature.values]);
    insert.free();
    db.run('commit');
    return db.export();
  } finally {
    db.close();
  }
}

/** `GP`, version 0, little endian with an xy envelope, srs, min x, max x, min y, max y, then the WKB. */
function geometryBlob({ wkb, bounds: [west, south, east, north] }: GpkgFeature): Uint8Array {
  const blob = new Uint8Array(40 + wkb.byteLength);
  const view = new DataView(blob.buffer);
  blob.set([0x47, 0x50, 0, 0b0000_0011]);
  view.setInt32(4, srsId, true);
  for (const [i, value] of [west, east, south, north].entries()) view.setFloat64(8 + i * 8, value, true);
  blob.set(wkb, 40);
  return blob;
}

function extentOf(features: readonly GpkgFeature[]): (number | null)[] {
  if (features.length === 0) return [null, null, null, null];
  const extent = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { bounds } of features) {
    extent[0] = Math.min(extent[0]!, bounds[0]);
    extent[1] = Math.min(extent[1]!, bounds[1]);
    extent[2] = Math.max(extent[2]!, bounds[2]);
    extent[3] = Math.max(extent[3]!, bounds[3]);
  }
  return extent;
}

/** The one form of time that the specification takes. */
function millisecondsOf(instant: string): string {
  return new Date(`${instant.slice(0, 23).replace('Z', '')}Z`).toISOString();
}

const metadata = `
  create table gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
  create table gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
    srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
  create table gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
  create table gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
  create table gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
    constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
  create table gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
    min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));`;
