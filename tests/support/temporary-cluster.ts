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
import { setTimeout as wait } from 'node:timers/promises';

/** A PostgreSQL server of this test run alone, on a free loopback port; its data is thrown away. */
export interface TemporaryCluster {
  readonly url: string;
  readonly binaries: string;
  readonly directory: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
}

/** Makes and starts one as user postgres (when root) or as ourselves; `folder` remembers it for {@link stopCluster}. */
export async function startCluster(folder: string, binaries: string): Promise<TemporaryCluster> {
  const cluster = await makeCluster(binaries, { fsync: 'off' });
  start(cluster);
  writeFileSync(join(folder, 'cluster'), JSON.stringify(cluster));
  return cluster;
}

/** Makes one in `directory` (default: a folder that a later run removes when this one is killed), not yet started. */
export async function makeCluster(
  binaries: string,
  settings: Readonly<Record<string, string>>,
  // The name holds the run's process, so that a later run can stop what a killed one left.
  directory = mkdtempSync(join(tmpdir(), `${prefix}${process.ppid}-`)),
): Promise<TemporaryCluster> {
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(directory, 'password');
  writeFileSync(passwordFile, password);
  writeFileSync(join(directory, 'binaries'), binaries);
  if (isRoot()) execFileSync('chown', ['-R', 'postgres', directory]);
  else chmodSync(directory, 0o700);
  run(binaries, 'initdb', [
    ...['-D', join(directory, 'data'), '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile],
    ...['-E', 'UTF8', '--locale=C.UTF-8', '-N'],
  ]);
  const port = await freePort();
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  return { url, binaries, directory, port, settings };
}

/** Starts one that was made, stopped or killed; returns when it takes connections. */
export function start({ binaries, directory, port, settings }: TemporaryCluster): void {
  const options = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: directory,
    max_connections: 60,
    jit: 'off',
    ...settings,
  };
  const given = Object.entries(options).map(([name, value]) => `-c ${name}=${value}`);
  try {
    run(binaries, 'pg_ctl', [
      ...['-D', join(directory, 'data'), '-w', '-t', '60', '-l', join(directory, 'log')],
      ...['-o', given.join(' '), 'start'],
    ]);
  } catch (error) {
    const log = readFileSync(join(directory, 'log'), 'utf8').split('\n').slice(-12).join('\n');
    throw new Error(`the server did not start:\n${log}`, { cause: error });
  }
}

/** Starts it unless it runs: after a crash it may have recovered by itself, or have given up. */
export function startAgain(cluster: TemporaryCluster): void {
  const { binaries, directory } = cluster;
  try {
    run(binaries, 'pg_ctl', ['-D', join(directory, 'data'), 'status']);
  } catch {
    start(cluster);
  }
}

/** Stops it as an administrator does for an upgrade: connections are ended, their transactions rolled back. */
export function stopFast({ binaries, directory }: TemporaryCluster): void {
  run(binaries, 'pg_ctl', ['-D', join(directory, 'data'), '-w', '-m', 'fast', 'stop']);
}

/** `kill -9` of every process of the server, as when its machine loses power; returns when they are gone. */
export async function killCluster({ directory, port }: TemporaryCluster): Promise<void> {
  const lock = join(directory, 'data/postmaster.pid');
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  // Held first, so that it neither mourns its children nor starts others.
  process.kill(pid, 'SIGSTOP');
  const family = [...childrenOf(pid), pid];
  for (const each of family) killHard(each);
  while (!family.every(isDead)) await wait(20);
  // Where nobody buries it, its number still looks taken, and its successor would refuse to start.
  for (const path of [lock, join(directory, `.s.PGSQL.${port}.lock`)]) rmSync(path, { force: true });
}

export function stopCluster(folder: string): void {
  const path = join(folder, 'cluster');
  if (!existsSync(path)) return;
  removeCluster(JSON.parse(readFileSync(path, 'utf8')) as TemporaryCluster);
}

/** Servers of test runs that were killed before they could clean up. */
export function stopOrphans(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const owner = Number(name.slice(prefix.length).split('-')[0]);
    if (existsSync(`/proc/${owner}`)) continue;
    const directory = join(tmpdir(), name);
    try {
      removeCluster({ directory, binaries: readFileSync(join(directory, 'binaries'), 'utf8') });
    } catch {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}

export function removeCluster({
  directory,
  binaries,
}: Pick<TemporaryCluster, 'directory' | 'binaries'>): void {
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

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => statOf(each)?.parent === pid);
}

function isDead(pid: number): boolean {
  return (statOf(pid)?.state ?? 'Z') === 'Z';
}

function statOf(pid: number): { state: string; parent: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had gone by itself.
  }
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
