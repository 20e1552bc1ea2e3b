import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { Backup } from '#server/operations/backup/archive-reader.ts';
import { makeBackup } from '#server/operations/backup/make-backup.ts';
import { restoreBackup } from '#server/operations/backup/restore-backup.ts';
import { aSettledTown } from '../../support/cast.ts';
import { databases, freshDatabase, type TestDatabase } from '../../support/database.ts';
import { smallDisk, whyNoSmallDisk } from '../../support/small-disk.ts';
import { attach, everyRow, filesBelow, photoPath } from './office.ts';

const folder = mkdtempSync(join(tmpdir(), 'gengjie-bad-'));
const good = join(folder, 'good.backup');
const engine = databases.includes('postgis') ? 'postgis' : 'embedded';
let source: TestDatabase;
let target: TestDatabase;
let office: Database;
let empty: Database;

beforeAll(async () => {
  source = await freshDatabase(engine);
  target = await freshDatabase(engine);
  office = await openDatabase(source.options);
  empty = await openDatabase(target.options);
  await aSettledTown(office);
  await makeBackup(office, { file: good, home: folder });
});
afterAll(async () => {
  await office.close();
  await empty.close();
  await source.remove();
  await target.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The good file with one change. */
function changed(change: (path: string) => void): string {
  const path = join(folder, `bad-${Math.random().toString(36).slice(2)}.backup`);
  copyFileSync(good, path);
  change(path);
  return path;
}

async function refusal(file: string, to = empty): Promise<unknown> {
  const before = await everyRow(to);
  const home = mkdtempSync(join(folder, 'home-'));
  const problem = await restoreBackup(to, { file, home }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(await everyRow(to)).toEqual(before);
  expect(filesBelow(home).size).toBe(0);
  return problem;
}

describe('a file that cannot be used is refused, and nothing changes', () => {
  test('one that is not there', async () => {
    expect(await refusal(join(folder, 'none.backup'))).toMatchObject({ type: 'backup-missing' });
  });

  test.each([0, 1, 21, 5000])('one cut to %i bytes', async (bytes) => {
    const file = changed((path) => truncateSync(path, bytes));
    expect(await refusal(file)).toMatchObject({ type: 'backup-foreign', place: { file } });
  });

  test('one cut by its last byte', async () => {
    const file = changed((path) => truncateSync(path, readFileSync(path).length - 1));
    expect(await refusal(file)).toMatchObject({ type: 'backup-foreign' });
  });

  test('some other ZIP', async () => {
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from('x'), 'tables/codes.tsv');
    zip.end();
    const parts: Buffer[] = [];
    for await (const part of zip.outputStream) parts.push(part as Buffer);
    const file = changed((path) => writeFileSync(path, Buffer.concat(parts)));
    expect(await refusal(file)).toMatchObject({ type: 'backup-foreign' });
  });

  test('one with a changed row, by the name of the table', async () => {
    const bytes = readFileSync(good);
    const at = bytes.indexOf('tables/land_parcels.tsv') + 60;
    const file = changed((path) => writeFileSync(path, flipped(bytes, at, 0x10)));
    expect(await refusal(file)).toMatchObject({
      type: 'backup-damaged',
      detail: { zh: expect.stringContaining('tables/land_parcels.tsv') },
    });
  });

  test('any byte changed anywhere is found, or changed nothing that is restored', async () => {
    const bytes = readFileSync(good);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, mask) => {
          const path = join(folder, 'flipped.backup');
          writeFileSync(path, flipped(bytes, at, mask));
          const [outcome, contents] = await contentsOf(path);
          if (outcome === 'good') expect(contents).toEqual((await contentsOf(good))[1]);
          else expect(outcome).toMatch(/^backup-(foreign|damaged)$/);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('one of a later release, by the migration this release lacks', async () => {
    await office.query(`insert into gengjie.migrations values ('9999_future.sql', $1)`, ['a'.repeat(64)]);
    const file = join(folder, 'newer.backup');
    await makeBackup(office, { file, home: folder });
    await office.query(`delete from gengjie.migrations where name = '9999_future.sql'`);
    expect(await refusal(file)).toMatchObject({
      type: 'backup-newer',
      detail: { zh: expect.stringContaining('9999_future.sql') },
    });
  });

  test('a database that holds something, unless it is to be replaced', async () => {
    expect(await refusal(good, office)).toMatchObject({ type: 'restore-not-empty' });
  });
});

test('a backup of everything replaces what is there when it is told to, the audit log too', async () => {
  const filled = await freshDatabase(engine);
  const db = await openDatabase(filled.options);
  try {
    await db.query(`select gengjie.record('test.act', 'done', null, null, null, '{}')`);
    await db.query(`insert into gengjie.settings (key, value) values ('other', '1')`);
    await restoreBackup(db, { file: good, home: join(folder, 'replaced'), replace: true });
    const { audit_log: log, ...rows } = await everyRow(db);
    const { audit_log: officeLog, ...officeRows } = await everyRow(office);
    expect(rows).toEqual(officeRows);
    expect(log?.join()).not.toContain('test.act');
    expect(officeLog?.join()).toContain('backup.make');
    await expect(db.query('delete from gengjie.audit_log')).rejects.toThrow('only grows');
  } finally {
    await db.close();
    await filled.remove();
  }
});

test('a missing and an altered photograph are named, and the rest is backed up', async () => {
  const home = join(folder, 'faulty');
  const [missing, altered] = ['a'.repeat(64), 'b'.repeat(64)];
  await attach(office, missing, 1);
  await attach(office, altered, 1);
  mkdirSync(join(home, 'attachments', 'bb'), { recursive: true });
  writeFileSync(photoPath(home, altered), 'not what it was');
  const { manifest } = await makeBackup(office, { file: join(folder, 'faulty.backup'), home });
  expect(manifest.faults).toEqual([
    { file: `attachments/aa/${missing}`, fault: 'missing' },
    { file: `attachments/bb/${altered}`, fault: 'altered' },
  ]);
  expect(manifest.attachments).toEqual([]);
});

test.skipIf(whyNoSmallDisk())(
  'a disk that runs full ends the backup, leaves nothing, and the next one succeeds',
  async () => {
    const disk = smallDisk(2);
    await office.query(
      `insert into gengjie.settings (key, value)
     select 'bulky', jsonb_agg(md5(random()::text)) from generate_series(1, 400000)`,
    );
    const file = join(disk.path, 'full.backup');
    await expect(makeBackup(office, { file, home: folder })).rejects.toMatchObject({
      type: 'backup-not-writable',
    });
    expect([...filesBelow(disk.path).keys()]).toEqual([]);
    await office.query(`delete from gengjie.settings where key = 'bulky'`);
    await makeBackup(office, { file, home: folder });
    disk.remove();
  },
);

test('a file that is there is not overwritten unless it is told to, and nothing half-made is left', async () => {
  await expect(makeBackup(office, { file: good, home: folder })).rejects.toMatchObject({
    type: 'backup-exists',
  });
  await expect(
    makeBackup(office, { file: join(folder, 'no', 'such', 'folder.backup'), home: folder }),
  ).rejects.toMatchObject({ type: 'backup-not-writable' });
  expect([...filesBelow(folder).keys()].filter((name) => name.endsWith('.part'))).toEqual([]);
});

function flipped(bytes: Buffer, at: number, mask: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}

/** What a restore would put in: every member as it is read, or the refusal. */
async function contentsOf(path: string): Promise<[string, Record<string, string>]> {
  try {
    const backup = await Backup.open(path);
    try {
      const { tables, attachments, originals } = backup.manifest;
      const contents: Record<string, string> = { manifest: JSON.stringify(backup.manifest) };
      for (const member of [...tables, ...attachments, ...originals]) {
        const parts: Buffer[] = [];
        for await (const part of backup.read(member)) parts.push(part);
        contents[member.member] = Buffer.concat(parts).toString('latin1');
      }
      return ['good', contents];
    } finally {
      backup.close();
    }
  } catch (error) {
    return [(error as { type?: string }).type ?? String(error), {}];
  }
}
