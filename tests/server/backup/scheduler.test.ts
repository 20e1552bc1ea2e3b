import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '#server/db/open-database.ts';
import { Metrics } from '#server/monitoring/metrics.ts';
import { lastBackup } from '#server/operations/backup/last-backup.ts';
import { BackupSchedule } from '#server/operations/backup/scheduler.ts';
import { databases, freshDatabase, withDatabase } from '../../support/database.ts';
import { attach } from './office.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gengjie-schedule-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const on = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute);
const nameOf = (day: number) => `gengjie-202611${day}-023000.backup`;

describe.each(databases)('daily backups on %s', { timeout: 180_000 }, (engine) => {
  const database = withDatabase(engine);
  let now = on(20, 1);
  const log: string[] = [];

  async function metrics(): Promise<string> {
    return (
      await new Metrics(database(), () => ({ tiles: 0, bytes: 0, made: 0, reused: 0, skippedRows: 0 })).text()
    ).body;
  }

  function schedule(keep = 2) {
    const plan = { folder, at: { hour: 2, minute: 30 }, keep };
    return new BackupSchedule({
      db: database(),
      home: folder,
      plan,
      log: ({ en }) => log.push(en),
      clock: () => now,
    });
  }

  test('one a day is made and verified, the newest are kept, and nothing else in the folder is touched', async () => {
    now = on(20, 1);
    const foreign = [
      'gengjie-20200101-000000.backup',
      'office.backup',
      'gengjie-20200101.backup',
      'notes.txt',
    ];
    for (const name of foreign) writeFileSync(join(folder, name), 'not a backup of this product');
    const backups = schedule();
    await backups.tick();
    expect(readdirSync(folder)).toHaveLength(foreign.length);
    for (const day of [20, 21, 22]) {
      now = on(day, 2, 30);
      await backups.tick();
      await backups.tick();
      expect(lastBackup()).toMatchObject({ state: 'ok', newest: now.toISOString(), problem: null });
    }
    expect(readdirSync(folder).sort()).toEqual([...foreign, nameOf(21), nameOf(22)].sort());
    await backups.stop();
  });

  test('one that lacks a photograph says so and removes no older one', async () => {
    now = on(20, 1);
    const backups = schedule(1);
    now = on(20, 2, 30);
    await backups.tick();
    await attach(database(), 'c'.repeat(64), 5);
    now = on(21, 2, 30);
    await backups.tick();
    expect(lastBackup()).toMatchObject({
      state: 'incomplete',
      problem: { zh: expect.stringContaining('cccc') },
    });
    expect(readdirSync(folder).sort()).toEqual([nameOf(20), nameOf(21)]);
    await backups.stop();
    await database().query('delete from gengjie.attachments');
  });

  test('a failure is shown and tried again after an hour; nothing half-made stays', async () => {
    now = on(20, 1);
    const backups = schedule();
    now = on(20, 2, 30);
    await database().query('alter table gengjie.settings rename to elsewhere');
    await backups.tick();
    expect(lastBackup()).toMatchObject({
      state: 'failed',
      problem: { en: expect.stringContaining('failed') },
    });
    expect(readdirSync(folder)).toEqual([]);
    await database().query('alter table gengjie.elsewhere rename to settings');
    now = on(20, 3, 0);
    await backups.tick();
    expect(readdirSync(folder)).toEqual([]);
    now = on(20, 3, 30);
    expect(await metrics()).toContain('gengjie_backup_in_trouble 1');
    await backups.tick();
    expect(readdirSync(folder)).toEqual(['gengjie-20261120-033000.backup']);
    expect(await metrics()).toContain('gengjie_backup_in_trouble 0');
    expect(await metrics()).toContain(`gengjie_backup_newest_timestamp_seconds ${now.getTime() / 1000}`);
    await backups.stop();
  });

  test('one that is stopped in the middle leaves nothing', async () => {
    now = on(20, 1);
    const backups = schedule();
    now = on(20, 2, 30);
    const made = backups.tick();
    await backups.stop();
    await made;
    expect(readdirSync(folder)).toEqual([]);
  });
});

test.runIf(databases.includes('postgis'))(
  'of several servers on one database and one folder only one makes it',
  async () => {
    const fresh = await freshDatabase('postgis');
    const servers = await Promise.all([1, 2, 3].map(() => openDatabase(fresh.options)));
    let now = on(20, 1);
    try {
      const plan = { folder, at: { hour: 2, minute: 30 }, keep: 5 };
      const schedules = servers.map(
        (db) => new BackupSchedule({ db, home: folder, plan, log: () => {}, clock: () => now }),
      );
      now = on(20, 2, 30);
      await Promise.all(schedules.map((schedule) => schedule.tick()));
      await Promise.all(schedules.map((schedule) => schedule.tick()));
      expect(readdirSync(folder)).toEqual([nameOf(20)]);
      const acts = await servers[0]?.query(
        `select count(*)::int as count from gengjie.audit_log where action = 'backup.make'`,
      );
      expect(acts).toEqual([{ count: 1 }]);
    } finally {
      await Promise.all(servers.map((db) => db.close()));
      await fresh.remove();
    }
  },
);
