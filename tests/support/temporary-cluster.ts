import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL server of this test run alone, on a free loopback port; its data is thrown away. */
export interface TemporaryCluster {
  readonly url: string;
  readonly binaries: string;
  readonly directory: string;
}

/** Makes and starts one as user postgres (when root) or as ourselves; `folder` remembers it for {@link stopCluster}. */
export async function startCluster(folder: string, binaries: string): Promise<TemporaryCluster> {
  // The name holds the run's process, so that a later run can stop what a killed one left.
  const directory = mkdtempSync(join(tmpdir(), `${prefix}${process.ppid}-`));
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(directory, 'password');
  writeFileSync(passwordFile, password);
  writeFileSync(join(directory, 'binaries'), binaries);
  if (isRoot()) execFileSync('chown', ['-R', 'postgres', directory]);
  else chmodSync(directory, 0o700);
  const data = join(directory, 'data');
  run(binaries, 'initdb', [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    '--pwfile',
    passwordFile,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '-N',
  ]);
  const port = await freePort();
  const options = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: directory,
    fsync: 'off',
    max_connections: 60,
    jit: 'off',
  };
  const settings = Object.entries(options).map(([name, value]) => `-c ${name}=${value}`);
  run(binaries, 'pg_ctl', [
    '-D',
    data,
    '-w',
    '-t',
    '60',
    '-l',
    join(directory, 'log'),
    '-o',
    settings.join(' '),
    'start',
  ]);
  const cluster = { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, binaries, directory };
  writeFileSync(join(folder, 'cluster'), JSON.stringify(cluster));
  return cluster;
}

export function stopCluster(folder: string): void {
  const path = join(folder, 'cluster');
  if (!existsSync(path)) return;
  const cluster = JSON.parse(readFileSync(path, 'utf8')) as TemporaryCluster;
  stop(cluster.directory, cluster.binaries);
}

/** Servers of test runs that were killed before they could clean up. */
export function stopOrphans(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const owner = Number(name.slice(prefix.length).split('-')[0]);
    if (existsSync(`/proc/${owner}`)) continue;
    const directory = join(tmpdir(), name);
    try {
      stop(directory, readFileSync(join(directory, 'binaries'), 'utf8'));
    } catch {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}

function stop(directory: string, binaries: string): void {
  try {
    run(binaries, 'pg_ctl', ['-D', join(directory, 'data'), '-w', '-m', 'immediate', 'stop']);
  } catch {
    // It had stopped already.
  }
  rmSync(directory, { recursive: true, force: true });
}

function run(binaries: string, program: string, args: readonly string[]): void {
  const path = join(binaries, program);
  // A server that inherited our pipes would keep them open for as long as it lives.
  const options = { stdio: ['ignore', 'ignore', 'pipe'] as ['ignore', 'ignore', 'pipe'], cwd: '/' };
  if (program === 'pg_ctl' && args.includes('start')) options.stdio[2] = 'ignore' as 'pipe';
  if (isRoot()) execFileSync('runuser', ['-u', 'postgres', '--', path, ...args], options);
  else execFileSync(path, args, options);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const prefix = 'gengjie-postgis-';
