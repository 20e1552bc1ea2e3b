import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { troubleProblem } from '#server/db/trouble-problem.ts';
import { aTown } from '../../support/cast.ts';
import { testContent } from '../../support/database.ts';
import { ownCluster, unless, whyNoCluster } from '../../support/own-cluster.ts';
import { type SmallDisk, smallDisk, whyNoSmallDisk } from '../../support/small-disk.ts';
import { removeCluster, startAgain } from '../../support/temporary-cluster.ts';
import { expectWhole, startWriting, writeBatch } from '../../support/write-load.ts';

const why = whyNoSmallDisk();

interface Case {
  readonly db: Database;
  /** Room for rows but not for the next segment of the log, without which the database cannot go on at all. */
  readonly log: boolean;
  /** What an administrator does beside making room. */
  readonly mend?: () => void;
}

describe.skipIf(why)(`a full disk${unless(why)}`, { timeout: 300_000 }, () => {
  let disk: SmallDisk | undefined;
  afterEach(() => {
    disk?.remove();
    disk = undefined;
  });

  /** Writes until the disk is full and for a while after, makes room, and writes again. */
  async function fillAndFree(disk: SmallDisk, { db, log, mend }: Case): Promise<void> {
    const load = startWriting(db, 'full');
    await load.more(5);
    disk.fillUpTo(log ? 3 << 20 : 256 << 10);
    await expect
      .poll(
        async () => {
          if (log) await db.query('SELECT pg_switch_wal()').catch(() => {});
          return load.refused.length;
        },
        { timeout: 60_000, interval: 300 },
      )
      .toBeGreaterThan(10);
    await wait(1000);
    disk.free();
    mend?.();
    await load.more(5);
    await load.stop();
    await expectWhole(db, load);
    expect(load.refused.map((error) => troubleProblem(error)?.type)).toContain(
      log ? 'database-unavailable' : 'storage-full',
    );
  }

  describe.each([false, true])('no room for the log: %s', (log) => {
    test('embedded engine: nothing acknowledged is lost, and it goes on by itself when there is room', async () => {
      disk = smallDisk(400);
      const options = { home: join(disk.path, 'home'), prepared: testContent() };
      const first = await openDatabase(options);
      await aTown(first);
      await first.close();
      const db = await openDatabase({ ...options, queryTimeoutMs: 5000 });
      await fillAndFree(disk, { db, log });
      await db.close();
      const again = await openDatabase(options);
      await writeBatch(again, 'afterwards');
      await again.close();
    });

    test.skipIf(whyNoCluster)(
      `PostgreSQL: nothing acknowledged is lost, and the server goes on when there is room${unless(whyNoCluster)}`,
      async () => {
        disk = smallDisk(300);
        const cluster = await ownCluster({ max_wal_size: '32MB', min_wal_size: '32MB' }, disk.path);
        const db = await openDatabase({ url: cluster.url, home: cluster.directory });
        try {
          // Without its log PostgreSQL stops; its administrator starts it.
          await fillAndFree(disk, { db, log, ...(log ? { mend: () => startAgain(cluster) } : {}) });
        } finally {
          await db.close();
          removeCluster(cluster);
        }
      },
    );
  });

  test('where files are kept: the failure is told as such', async () => {
    disk = smallDisk(1);
    disk.fillUpTo(0);
    const refused = await writeFile(join(disk.path, 'photo.jpg'), Buffer.alloc(65_536)).catch(
      (error: unknown) => error,
    );
    expect(troubleProblem(refused)).toMatchObject({
      type: 'storage-full',
      status: 507,
      detail: { zh: expect.stringContaining('没有保存任何数据') },
    });
  });
});
