import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate, migrationsDirectory } from '#server/db/migrate.ts';
import { databases, withDatabase } from '../../support/database.ts';

describe.each(databases)('migrations on %s', (engine) => {
  const database = withDatabase(engine);
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'gengjie-migrations-'));
    cpSync(migrationsDirectory, directory, { recursive: true });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const recorded = async () =>
    (await database().query<{ name: string }>('SELECT name FROM gengjie.migrations ORDER BY name')).map(
      (row) => row.name,
    );
  const nextName = async (title: string) =>
    `${String((await recorded()).length + 1).padStart(4, '0')}_${title}.sql`;

  test('a migrated database has nothing left to do', async () => {
    expect(await migrate(database())).toEqual([]);
  });

  test('a new migration runs once, and only it', async () => {
    const name = await nextName('add_notes');
    writeFileSync(join(directory, name), "CREATE TABLE notes (text text); INSERT INTO notes VALUES ('a;b');");
    expect(await migrate(database(), { directory })).toEqual([name]);
    expect(await migrate(database(), { directory })).toEqual([]);
    expect(await database().query('SELECT text FROM notes')).toEqual([{ text: 'a;b' }]);
    await database().script(`DROP TABLE notes; DELETE FROM gengjie.migrations WHERE name = '${name}'`);
  });

  test('a migration that fails leaves nothing of itself', async () => {
    const name = await nextName('broken');
    writeFileSync(join(directory, name), 'CREATE TABLE half (text text); SELECT 1 / 0;');
    await expect(migrate(database(), { directory })).rejects.toMatchObject({ code: '22012' });
    expect(await recorded()).not.toContain(name);
    expect(await database().query(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
  });

  test('an edited migration is refused, other line ends are not an edit', async () => {
    const [first = ''] = await recorded();
    const { text } = await readFirst(directory, first);
    writeFileSync(join(directory, first), text.replaceAll('\n', '\r\n'));
    expect(await migrate(database(), { directory })).toEqual([]);
    writeFileSync(join(directory, first), `${text}\n-- edited`);
    await expect(migrate(database(), { directory })).rejects.toMatchObject({
      type: 'migration-edited',
      place: { file: first },
    });
  });

  test('a database of a newer release is refused', async () => {
    await database().query(`INSERT INTO gengjie.migrations (name, sha256) VALUES ('9999_future.sql', 'x')`);
    await expect(migrate(database())).rejects.toMatchObject({ type: 'migration-unknown' });
    await database().query(`DELETE FROM gengjie.migrations WHERE name = '9999_future.sql'`);
  });

  test('two servers that start at once migrate once', async () => {
    const name = await nextName('once');
    writeFileSync(join(directory, name), 'CREATE TABLE only_once (text text)');
    const runs = await Promise.all([migrate(database(), { directory }), migrate(database(), { directory })]);
    expect(runs.flat()).toEqual([name]);
    await database().script(`DROP TABLE only_once; DELETE FROM gengjie.migrations WHERE name = '${name}'`);
  });

  test('code lists are added to and renamed, and codes that rows of earlier years carry stay', async () => {
    const code = (number: string, nameZh: string, position = 1) => ({
      scheme: 'test',
      version: '1',
      code: number,
      nameZh,
      nameEn: number,
      parent: null,
      position,
    });
    await migrate(database(), { codes: [code('01', '耕地'), code('02', '园地', 2)] });
    await migrate(database(), { codes: [code('02', '种植园用地', 2), code('03', '林地', 3)] });
    expect(
      await database().query(
        `SELECT code, name_zh FROM gengjie.codes WHERE scheme = 'test' ORDER BY position`,
      ),
    ).toEqual([
      { code: '01', name_zh: '耕地' },
      { code: '02', name_zh: '种植园用地' },
      { code: '03', name_zh: '林地' },
    ]);
  });
});

async function readFirst(directory: string, name: string): Promise<{ text: string }> {
  const { readFile } = await import('node:fs/promises');
  return { text: await readFile(join(directory, name), 'utf8') };
}
