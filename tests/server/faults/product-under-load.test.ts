import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '#server/db/open-database.ts';
import { aTown } from '../../support/cast.ts';
import { databases, freshDatabase, type TestDatabase } from '../../support/database.ts';
import { expectAllKept, startEditing } from '../../support/edit-load.ts';
import { ownCluster, unless, whyNoCluster } from '../../support/own-cluster.ts';
import { anybody } from '../../support/people.ts';
import { type ProductProcess, startProduct } from '../../support/product-process.ts';
import {
  killCluster,
  removeCluster,
  start,
  stopFast,
  type TemporaryCluster,
} from '../../support/temporary-cluster.ts';

let running: ProductProcess[] = [];
afterEach(async () => {
  for (const { child } of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  running = [];
});

async function aProduct(options: TestDatabase['options'], environment: Record<string, string> = {}) {
  const product = await startProduct(options, environment);
  running.push(product);
  return product;
}

describe.each(databases)('people edit while the server ends, on %s', { timeout: 240_000 }, (engine) => {
  let fresh: TestDatabase;
  afterEach(() => fresh?.remove());

  async function aPlace(): Promise<{ token: string }> {
    fresh = await freshDatabase(engine);
    const db = await openDatabase(fresh.options);
    await aTown(db);
    const person = await anybody(db);
    await db.close();
    return person;
  }

  test('kill -9: every answered edit is kept, once, with its act in the audit log', async () => {
    const { token } = await aPlace();
    let product = await aProduct(fresh.options);
    const load = startEditing(() => product.origin, token, 'killed');
    await load.more(15);
    product.child.kill('SIGKILL');
    await once(product.child, 'exit');
    product = await aProduct(fresh.options);
    await load.more(5);
    await load.stop();
    product.child.kill('SIGKILL');
    await once(product.child, 'exit');
    const db = await openDatabase(fresh.options);
    expect(load.refused.length).toBeGreaterThan(0);
    await expectAllKept(db, load);
    await db.close();
  });

  test('told to end: what is under way is answered, nothing is cut', async () => {
    const { token } = await aPlace();
    const product = await aProduct(fresh.options, { GENGJIE_LOG: 'json' });
    const load = startEditing(() => product.origin, token, 'ended');
    await load.more(10);
    product.child.kill('SIGTERM');
    const [code] = (await once(product.child, 'exit')) as [number];
    await load.stop();
    expect(code).toBe(0);
    const db = await openDatabase(fresh.options);
    await expectAllKept(db, load);
    const [stored] = await db.query<{ count: number }>('SELECT count(*) AS count FROM gengjie.patches');
    // Nobody was left without an answer to a write that happened.
    expect(stored?.count).toBe(load.acknowledged.length);
    await db.close();

    // The log of those requests: one line each, nobody's name or token in it.
    const lines = product
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { route: string; status: number; level: string });
    const added = lines.filter(({ route }) => route === '/api/layers/{layer}/features');
    expect(added.filter(({ status }) => status === 201)).toHaveLength(load.acknowledged.length);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(product.output()).not.toContain(token);
    expect(lines.map((line) => JSON.stringify(line)).join('')).not.toMatch(/anybody-|写入压力|117\.08/);
  });
});

describe.skipIf(whyNoCluster)(
  `people edit while the PostgreSQL server fails${unless(whyNoCluster)}`,
  { timeout: 240_000 },
  () => {
    let cluster: TemporaryCluster | undefined;
    afterEach(() => {
      if (cluster) removeCluster(cluster);
      cluster = undefined;
    });

    test.each(['restart', 'kill -9'])(
      '%s: the same server goes on, nothing answered is lost',
      async (fault) => {
        cluster = await ownCluster();
        const options = { url: cluster.url, home: cluster.directory };
        const db = await openDatabase(options);
        const { token } = await anybody(db);
        const product = await aProduct(options);
        const load = startEditing(() => product.origin, token, 'database');
        await load.more(10);
        if (fault === 'restart') stopFast(cluster);
        else await killCluster(cluster);
        await expect.poll(() => load.refused.length, { timeout: 30_000 }).toBeGreaterThan(5);
        expect((await fetch(`${product.origin}/healthz`)).status, 'the process lives').toBe(200);
        expect((await fetch(`${product.origin}/readyz`)).status).toBe(503);
        start(cluster);
        await load.more(10);
        await load.stop();
        await expectAllKept(db, load);
        await db.close();
      },
    );
  },
);
