import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '#server/db/open-database.ts';
import { forkProcess } from '#server/runtime/spawn.ts';
import { administer } from '../../support/administer.ts';
import { aTown } from '../../support/cast.ts';
import { databases, freshDatabase, type TestDatabase } from '../../support/database.ts';
import { expectWhole, startWriting } from '../../support/write-load.ts';

describe.each(databases)('writing goes on while processes are killed, on %s', (engine) => {
  let fresh: TestDatabase | undefined;
  afterEach(() => fresh?.remove());

  async function aDatabase() {
    fresh = await freshDatabase(engine);
    const db = await openDatabase(fresh.options);
    await aTown(db);
    return { fresh, db };
  }

  test('kill -9 of the server: every acknowledged batch is there, whole and once', async () => {
    const { fresh, db } = await aDatabase();
    await db.close();
    const acknowledged: string[] = [];
    for (const round of [1, 2, 3]) {
      const writer = forkProcess(new URL('../../support/writer-process.ts', import.meta.url), [
        fresh.options.home,
        fresh.options.url ?? '',
      ]);
      writer.on('message', (name: string) => acknowledged.push(name));
      await expect.poll(() => acknowledged.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(round * 15);
      const gone = once(writer, 'exit');
      writer.kill('SIGKILL');
      await gone;
    }
    const again = await openDatabase(fresh.options);
    await expectWhole(again, { acknowledged });
    await again.close();
  });

  if (engine === 'embedded')
    test('kill -9 of the database engine: the server goes on by itself, nothing acknowledged is lost', async () => {
      const { fresh, db } = await aDatabase();
      const load = startWriting(db, 'engine');
      for (let round = 0; round < 3; round += 1) {
        await load.more(10);
        const { enginePid } = JSON.parse(readFileSync(join(fresh.options.home, 'engine.lock'), 'utf8'));
        process.kill(enginePid, 'SIGKILL');
      }
      await load.more(10);
      await load.stop();
      expect(load.refused.length).toBeGreaterThan(0);
      await expectWhole(db, load);
      await db.close();
    });

  if (engine === 'postgis')
    test('connections that are cut inside their transactions leave nothing, and writing goes on', async () => {
      const { fresh, db } = await aDatabase();
      const load = startWriting(db, 'cut');
      for (let round = 0; round < 12; round += 1) {
        await load.more(2);
        await administer(
          fresh.options.url ?? '',
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'gengjie' AND datname = current_database() AND state <> 'idle'`,
        );
        await wait(Math.random() * 20);
      }
      await load.more(5);
      await load.stop();
      expect(load.refused.length).toBeGreaterThan(0);
      await expectWhole(db, load);
      await db.close();
    });
});
