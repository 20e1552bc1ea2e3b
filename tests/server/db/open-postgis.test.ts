import { connect, createServer, type Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '#server/db/open-database.ts';
import { administer } from '../../support/administer.ts';
import { databases, freshDatabase, type TestDatabase } from '../../support/database.ts';

describe.runIf(databases.includes('postgis'))('opening a PostgreSQL server', () => {
  let fresh: TestDatabase;
  let url: URL;
  beforeEach(async () => {
    fresh = await freshDatabase('postgis');
    url = new URL(fresh.options.url ?? '');
  });
  afterEach(() => fresh.remove());

  test('tells its versions', async () => {
    const database = await openDatabase(fresh.options);
    expect(database.version.postgres).toMatch(/^\d\d/);
    expect(database.version.postgis).toMatch(/^3\.\d/);
    await database.close();
  });

  test('waits for one that is starting', async () => {
    const messages: string[] = [];
    let proxy: Server | undefined;
    const { port } = url;
    url.port = String(50_000 + (process.pid % 10_000));
    const later = wait(2500).then(() => {
      proxy = createServer((socket) => {
        const target = connect(Number(port), url.hostname);
        socket.pipe(target).pipe(socket);
        socket.on('error', () => target.destroy());
        target.on('error', () => socket.destroy());
      }).listen(Number(url.port), url.hostname);
    });
    const database = await openDatabase({
      ...fresh.options,
      url: url.href,
      progress: (message) => messages.push(message.en),
    });
    await later;
    expect(messages).toContain('Waiting for the database to start…');
    await database.close();
    proxy?.close();
  });

  test('a wrong password is refused at once, without repeating it', async () => {
    url.password = 'geheim';
    const refused = openDatabase({ ...fresh.options, url: url.href });
    await expect(refused).rejects.toMatchObject({ type: 'database-unreachable' });
    await expect(refused).rejects.not.toThrow(/geheim/);
  });

  test('a database without PostGIS, where we may not add it, is refused', async () => {
    const name = `plain_${process.pid}`;
    await administer(fresh.options.url ?? '', `CREATE ROLE ${name} LOGIN PASSWORD 'plain'`);
    await administer(fresh.options.url ?? '', `CREATE DATABASE ${name}`);
    const plain = new URL(url.href);
    plain.pathname = `/${name}`;
    plain.username = name;
    plain.password = 'plain';
    const refused = openDatabase({ ...fresh.options, url: plain.href });
    await expect(refused).rejects.toMatchObject({
      type: 'database-postgis-missing',
      next: { zh: expect.stringContaining('CREATE EXTENSION postgis') },
    });
    await administer(fresh.options.url ?? '', `DROP DATABASE ${name}`);
    await administer(fresh.options.url ?? '', `DROP ROLE ${name}`);
  });
});
