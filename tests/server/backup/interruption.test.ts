import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Database } from '#server/db/database.ts';
import { migrateInside } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { Backup } from '#server/operations/backup/archive-reader.ts';
import { makeBackup } from '#server/operations/backup/make-backup.ts';
import { restoreBackup } from '#server/operations/backup/restore-backup.ts';
import { tablesInUse } from '#server/operations/backup/restore-rows.ts';
import { forkProcess } from '#server/runtime/spawn.ts';
import { aSettledTown, aTown } from '../../support/cast.ts';
import { databases, freshDatabase } from '../../support/database.ts';
import { everyRow } from './office.ts';

const folder = mkdtempSync(join(tmpdir(), 'gengjie-interrupted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(databases)('on %s', { timeout: 180_000 }, (engine) => {
  /** Opens a fresh database for one piece of work. */
  async function within<T>(work: (db: Database) => Promise<T>): Promise<T> {
    const fresh = await freshDatabase(engine);
    const db = await openDatabase(fresh.options);
    try {
      return await work(db);
    } finally {
      await db.close();
      await fresh.remove();
    }
  }

  test('a backup made while people write is of one instant, and their writing goes on', async () => {
    await within(async (db) => {
      await aTown(db);
      let written = 0;
      let stop = false;
      const writing = (async () => {
        for (; !stop; written += 1) {
          await db.transaction(async (tx) => {
            await tx.query(`insert into gengjie.duties (region_code, number, title, content, responsible_units, source_document)
              values ('120111', ${written}, '', '', '{}', '')`);
            await tx.query(`insert into gengjie.demolition_counts (zone_id, counted_on, households_unsigned)
              values (${written}, '2026-01-01', 1)`);
          });
        }
      })();
      const counts: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        const { manifest } = await makeBackup(db, {
          file: join(folder, `${engine}-${round}.backup`),
          home: folder,
        });
        const rowsOf = (name: string) => manifest.tables.find((table) => table.name === name)?.rows ?? -1;
        expect(rowsOf('duties')).toBe(rowsOf('demolition_counts'));
        const next = Number(manifest.sequences.find(({ name }) => name === 'duties_id_seq')?.lastValue);
        expect(next).toBeGreaterThanOrEqual(rowsOf('duties'));
        counts.push(rowsOf('duties'));
      }
      stop = true;
      await writing;
      expect(counts[2]).toBeGreaterThan(counts[0] ?? 0);
      expect(await db.query('select count(*)::int as count from gengjie.duties')).toEqual([
        { count: written },
      ]);
    });
  });

  test('a restore that is killed while it writes leaves the database empty, and the next one succeeds', async () => {
    const file = join(folder, `${engine}-killed.backup`);
    await within(async (db) => {
      await aSettledTown(db);
      await makeBackup(db, { file, home: folder });
    });
    const fresh = await freshDatabase(engine);
    try {
      // The child is given a place that is ready: it opens it by its address alone.
      await (await openDatabase(fresh.options)).close();
      const home = join(folder, `${engine}-home`);
      const child = forkProcess(new URL('./restore-process.ts', import.meta.url), [
        JSON.stringify({ options: { url: fresh.options.url, home: fresh.options.home }, file, home }),
      ]);
      expect(await Promise.race([once(child, 'message'), once(child, 'exit')])).toEqual([
        'inside',
        undefined,
      ]);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const db = await openDatabase(fresh.options);
      expect(await tablesInUse(db)).toEqual([]);
      await restoreBackup(db, { file, home });
      expect(await tablesInUse(db)).toContain('land_parcels');
      await db.close();
    } finally {
      await fresh.remove();
    }
  });

  test('a backup of an earlier schema is restored as it was and then upgraded', async () => {
    const file = join(folder, `${engine}-earlier.backup`);
    const before = await within(async (db) => {
      await db.transaction(async (tx) => {
        await tx.query('drop schema gengjie cascade');
        await migrateInside(tx, { upTo: '0003_tile_geometry.sql' });
      });
      await aTown(db);
      const { manifest } = await makeBackup(db, { file, home: folder });
      expect(manifest).toMatchObject({ audit: null, migrations: { length: 3 } });
      return everyRow(db);
    });
    await within(async (db) => {
      const report = await restoreBackup(db, { file, home: join(folder, `${engine}-upgraded`) });
      expect(report.migrated[0]).toMatch(/^0004_/);
      expect((await everyRow(db)).regions).toHaveLength(before.regions?.length ?? -1);
      expect(await db.query(`select count(*)::int as count from gengjie.regions where in_force`)).toEqual([
        { count: 4 },
      ]);
    });
  });

  test('rows that do not come back as they were undo the whole restore', async () => {
    const file = join(folder, `${engine}-differs.backup`);
    await within(async (db) => {
      await aTown(db);
      await makeBackup(db, { file, home: folder });
    });
    await within(async (db) => {
      // What the database makes of a row is not what the backup says.
      await db.script(`create rule twice as on insert to gengjie.duties do nothing;
        alter table gengjie.regions alter column name type varchar(2) using left(name, 2)`);
      await expect(restoreBackup(db, { file, home: folder })).rejects.toMatchObject({
        type: 'restore-differs',
      });
      expect(await tablesInUse(db)).toEqual([]);
    });
    const backup = await Backup.open(file);
    await backup.verify();
    backup.close();
  });
});
