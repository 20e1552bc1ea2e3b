import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#server/db/database.ts';
import { type EngineLock, isAlive } from '#server/db/embedded/engine-lock.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { forkProcess } from '#server/runtime/spawn.ts';
import { freshDatabase, type TestDatabase } from '../../support/database.ts';

describe('the life of the embedded engine', () => {
  let fresh: TestDatabase;
  let open: Database[] = [];
  beforeEach(async () => {
    fresh = await freshDatabase('embedded');
  });
  afterEach(async () => {
    for (const database of open) await database.close();
    open = [];
    await fresh.remove();
  });

  const lock = () =>
    JSON.parse(readFileSync(join(fresh.options.home, 'engine.lock'), 'utf8')) as Required<EngineLock>;
  const openAgain = async (options: { attach?: boolean } = {}) => {
    const database = await openDatabase({ ...fresh.options, ...options });
    open.push(database);
    return database;
  };

  test('a killed engine loses no acknowledged row and is started again', async () => {
    const database = await openAgain();
    await database.query('CREATE TABLE acknowledged (number integer)');
    const engine = lock().enginePid;
    const acknowledged: number[] = [];
    let refused = 0;
    let killed = false;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let number = writer; number < 600; number += 4) {
        await database.query('INSERT INTO acknowledged VALUES ($1)', [number]).then(
          () => acknowledged.push(number),
          (error: unknown) => {
            expect(error).toMatchObject({ code: 'connection-lost' });
            refused += 1;
          },
        );
        if (acknowledged.length >= 150 && !killed) {
          killed = true;
          process.kill(engine, 'SIGKILL');
        }
      }
    });
    await Promise.all(writers);
    expect(refused).toBeGreaterThan(0);
    expect(lock().enginePid).not.toBe(engine);
    const stored = await database.query<{ number: number }>('SELECT number FROM acknowledged');
    expect(stored.map((row) => row.number)).toEqual(expect.arrayContaining(acknowledged));
    expect(stored.length).toBeLessThanOrEqual(acknowledged.length + refused);
  });

  test('a killed owner leaves no engine behind and loses no acknowledged row', async () => {
    const owner = forkProcess(new URL('../../support/owner-process.ts', import.meta.url), [
      fresh.options.home,
    ]);
    let last = -1;
    await new Promise<void>((resolve) => {
      owner.on('message', (news) => {
        if (typeof news === 'number') last = news;
        if (news === 200) resolve();
      });
    });
    const { enginePid, engineBirth } = lock();
    owner.kill('SIGKILL');
    // At once, while the old engine may still be there: the lock is taken over and the engine waited for.
    const database = await openAgain();
    expect(isAlive(enginePid, engineBirth)).toBe(false);
    const [row] = await database.query<{ count: number }>(
      'SELECT count(DISTINCT number) AS count FROM acknowledged',
    );
    expect(row?.count).toBeGreaterThanOrEqual(last + 1);
  });

  test('a second owner is refused and told who has the folder', async () => {
    await openAgain();
    await expect(openDatabase(fresh.options)).rejects.toMatchObject({
      type: 'database-folder-in-use',
      detail: {
        zh: expect.stringContaining(`进程 ${process.pid}`),
        en: expect.stringContaining(`process ${process.pid}`),
      },
    });
  });

  test('a lock of a dead process, and one cut short, are taken over', async () => {
    mkdirSync(fresh.options.home, { recursive: true });
    const path = join(fresh.options.home, 'engine.lock');
    writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, birth: '', started: '2026-01-01T00:00:00Z' }));
    await (await openAgain()).close();
    open = [];
    writeFileSync(path, JSON.stringify({ pid: process.pid, birth: 'an earlier process', started: '' }));
    await (await openAgain()).close();
    open = [];
    writeFileSync(path, '{"pid":');
    await openAgain();
    expect(lock().pid).toBe(process.pid);
  });

  test('another process may work through the running owner', async () => {
    await expect(openAgain({ attach: true })).rejects.toMatchObject({ type: 'database-no-owner' });
    const owner = await openAgain();
    const guest = await openAgain({ attach: true });
    await owner.query('CREATE TABLE shared (number integer)');
    await guest.transaction((tx) => tx.query('INSERT INTO shared VALUES (7)'));
    expect(await owner.query('SELECT number FROM shared')).toEqual([{ number: 7 }]);
    await guest.close();
    expect(await owner.query('SELECT number FROM shared')).toEqual([{ number: 7 }]);
  });

  test('a guest that is killed inside a transaction holds nobody up and leaves nothing', async () => {
    const owner = await openAgain();
    await owner.query('CREATE TABLE guests (number integer)');
    const guest = forkProcess(new URL('../../support/guest-process.ts', import.meta.url), [
      fresh.options.home,
    ]);
    await once(guest, 'message');
    guest.kill('SIGKILL');
    expect(await owner.query('SELECT number FROM guests')).toEqual([]);
  });

  test('a statement the engine cannot do ends with an error, and the next is answered', async () => {
    const database = await openAgain();
    await database.query('CREATE TABLE copied (number integer)');
    await expect(database.query('COPY copied FROM STDIN')).rejects.toMatchObject({ code: '58000' });
    expect(await database.query('SELECT number FROM copied')).toEqual([]);
    await expect(database.query('')).rejects.toMatchObject({ name: 'DatabaseError' });
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a home whose path is too long for a socket works all the same', async () => {
    const deep = join(mkdtempSync(join(tmpdir(), 'gengjie-deep-')), '很长的目录名'.repeat(8));
    const database = await openDatabase({ ...fresh.options, home: deep });
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await database.close();
    rmSync(join(deep, '..'), { recursive: true });
  });

  test('closing leaves the data and nothing else, and the next opening is quick', async () => {
    const database = await openAgain();
    await database.query('CREATE TABLE kept AS SELECT 1 AS one');
    const { enginePid, engineBirth } = lock();
    await database.close();
    open = [];
    expect(isAlive(enginePid, engineBirth)).toBe(false);
    expect(existsSync(join(fresh.options.home, 'engine.lock'))).toBe(false);
    expect(await (await openAgain()).query('SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  test('the event loop stays free while the engine works', async () => {
    const database = await openAgain();
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const work =
      'SELECT count(*) AS count FROM generate_series(1, 5000000) AS given (value) WHERE value % 7 = 0';
    const begun = performance.now();
    await database.query(work);
    const took = performance.now() - begun;
    clearInterval(beat);
    expect(took).toBeGreaterThan(300);
    expect(longest).toBeLessThan(took / 2);
  });

  test('a folder that cannot be written is named', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'gengjie-file-')), 'file');
    writeFileSync(file, '');
    await expect(openDatabase({ home: join(file, 'home') })).rejects.toMatchObject({
      type: 'database-folder-not-writable',
    });
  });
});
