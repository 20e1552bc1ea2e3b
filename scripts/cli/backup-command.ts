import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from '#core/problem.ts';
import type { Config } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { type BackupReport, makeBackup } from '#server/operations/backup/make-backup.ts';
import { backupProblem } from '#server/operations/backup/problems.ts';
import { exitCodes, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** 备份. */
export const backupCommand = {
  help: {
    zh: `npx gengjie backup 文件 [--force]

把数据库、附件和导入原件写成一个文件（ZIP，含清单和校验值）；服务器运行时也可使用。
写完重新读一遍并核对，才给出文件名。附件缺失或被改动时照常写出其余内容，逐个列出，退出码为 1。
登录会话不随备份走：恢复后需重新登录。文件含全部数据，请存放在只有管理员能读的地方。
  --force   覆盖已有的文件`,
    en: `npx gengjie backup FILE [--force]

Writes the database, the attachments and the originals of imports into one file (a ZIP with a manifest and sums); works while the server runs.
It gets its name after it was read back and compared. When an attachment is missing or altered the rest is written, each is named, and the exit code is 1.
Sign-in sessions are not carried: people sign in again after a restore. The file holds everything: keep it where only administrators can read it.
  --force   overwrites a file that is there`,
  },
  async run(words: readonly string[], config: Config, terminal: Terminal): Promise<number> {
    const { positionals, values } = parse(words);
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) {
      throw new UsageError({ zh: '请给出一个文件名', en: 'Give the name of one file' });
    }
    const db = await openAsItIs(config, terminal);
    try {
      const report = await makeBackup(db, {
        file,
        home: config.home,
        force: values.force === true,
        onProgress: terminal.progress('备份', 'Backing up'),
      });
      return say(report, terminal);
    } finally {
      await db.close();
    }
  },
};

/** As it is: a backup before an upgrade must not upgrade, and one of an empty folder must not fill it. */
async function openAsItIs(
  { databaseUrl, home, databaseWaitMs }: Config,
  terminal: Terminal,
): Promise<Database> {
  if (databaseUrl !== undefined) {
    return openDatabase({ url: databaseUrl, home, waitMs: databaseWaitMs, progress: terminal.database });
  }
  if (!existsSync(join(home, 'pgdata'))) throw backupProblem('backup-nothing-there', { place: home });
  try {
    return await openDatabase({ home, attach: true });
  } catch (error) {
    if (!(error instanceof Problem) || error.type !== 'database-no-owner') throw error;
    return openDatabase({ home, progress: terminal.database });
  }
}

function say({ file, bytes, seconds, manifest }: BackupReport, terminal: Terminal): number {
  const { tables, attachments, originals, faults, audit, demonstration } = manifest;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const megabytes = (bytes / 1e6).toFixed(1);
  terminal.say(
    `已备份${demonstration ? '（示意数据）' : ''}：${tables.length} 张表 ${rows} 行，附件 ${attachments.length} 个，导入原件 ${originals.length} 个；` +
      `${file}，${megabytes} MB，${seconds.toFixed(1)} 秒，已重新读取并核对`,
    `Backed up${demonstration ? ' (demonstration data)' : ''}: ${rows} rows of ${tables.length} tables, ${attachments.length} attachments, ` +
      `${originals.length} originals; ${file}, ${megabytes} MB, ${seconds.toFixed(1)} s, read back and compared`,
  );
  if (audit) {
    terminal.say(
      `审计日志至第 ${audit.seq} 条 ${audit.hash}`,
      `Audit log up to entry ${audit.seq} ${audit.hash}`,
    );
  }
  if (faults.length === 0) return exitCodes.ok;
  const kinds = {
    missing: { zh: '缺失', en: 'missing' },
    altered: { zh: '被改动', en: 'altered' },
    unreadable: { zh: '无法读取', en: 'unreadable' },
  } as const;
  for (const { file: name, fault } of faults) {
    process.stderr.write(`  ✗ ${name} ${terminal.pick(kinds[fault])}\n`);
  }
  process.stderr.write(
    `${terminal.pick({
      zh: `备份不完整：${faults.length} 个附件没有备份。请从更早的备份或原处找回这些文件，再备份一次。`,
      en: `The backup is not complete: ${faults.length} attachments are not in it. Find them in an earlier backup or where they came from, then back up again.`,
    })}\n`,
  );
  return exitCodes.refused;
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: { force: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({ zh: `参数有误：${reason}`, en: `Wrong options: ${reason}` });
  }
}
