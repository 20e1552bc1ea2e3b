import { mkdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PoolConfig } from 'pg';
import { Problem } from '#core/problem.ts';
import { type Database, DatabaseError, type OpenOptions } from '../database.ts';
import { diskFull } from '../errors.ts';
import { databaseProblem } from '../open-problems.ts';
import { PooledDatabase } from '../pooled-database.ts';
import { defaultTimeoutMs } from '../postgis.ts';
import { type EngineLock, EngineLockFile, isAlive } from './engine-lock.ts';
import { EngineSupervisor } from './engine-supervisor.ts';
import { placeDataDirectory } from './template.ts';

/** Options of the engine that only templates and tests set. */
export interface EmbeddedOptions extends OpenOptions {
  /** Makes a new cluster instead of copying a prepared one. */
  readonly making?: boolean;
  /** Sync to disk at every commit; default true. */
  readonly durable?: boolean;
  /** How long a transaction may stay open without a statement; default one minute. */
  readonly idleInTransactionMs?: number;
}

/** Opens the embedded engine on `home`: as its owner, or through the running owner when `attach` is set. */
export async function openEmbedded(options: EmbeddedOptions): Promise<Database> {
  try {
    mkdirSync(options.home, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw databaseProblem('folder-not-writable', { folder: options.home, reason }, error);
  }
  const lock = new EngineLockFile(options.home);
  return options.attach ? attach(lock, options) : own(lock, options);
}

async function attach(lock: EngineLockFile, options: OpenOptions): Promise<Database> {
  const owner = await runningOwner(lock);
  if (!owner) throw databaseProblem('no-owner', { folder: options.home });
  const database = new PooledDatabase('embedded', connection(owner, options));
  await database.readVersion();
  return database;
}

/** The owner, once its engine takes connections: it may be starting. */
async function runningOwner(lock: EngineLockFile): Promise<EngineLock | undefined> {
  const deadline = Date.now() + startingMs;
  for (;;) {
    const owner = lock.read();
    if (!owner || !isAlive(owner.pid, owner.birth) || Date.now() > deadline) return undefined;
    if (owner.host) return owner;
    await wait(200);
  }
}

/** Takes the folder; a holder that has just been told to end (a restart, a kill) gets a moment to be gone. */
async function takeLock(lock: EngineLockFile): Promise<ReturnType<EngineLockFile['take']>> {
  const deadline = Date.now() + endingMs;
  for (;;) {
    const taken = lock.take();
    if (!taken.holder || Date.now() > deadline) return taken;
    await wait(100);
  }
}

async function own(lock: EngineLockFile, options: EmbeddedOptions): Promise<Database> {
  const { holder, previous } = await takeLock(lock);
  if (holder) {
    const { pid, started } = holder;
    throw databaseProblem('folder-in-use', { folder: options.home, pid: String(pid), started });
  }
  const dataDirectory = join(options.home, 'pgdata');
  try {
    await outlive(previous);
    if (!options.making) await placeDataDirectory(dataDirectory, options);
  } catch (error) {
    lock.release();
    throw error;
  }
  options.progress?.({ zh: '启动内置数据库…', en: 'Starting the embedded database…' });
  let database: PooledDatabase | undefined;
  const supervisor = new EngineSupervisor({
    home: options.home,
    dataDirectory,
    durable: options.durable ?? true,
    ...(options.idleInTransactionMs === undefined
      ? {}
      : { idleInTransactionMs: options.idleInTransactionMs }),
    started: (address) => {
      lock.update(address);
      database?.renew(connection(address, options));
    },
  });
  const closed = async () => {
    await supervisor.close();
    lock.release();
  };
  try {
    await supervisor.ready();
    database = new PooledDatabase('embedded', connection(lock.read() ?? {}, options), {
      ready: () => engineReady(supervisor, options.home),
      closed,
    });
    if (options.making) await database.script(extensions);
    await database.readVersion();
    return database;
  } catch (error) {
    await closed();
    if (error instanceof Problem) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw databaseProblem('engine-failed', { folder: dataDirectory, reason }, error);
  }
}

/** Waits for an engine that was restarted, but not for ever; says when it is the disk that keeps it from running. */
async function engineReady(supervisor: EngineSupervisor, home: string): Promise<void> {
  if (supervisor.running) return;
  const late = new AbortController();
  try {
    await Promise.race([
      supervisor.ready(),
      wait(restartingMs, undefined, { signal: late.signal }).then(() => {
        throw new Error('the database engine does not start');
      }),
    ]);
  } catch (cause) {
    const { bavail, bsize } = await statfs(home);
    if (bavail * bsize > leastFreeBytes) throw cause;
    throw new DatabaseError(diskFull, `no space is left in ${home}`, { cause });
  } finally {
    late.abort();
  }
}

/** A killed owner's engine goes by itself within moments; two engines on one folder would destroy it, so it is waited for. */
async function outlive(previous: EngineLock | undefined): Promise<void> {
  const { enginePid, engineBirth = '' } = previous ?? {};
  if (!enginePid) return;
  for (let waited = 0; isAlive(enginePid, engineBirth); waited += 50) {
    if (waited === patienceMs) process.kill(enginePid, 'SIGKILL');
    if (waited > 2 * patienceMs) throw new Error(`process ${enginePid} does not let go of the data folder`);
    await wait(50);
  }
}

function connection(address: Partial<EngineLock>, options: OpenOptions): PoolConfig {
  return {
    host: address.host,
    port: address.port,
    password: address.password,
    user: 'postgres',
    database: 'postgres',
    max: poolSize,
    // Connections wait for each other's transactions; each statement has its own time limit.
    connectionTimeoutMillis: 0,
    idleTimeoutMillis: 0,
    statement_timeout: options.queryTimeoutMs ?? defaultTimeoutMs,
  };
}

const extensions = `CREATE EXTENSION IF NOT EXISTS postgis;
  CREATE EXTENSION IF NOT EXISTS btree_gist;
  CREATE EXTENSION IF NOT EXISTS pg_trgm`;
const poolSize = 4;
const restartingMs = 30_000;
/** Two segments of the log: with less the engine can neither write nor recover. */
const leastFreeBytes = 32 * 1024 * 1024;
const patienceMs = 5000;
const startingMs = 60_000;
/** Longer than the kernel takes to end a killed process on a busy machine; a refusal comes this much later. */
const endingMs = 3000;
