import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from '#server/db/database.ts';
import { seedDemonstration } from '#server/demonstration/seed-demonstration.ts';

/** Text that a careless copy would change. */
const awkward = `制表\t换行\n回车\r反斜杠\\ \\N \\. 引号"'，逗号,(括号){花}空 末尾 𠮷😀`;

export interface Office {
  /** Content of every attachment, by SHA-256. */
  readonly photos: ReadonlyMap<string, Buffer>;
  readonly original: Buffer;
}

/** 一个办公室: a town with rows in every table of its business, values at the edge of their types, photographs and an imported file. */
export async function anOffice(db: Database, home: string): Promise<Office> {
  await seedDemonstration(db, () => {});
  await db.query(
    `insert into gengjie.import_batches (name, layer, file_names, file_sha256, crs, mapping, row_count, area_square_meters, created_at)
     values ($1, 'land_parcels', array['图斑.shp', $1], 'f', 'EPSG:4527', $2, 9007199254740993, 0.1::float8 + 0.2::float8, '2026-11-22 01:02:03.000001+08')`,
    [awkward, JSON.stringify({ 备注: awkward, 数: 12345678901234567890n.toString(), 空: null })],
  );
  await db.script(`
    insert into gengjie.demolition_counts (zone_id, counted_on, households_unsigned) values (1, '2026-02-28', 131);
    insert into gengjie.demolition_steps (zone_id, step, finished_on) values (1, 6, 'infinity');
    insert into gengjie.duties (region_code, number, title, content, responsible_units, source_document)
      values ('120111', 1, '标题', '', array['甲', '', null, '乙,丙'], '文件');
    insert into gengjie.village_plans (village_id, stage) values (1, 'draft');
    insert into gengjie.jobs (kind, state, progress, result) values ('export', 'done', 1e-17, '{"a": 1.10, "b": [null, ""]}');
    update gengjie.land_parcels set source = null, note = '' where id = (select min(id) from gengjie.land_parcels)`);
  await db.query(
    'update gengjie.land_parcels set note = $1 where id = (select max(id) from gengjie.land_parcels)',
    [awkward],
  );
  await db.query(`insert into gengjie.settings (key, value) values ($1, '"x"')`, [awkward]);
  await people(db);
  const photos = await photographs(db, home);
  await accounts(db);
  await fieldWork(db, home, photos);
  await aRowEverywhere(db);
  const original = randomBytes(70_000);
  writeFile(join(home, 'imports', '1', 'original', '图斑 一.zip'), original);
  return { photos, original };
}

/** People, their roles and tokens, and acts in the audit log. */
async function people(db: Database): Promise<void> {
  const [there] = await db.query(`select 1 where to_regclass('gengjie.people') is not null`);
  if (!there) return;
  await db.script(`
    insert into gengjie.people (username, name, state) values ('zhang.san', '张三', 'active'), ('li.si', '李四', 'active');
    update gengjie.people set created_by = (select id from gengjie.people where username = 'li.si') where username = 'zhang.san';
    insert into gengjie.person_roles (person_id, role, region_code) select id, 'inspector', '120111' from gengjie.people;
    insert into gengjie.password_history (person_id, password_hash) select id, 'x' from gengjie.people;
    insert into gengjie.recovery_codes (person_id, code_sha256) select id, '\\x00ff' from gengjie.people;
    insert into gengjie.tokens (token_sha256, person_id, name, scope, expires_at)
      select sha256(username::bytea), id, 'QGIS', 'read', '2030-01-01' from gengjie.people;
    insert into gengjie.sessions (token_sha256, person_id, second_factor_passed, ends_at, address, agent)
      select sha256(username::bytea), id, false, '2030-01-01', '::1', 'x' from gengjie.people`);
  for (let act = 0; act < 20; act += 1) {
    await db.query(`select gengjie.record('test.act', 'done', null, $1, null, '{"a": 1}')`, [awkward]);
  }
}

/** A scenario, an overlay account, a batch with its pieces and a balance that was taken back. */
async function accounts(db: Database): Promise<void> {
  const [there] = await db.query(`select 1 where to_regclass('gengjie.batch_pieces') is not null`);
  if (!there) return;
  await db.script(`
    insert into gengjie.scenarios (region_code, name, content) values ('120111001000', '方案 一', '{"items": []}');
    insert into gengjie.overlay_accounts (subject_kind, subject_id, subject_sha256, region_code, inputs_known_at, layer_versions, bounds, result)
      values ('shape', '', repeat('0', 64), '120111', now(), '{}', st_makeenvelope(117.1, 39.1, 117.2, 39.2, 4490), '{"面积": 0.1}');
    insert into gengjie.batch_events (batch_feature, region_code, step, happened_on, account) values (1, '120111', 'assembled', '2024-01-01', '{}');
    insert into gengjie.batch_pieces (event_id, batch_feature, region_code, conversion_feature, land_feature, land_version, land_class,
        parcel_area, deducted_area, class_area, permanent_area, geom)
      select id, 1, '120111', 2, 3, 4, '0102', 10.01, 0.65, 9.36, 0, st_multi(st_makeenvelope(117.1, 39.1, 117.10001, 39.10001, 4490))
      from gengjie.batch_events;
    insert into gengjie.farmland_balance (region_code, entry, area, accepted_on) values ('120111', 'supplied', 1.5, '2024-01-01');
    insert into gengjie.farmland_balance (region_code, entry, area, accepted_on, reverses)
      select region_code, 'supplied', area, accepted_on, id from gengjie.farmland_balance`);
}

