import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bilingual, Problem } from '#core/problem.ts';
import type { Config } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { setLastBackup } from './last-backup.ts';
import { type BackupReport, makeBackup } from './make-backup.ts';
import { removeOldBackups, scheduledBackups } from './retention.ts';
import { backupName, isDue, latestAppointment, type TimeOfDay } from './schedule.ts';

/** Settings of the schedule; see `Config`. */
export interface BackupPlan {
  readonly folder: string;
  readonly at: TimeOfDay;
  readonly keep: number;
}

export interface ScheduleOptions {
  readonly db: Database;
  readonly home: string;
  readonly plan: BackupPlan;
  readonly log: (message: Bilingual) => void;
  readonly clock?: () => Date;
}

/** 定时备份 for a server as configured; nothing when no folder is set. */
export function startBackups(
  db: Database,
  config: Pick<Config, 'home' | 'backupFolder' | 'backupAt' | 'backupKeep'>,
  log: ScheduleOptions['log'],
): BackupSchedule | undefined {
  const { home, backupFolder: folder, backupAt: at, backupKeep: keep } = config;
  if (folder === undefined) return undefined;
  const schedule = new BackupSchedule({ db, home, plan: { folder, at, keep }, log });
  schedule.start();
  return schedule;
}

/** 定时备份 inside the server. */
export class BackupSchedule {
  readonly #clock: () => Date;
  readonly #startedAt: Date;
  readonly #stopping = new AbortController();
  #lastTry: Date | undefined;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ScheduleOptions) {
    this.#clock = options.clock ?? (() => new Date());
    this.#startedAt = this.#clock();
    setLastBackup({ state: 'waiting' });
  }

  start(): void {
    this.#timer = setInterval(() => void this.tick(), tickMs);
    this.#timer.unref();
    void this.tick();
  }

  /** Makes a backup if one is due; never throws. */
  tick(): Promise<void> {
    this.#running ??= this.#look()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  /** No further backup begins, and one under way is given up. Call before the database is closed. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#running;
  }

  async #look(): Promise<void> {
    const { plan, db } = this.options;
    const now = this.#clock();
    const newest = await this.#newest(now);
    if (newest) setLastBackup({ newest: newest.at.toISOString(), file: join(plan.folder, newest.name) });
    const situation = { now, startedAt: this.#startedAt, newest: newest?.at, lastTry: this.#lastTry };
    if (!isDue(situation, plan.at)) return;
    this.#lastTry = now;
    await onlyOne(db, async () => {
      // Another server may have made it while this one waited for the lock.
      const made = await this.#newest(now);
      if (!made || made.at < latestAppointment(now, plan.at)) await this.#make(now);
    });
  }

  /** The newest that is not of the future: a clock may have been set back. */
  async #newest(now: Date) {
    return (await scheduledBackups(this.options.plan.folder)).find(({ at }) => at <= now);
  }

  async #make(now: Date): Promise<void> {
    const { db, home, plan, log } = this.options;
    setLastBackup({ state: 'running' });
    await mkdir(plan.folder, { recursive: true, mode: 0o700 });
    const file = join(plan.folder, backupName(now));
    const report = await makeBackup(db, { file, home, now, signal: this.#stopping.signal });
    const problem = incomplete(report);
    const { bytes, seconds } = report;
    setLastBackup({
      state: problem ? 'incomplete' : 'ok',
      newest: now.toISOString(),
      file,
      bytes,
      seconds,
      problem: problem ?? null,
    });
    log(
      problem ?? {
        zh: `定时备份完成：${file}，${(bytes / 1e6).toFixed(1)} MB，${seconds.toFixed(1)} 秒`,
        en: `Scheduled backup made: ${file}, ${(bytes / 1e6).toFixed(1)} MB, ${seconds.toFixed(1)} s`,
      },
    );
    // An earlier backup may hold the attachment that this one misses.
    if (problem) return;
    const removed = await removeOldBackups(plan.folder, plan.keep);
    if (removed.length > 0) {
      log({ zh: `已删除旧备份：${removed.join('、')}`, en: `Old backups removed: ${removed.join(', ')}` });
    }
  }

  #failed(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    const text = (error instanceof Problem && error.detail) || { zh: String(error), en: String(error) };
    const problem = { zh: `定时备份失败：${text.zh}`, en: `The scheduled backup failed: ${text.en}` };
    setLastBackup({ state: 'failed', problem });
    this.options.log(problem);
  }
}

function incomplete({ file, manifest: { faults } }: BackupReport): Bilingual | undefined {
  if (faults.length === 0) return undefined;
  const names = faults.slice(0, 3).map((fault) => fault.file);
  return {
    zh: `定时备份不完整：${file} 缺 ${faults.length} 个附件，如 ${names.join('、')}；旧备份全部保留`,
    en: `The scheduled backup ${file} lacks ${faults.length} attachments, such as ${names.join(', ')}; every old backup is kept`,
  };
}

/**
 * Several servers on one database: the one that gets the lock works, the others go without. The lock belongs to a transaction that
 * stays open meanwhile, and says so now and then, because idle transactions are ended.
 */
async function onlyOne(db: Database, work: () => Promise<void>): Promise<void> {
  if (db.engine === 'embedded') return work();
  await db.transaction(async (tx) => {
    const [row] = await tx.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
      backupLock,
    ]);
    if (!row?.mine) return;
    const alive = setInterval(() => void tx.query('SELECT 1').catch(() => {}), aliveMs);
    try {
      await work();
    } finally {
      clearInterval(alive);
    }
  });
}

const backupLock = 4_490_120_112;
const tickMs = 30_000;
const aliveMs = 60_000;
