import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '#server/db/open-database.ts';
import { aTown, withParcels } from '../support/cast.ts';
import { databases, freshDatabase, type TestDatabase } from '../support/database.ts';
import { anybody } from '../support/people.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly origin: Promise<string>;
}

describe.each(databases)('the server process on %s', { timeout: 120_000 }, (engine) => {
  const started: ChildProcess[] = [];
  let fresh: TestDatabase | undefined;
  let token = '';

  afterEach(async () => {
    for (const child of started.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    await fresh?.remove();
    fresh = undefined;
  });

  /** A database with a little town in it, closed again. */
  async function aDatabase(): Promise<TestDatabase> {
    fresh = await freshDatabase(engine);
    const db = await openDatabase(fresh.options);
    await aTown(db);
    await withParcels(db, [{ number: '0001', landClass: '0101', box: [117.081, 39.101, 117.085, 39.105] }]);
    ({ token } = await anybody(db));
    await db.close();
    return fresh;
  }

  function start({ options }: TestDatabase, port = 0): Running {
    const child = spawn(process.execPath, ['--max-semi-space-size=8', '--import', 'tsx', 'server/main.ts'], {
      cwd: root,
      env: {
        ...process.env,
        PORT: String(port),
        GENGJIE_HOME: options.home,
        DATABASE_URL: options.url ?? '',
        GENGJIE_DEMONSTRATION: 'off',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      text += chunk;
    });
    const origin = new Promise<string>((resolve, reject) => {
      child.stdout?.on('data', () => {
        const url = text.match(/Ready: (http:\/\/[^\s]+)/)?.[1];
        if (url) resolve(url);
      });
      child.once('exit', () => reject(new Error(text)));
    });
    origin.catch(() => {});
    return { child, origin, output: () => text };
  }

  async function parcels(origin: string): Promise<number> {
    const response = await fetch(`${origin}/api/layers`, { headers: { authorization: `Bearer ${token}` } });
    const { layers } = (await response.json()) as { layers: { id: string; count: number }[] };
    return layers.find(({ id }) => id === 'land_parcels')?.count ?? -1;
  }

  it('names its URL when it is ready, and Ctrl+C ends everything within 5 s', async () => {
    const server = start(await aDatabase());
    const origin = await server.origin;
    expect(await (await fetch(`${origin}/healthz`)).json()).toMatchObject({ status: 'ok', engine });
    expect(await parcels(origin)).toBe(1);
    const asked = performance.now();
    server.child.kill('SIGINT');
    const [code] = (await once(server.child, 'exit')) as [number];
    expect(code).toBe(0);
    expect(performance.now() - asked).toBeLessThan(5000);
    await expect(fetch(`${origin}/healthz`)).rejects.toThrow();
  });

  it('ends with the npm that started it, whatever stands between them', async () => {
    const { options } = await aDatabase();
    const npm = spawn('npm', ['start', '--ignore-scripts'], {
      cwd: root,
      env: {
        ...process.env,
        PORT: '0',
        GENGJIE_HOME: options.home,
        DATABASE_URL: options.url ?? '',
        GENGJIE_DEMONSTRATION: 'off',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(npm);
    let text = '';
    npm.stdout.on('data', (chunk) => {
      text += chunk;
    });
    const url = () => text.match(/Ready: (http:\/\/\S+)/)?.[1] ?? '';
    await expect.poll(url, { timeout: 60_000 }).not.toBe('');
    const origin = url();
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    npm.kill('SIGTERM');
    const answers = () =>
      fetch(`${origin}/healthz`).then(
        () => true,
        () => false,
      );
    await expect.poll(answers, { timeout: 10_000 }).toBe(false);
  });

  it('loses nothing when it is killed, and starts again', async () => {
    const database = await aDatabase();
    const first = start(database);
    expect(await parcels(await first.origin)).toBe(1);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = start(database);
    expect(await parcels(await second.origin)).toBe(1);
  });

  it('says which port is taken', async () => {
    const database = await aDatabase();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const server = start(database, port);
    const [code] = (await once(server.child, 'exit')) as [number];
    other.close();
    expect(code).toBe(1);
    expect(server.output()).toContain(`端口 ${port} 已被占用`);
    expect(server.output()).toContain('set PORT');
  });

  if (engine === 'embedded') {
    it('refuses a second server on the same data, naming the first', async () => {
      const database = await aDatabase();
      const first = start(database);
      const origin = await first.origin;
      const second = start(database);
      const [code] = (await once(second.child, 'exit')) as [number];
      expect(code).toBe(1);
      expect(second.output()).toContain(String(first.child.pid));
      expect(await parcels(origin), 'the first goes on').toBe(1);
    });

    it('goes on answering after its database engine was killed', async () => {
      const database = await aDatabase();
      const server = start(database);
      const origin = await server.origin;
      const { enginePid } = JSON.parse(readFileSync(join(database.options.home, 'engine.lock'), 'utf8'));
      process.kill(enginePid, 'SIGKILL');
      await expect.poll(() => parcels(origin).catch(() => -1), { timeout: 90_000, interval: 300 }).toBe(1);
    });
  }
});
