import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrationsDirectory } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { seedDemonstration } from '#server/demonstration/seed-demonstration.ts';
import { administer } from '../../support/administer.ts';
import { databases, freshDatabase, type TestDatabase } from '../../support/database.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const shipped = readdirSync(migrationsDirectory)
  .filter((name) => name.endsWith('.sql'))
  .sort();

describe.runIf(databases.includes('postgis'))('an empty PostgreSQL database', () => {
  const name = `empty_${process.pid}`;
  let fresh: TestDatabase;
  let url = '';
  beforeEach(async () => {
    fresh = await freshDatabase('postgis');
    await administer(fresh.options.url ?? '', `CREATE DATABASE ${name}`);
    const address = new URL(fresh.options.url ?? '');
    address.pathname = `/${name}`;
    url = address.href;
  });
  afterEach(async () => {
    await administer(fresh.options.url ?? '', `DROP DATABASE ${name} WITH (FORCE)`);
    await fresh.remove();
  });

  test('is migrated once by three processes that start at the same moment', async () => {
    const runs = await Promise.all(
      Array.from({ length: 3 }, () => {
        const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/migrate.ts'], {
          cwd: root,
          env: { ...process.env, DATABASE_URL: url, GENGJIE_HOME: fresh.options.home },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        return ended(child);
      }),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    const ran = runs.flatMap(({ text }) => [...text.matchAll(/Migrating: (\S+)/g)].map(([, file]) => file));
    expect(ran.sort()).toEqual(shipped);
    const database = await openDatabase({ url, home: fresh.options.home });
    expect(
      (await database.query<{ name: string }>('SELECT name FROM gengjie.migrations ORDER BY name')).map(
        (row) => row.name,
      ),
    ).toEqual(shipped);
    await database.close();
  });
});

describe.runIf(databases.includes('postgis'))('an empty workspace', () => {
  test('gets the demonstration area once, whoever else starts', async () => {
    const fresh = await freshDatabase('postgis');
    const [one, other] = await Promise.all([openDatabase(fresh.options), openDatabase(fresh.options)]);
    const wanted = async (tx: Pick<typeof one, 'query'>) =>
      (await tx.query('SELECT 1 FROM gengjie.regions LIMIT 1')).length === 0;
    await Promise.all([one, other].map((db) => seedDemonstration(db, () => {}, wanted)));
    const [regions] = await one.query<{ all: number; different: number }>(
      `SELECT count(*) AS all, count(DISTINCT code) AS different FROM gengjie.regions`,
    );
    expect(regions?.all).toBeGreaterThan(0);
    expect(regions?.all).toBe(regions?.different);
    await Promise.all([one.close(), other.close()]);
    await fresh.remove();
  });
});

async function ended(child: ChildProcess): Promise<{ code: number | null; text: string }> {
  let text = '';
  const hear = (chunk: unknown) => {
    text += String(chunk);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text };
}
