import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '#server/db/open-database.ts';
import { makeBackup } from '#server/operations/backup/make-backup.ts';
import { restoreBackup } from '#server/operations/backup/restore-backup.ts';
import { databases, type EngineName, freshDatabase } from '../../support/database.ts';
import { anOffice, everyRow, filesBelow } from './office.ts';

const directions = databases.flatMap((from) => databases.map((to) => [from, to] as const));

describe('the drill: back up, destroy, restore', { timeout: 180_000 }, () => {
  test.each(directions)(
    'from %s to %s every row, photograph and audit entry is there again',
    async (from, to) => {
      const folder = mkdtempSync(join(tmpdir(), 'gengjie-drill-'));
      try {
        const file = join(folder, 'office.backup');
        const before = await backUpAndDestroy(from, folder, file);
        await checkRestored(to, folder, file, before);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

async function backUpAndDestroy(engine: EngineName, folder: string, file: string) {
  const fresh = await freshDatabase(engine);
  const db = await openDatabase(fresh.options);
  const home = join(folder, 'before');
  try {
    const office = await anOffice(db, home);
    const rows = await everyRow(db);
    // A table nobody put a row in would prove nothing.
    expect(Object.keys(rows).filter((table) => rows[table]?.length === 0)).toEqual([]);
    const { manifest } = await makeBackup(db, { file, home });
    expect(manifest).toMatchObject({
      engine,
      demonstration: true,
      faults: [],
      notCarried: { sessions: expect.any(String) },
    });
    expect(manifest.attachments).toHaveLength(office.photos.size);
    // The next of every kind of number, to be compared with the next after the restore.
    return { rows, files: filesBelow(home), audit: manifest.audit, numbers: await nextNumbers(db) };
  } finally {
    await db.close();
    await fresh.remove();
    rmSync(home, { recursive: true, force: true });
  }
}

async function checkRestored(
  engine: EngineName,
  folder: string,
  file: string,
  before: Awaited<ReturnType<typeof backUpAndDestroy>>,
): Promise<void> {
  const fresh = await freshDatabase(engine);
  const db = await openDatabase(fresh.options);
  const home = join(folder, 'after');
  try {
    const report = await restoreBackup(db, { file, home });
    expect(report).toMatchObject({
      audit: before.audit,
      auditEqual: true,
      migrated: [],
      keptAside: undefined,
    });
    const { audit_log: log = [], ...rows } = await everyRow(db);
    const { audit_log: formerLog = [], ...formerRows } = before.rows;
    expect(rows).toEqual(formerRows);
    expect(log.filter((entry) => formerLog.includes(entry))).toEqual(formerLog);
    expect(log.filter((entry) => !formerLog.includes(entry))).toEqual([
      expect.stringContaining('backup.restore'),
    ]);
    await expectChainGoesOn(db, before.audit);
    expect(filesBelow(home)).toEqual(before.files);
    expect(await nextNumbers(db)).toEqual(before.numbers);
    expect(
      await db.query(`select count(*)::int as lowest from gengjie.layer_versions where version < 1e9`),
    ).toEqual([{ lowest: 0 }]);
    await expectLawsInForce(db);
  } finally {
    await db.close();
    await fresh.remove();
  }
}

/** The act of restoring is the next link after the last of the backup. */
async function expectChainGoesOn(db: Opened, last: { seq: string; hash: string } | null): Promise<void> {
  const links = await db.query(
    `select (seq - 1)::text as seq, previous_hash::text as hash, action from gengjie.audit_log l order by l.seq desc limit 1`,
  );
  expect(links).toEqual([{ ...last, action: 'backup.restore' }]);
}

type Opened = Awaited<ReturnType<typeof openDatabase>>;

/** Values the sequences give next. */
async function nextNumbers(db: Opened) {
  return db.query(
    `select nextval('gengjie.feature_id') as feature, nextval('gengjie.import_batches_id_seq') as batch,
       nextval('gengjie.land_parcels_version_id_seq') as version`,
  );
}

/** Foreign keys and triggers hold as before the restore. */
async function expectLawsInForce(db: Opened): Promise<void> {
  expect(
    await db.query(
      `select conname from pg_constraint where connamespace = 'gengjie'::regnamespace and contype = 'f' and condeferrable`,
    ),
  ).toEqual([]);
  expect(
    await db.query(
      `select tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where c.relnamespace = 'gengjie'::regnamespace and not tgisinternal and tgenabled <> 'O'`,
    ),
  ).toEqual([]);
  await expect(db.query(`update gengjie.land_parcels set land_class = '9999'`)).rejects.toMatchObject({
    constraint: 'land_parcels_land_class_known',
  });
  const [log] = await db.query(`select 1 where to_regclass('gengjie.audit_log') is not null`);
  if (log) await expect(db.query('truncate gengjie.audit_log')).rejects.toThrow('only grows');
}
