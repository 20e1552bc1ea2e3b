import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { readConfig } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { answerProblem } from '#server/http/answer-problem.ts';
import { createMonitor } from '#server/monitoring/monitor.ts';
import { ownCluster, unless, whyNoCluster } from '../../support/own-cluster.ts';
import {
  killCluster,
  removeCluster,
  start,
  stopFast,
  type TemporaryCluster,
} from '../../support/temporary-cluster.ts';
import { expectWhole, startWriting } from '../../support/write-load.ts';

describe.skipIf(whyNoCluster)(`a PostgreSQL server that fails${unless(whyNoCluster)}`, () => {
  let cluster: TemporaryCluster | undefined;
  afterEach(() => {
    if (cluster) removeCluster(cluster);
    cluster = undefined;
  });

  test('kill -9 of all its processes under write load: every acknowledged batch is there, whole and once', async () => {
    cluster = await ownCluster();
    const db = await openDatabase({ url: cluster.url, home: cluster.directory });
    const load = startWriting(db, 'killed');
    for (let round = 0; round < 3; round += 1) {
      await load.more(20);
      await killCluster(cluster);
      await wait(200);
      start(cluster);
    }
    await load.more(20);
    await load.stop();
    expect(load.refused.length).toBeGreaterThan(0);
    await expectWhole(db, load);
    await db.close();
  });

  test('a restart needs no restart of ours: 503 with the next step while it lasts, then everything as before', async () => {
    cluster = await ownCluster();
    const db = await openDatabase({ url: cluster.url, home: cluster.directory });
    const { ask, close } = await aServer(db);
    expect(await ask('/readyz')).toMatchObject({ status: 200 });
    const load = startWriting(db, 'restarted');
    await load.more(10);
    // Idle connections too: the reader's.
    expect(await ask('/count')).toMatchObject({ status: 200 });

    stopFast(cluster);
    const away = await ask('/count');
    expect(away).toMatchObject({
      status: 503,
      retryAfter: '5',
      body: { type: '/problems/database-unavailable', next: expect.stringContaining('稍候重试') },
    });
    expect(JSON.stringify(away.body)).not.toMatch(/ECONN|postgres|at .*:\d+|127\.0\.0\.1/);
    await wait(600);
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: { type: '/problems/not-ready' } });

    start(cluster);
    const began = performance.now();
    expect(await ask('/count')).toMatchObject({ status: 200 });
    expect(performance.now() - began).toBeLessThan(2000);
    await wait(600);
    expect(await ask('/readyz')).toMatchObject({ status: 200 });
    await load.more(10);
    await load.stop();
    await expectWhole(db, load);
    await close();
    await db.close();
  });
});

/** `/readyz` as in the product, and a route that reads. */
async function aServer(db: Database) {
  const monitor = createMonitor({ db, config: readConfig({}) }, () => ({
    tiles: 0,
    bytes: 0,
    made: 0,
    reused: 0,
    skippedRows: 0,
  }));
  const server = createServer((request, response) => {
    monitor.watch(request, response);
    if (monitor.handle(request, response)) return;
    db.query('SELECT count(*) AS count FROM gengjie.land_parcels').then(
      ([row]) => response.end(JSON.stringify(row)),
      (error: unknown) => answerProblem(request, response, error),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    async ask(path: string) {
      const response = await fetch(origin + path);
      const retryAfter = response.headers.get('retry-after');
      return { status: response.status, retryAfter, body: (await response.json()) as object };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
