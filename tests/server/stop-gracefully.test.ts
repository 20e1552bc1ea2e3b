import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readConfig } from '#server/config.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { createMonitor } from '#server/monitoring/monitor.ts';
import { stopGracefully } from '#server/runtime/stop-gracefully.ts';
import { databases, freshDatabase } from '../support/database.ts';

/** A server whose every POST writes a row in a transaction of about a second; `/readyz` is the product's. */
async function aSlowWriter(engine: (typeof databases)[number]) {
  const fresh = await freshDatabase(engine);
  const db = await openDatabase(fresh.options);
  await db.query('CREATE TABLE written (number integer)');
  const monitor = createMonitor({ db, config: readConfig({}) }, () => ({
    tiles: 0,
    bytes: 0,
    made: 0,
    reused: 0,
    skippedRows: 0,
  }));
  let begun = () => {};
  const underWay = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const server = createServer(async (request, response) => {
    if (monitor.handle(request, response)) return;
    await db.transaction(async (tx) => {
      await tx.query('INSERT INTO written VALUES (1)');
      begun();
      await wait(1000);
      await tx.query('INSERT INTO written VALUES (2)');
    });
    response.end('written');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    underWay,
    stoppable: { server, closing: monitor.closing, closers: [() => db.close()] },
    /** Rows that a later process finds. */
    async rows() {
      const again = await openDatabase(fresh.options);
      const rows = await again.query<{ number: number }>('SELECT number FROM written ORDER BY number');
      await again.close();
      await fresh.remove();
      return rows.map(({ number }) => number);
    },
  };
}

test.each(databases)(
  'a write under way is answered and stored, new ones are refused, on %s',
  async (engine) => {
    const { origin, underWay, stoppable, rows } = await aSlowWriter(engine);
    await (await fetch(`${origin}/readyz`)).text();
    const write = fetch(origin, { method: 'POST' }).then((answer) => answer.text());
    await underWay;
    const stopped = stopGracefully(stoppable, 10_000);
    await wait(100);
    await expect(fetch(`${origin}/readyz`)).rejects.toThrow();
    expect(await write).toBe('written');
    const begun = performance.now();
    await stopped;
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(await rows()).toEqual([1, 2]);
  },
);

test.each(databases)(
  'a write that outlasts its grace still commits before the database closes, on %s',
  async (engine) => {
    const { origin, underWay, stoppable, rows } = await aSlowWriter(engine);
    const write = fetch(origin, { method: 'POST' });
    write.catch(() => {});
    await underWay;
    await stopGracefully(stoppable, 200);
    await expect(write).rejects.toThrow();
    expect(await rows()).toEqual([1, 2]);
  },
);
