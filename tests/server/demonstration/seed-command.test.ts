import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '#server/db/open-database.ts';
import { freshDatabase, type TestDatabase } from '../../support/database.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Outcome {
  readonly code: number;
  readonly output: string;
}

function seed(home: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, GENGJIE_HOME: home, DATABASE_URL: '' };
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/seed.ts', ...args],
      { cwd: root, env },
      (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    );
  });
}

describe('npm run seed', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase('embedded');
    // The folder is made from the tests' own template here, so that the command need not prepare one.
    await (await openDatabase(database.options)).close();
  });
  afterAll(() => database.remove());

  test('says in both languages what it does', async () => {
    const { code, output } = await seed(database.options.home, '--help');
    expect(code).toBe(0);
    expect(output).toContain('--replace-demonstration');
    expect(output).toContain('与蓟州区同量级');
    expect(output).toContain('a county of the size of Jizhou');
  });

  test.each([
    [['--parcels', '2000'], '--parcels goes with --county only'],
    [['--county', '--parcels', '12'], 'must be a whole number from 1000 to 2000000'],
    [['--everything'], '--everything'],
  ])('refuses %j and says why', async (args, reason) => {
    const { code, output } = await seed(database.options.home, ...args);
    expect(code).toBe(1);
    expect(output).toContain(reason);
  });

  test('fills an empty database, never a second time, and another demonstration only when asked', async () => {
    const { home } = database.options;
    expect(await seed(home, '--county', '--parcels', '1000')).toMatchObject({ code: 0 });
    const again = await seed(home);
    expect(again.code).toBe(1);
    expect(again.output).toContain('already holds a demonstration; nothing was changed');
    expect(await regionOf(database)).toBe('120119');
    expect(await seed(home, '--replace-demonstration')).toMatchObject({ code: 0 });
    expect(await regionOf(database)).toBe('120111001000');
  }, 180_000);
});

async function regionOf({ options }: TestDatabase): Promise<string | undefined> {
  const database = await openDatabase(options);
  try {
    const [row] = await database.query<{ region: string }>(
      `select value ->> 'region' as region from gengjie.settings where key = 'workspace'`,
    );
    return row?.region;
  } finally {
    await database.close();
  }
}