/** An operation with its photograph, of which only the receipt names the bytes, a crew and a patrol. */
async function fieldWork(db: Database, home: string, photos: Map<string, Buffer>): Promise<void> {
  const [there] = await db.query(`select 1 where to_regclass('gengjie.photo_receipts') is not null`);
  if (!there) return;
  const bytes = randomBytes(70_001);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  photos.set(sha256, bytes);
  writeFile(photoPath(home, sha256), bytes);
  await db.script(`
    insert into gengjie.patch_operations (seq, id, patch_uid, kind, content, content_sha256, status, made_by, sent_by, device, made_at)
      select nextval('gengjie.patch_change'), gen_random_uuid(), gen_random_uuid(), 'photo', '{"备注": "甲\\n乙"}', repeat('0', 64), 'waiting',
        p.id, p.id, gen_random_uuid(), 'infinity' from gengjie.people p limit 1;
    insert into gengjie.patch_photos (operation_id, patch_uid, region_code, sha256)
      select id, patch_uid, '120111', '${sha256}' from gengjie.patch_operations;
    insert into gengjie.photo_receipts (sha256, byte_count, media_type, received_by)
      select '${sha256}', 70001, 'image/jpeg', made_by from gengjie.patch_operations;
    insert into gengjie.crews (id, region_code, name, members) select gen_random_uuid(), '120111', '甲,乙', array[made_by]
      from gengjie.patch_operations;
    insert into gengjie.patrols (id, region_code, person_id, sent_by, device, started_at, ended_at, length_meters, track, content, content_sha256)
      select gen_random_uuid(), '120111', made_by, made_by, device, now(), now(), 0.1, st_geomfromtext('LINESTRING(117 39, 117.1 39.1)', 4490),
        '{}', repeat('0', 64) from gengjie.patch_operations`);
}

/** One row in every table that is still empty, made from its column types: also in those of releases to come. */
async function aRowEverywhere(db: Database): Promise<void> {
  const columns = await db.query<{ table: string; name: string; type: string }>(
    `select table_name as table, column_name as name, data_type as type from information_schema.columns
     where table_schema = 'gengjie' and is_generated = 'NEVER' and is_identity = 'NO' and column_default is null
       and is_nullable = 'NO' and udt_name <> 'geometry' order by ordinal_position`,
  );
  for (const table of new Set(columns.map((column) => column.table))) {
    const own = columns.filter((column) => column.table === table);
    const [row] = await db.query(`select 1 from gengjie."${table}" limit 1`);
    if (row) continue;
    const names = own.map(({ name }) => `"${name}"`).join(', ');
    const values = own.map(({ type }) => samples[type] ?? `'1'`).join(', ');
    await db.query(`insert into gengjie."${table}" (${names}) values (${values})`);
  }
}

const samples: Readonly<Record<string, string>> = {
  uuid: '(select id from gengjie.people limit 1)',
  'timestamp with time zone': 'clock_timestamp()',
  date: 'current_date',
  jsonb: `'{}'`,
  boolean: 'true',
  ARRAY: `'{}'`,
};

async function photographs(db: Database, home: string): Promise<Map<string, Buffer>> {
  const photos = new Map<string, Buffer>();
  for (const size of [0, 1, 65_536, 300_001]) {
    const bytes = randomBytes(size);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    photos.set(sha256, bytes);
    writeFile(photoPath(home, sha256), bytes);
    await attach(db, sha256, size);
  }
  return photos;
}

export async function attach(db: Database, sha256: string, size: number): Promise<void> {
  const [perLayer] = await db.query(
    `select 1 from pg_attribute where attrelid = 'gengjie.attachments'::regclass and attname = 'layer'`,
  );
  const place = perLayer ? ['layer, region_code, ', `'land_parcels', '120111', `] : ['', ''];
  await db.query(
    `insert into gengjie.attachments (${place[0]}sha256, feature_id, file_name, media_type, byte_count)
     values (${place[1]}$1, 1, '照片.jpg', 'image/jpeg', $2)`,
    [sha256, size],
  );
}

export function photoPath(home: string, sha256: string): string {
  return join(home, 'attachments', sha256.slice(0, 2), sha256);
}

function writeFile(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** Every row of every table as text, as PostgreSQL prints it; made apart from what it judges. Generated columns are left out. */
export async function everyRow(db: Database): Promise<Record<string, string[]>> {
  return db.transaction(async (tx) => {
    await tx.script(
      `set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'iso_8601'`,
    );
    const tables = await tx.query<{ name: string; columns: string }>(
      `select table_name as name, string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
       from information_schema.columns where table_schema = 'gengjie' and is_generated = 'NEVER' group by 1 order by 1`,
    );
    const result: Record<string, string[]> = {};
    for (const { name, columns } of tables) {
      if (notCompared.has(name)) continue;
      const rows = await tx.query<{ row: string }>(
        `select row(${columns})::text as row from gengjie."${name}"`,
      );
      result[name] = rows.map(({ row }) => row).sort();
    }
    return result;
  });
}

/** Migrations are each database's own, sessions end, tile addresses start anew; the head is the last entry of the log. */
const notCompared = new Set(['migrations', 'sessions', 'layer_versions', 'audit_head']);

/** Every file below a folder, by its path in it. */
export function filesBelow(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path).toString('base64')]),
  );
}
