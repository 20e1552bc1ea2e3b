import { parseArgs } from 'node:util';
import type { Config } from '#server/config.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { Backup } from '#server/operations/backup/archive-reader.ts';
import type { Manifest } from '#server/operations/backup/manifest.ts';
import { type RestoreReport, restoreBackup } from '#server/operations/backup/restore-backup.ts';
import { refuseWhileServed } from '#server/operations/backup/served.ts';
import { schemaContent } from '#server/operations/prepared-contents.ts';
import { exitCodes, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** 恢复. */
export const restoreCommand = {
  help: {
    zh: `npx gengjie restore 文件 [--replace] [--yes]

把备份恢复到空的数据库（内置或 PostGIS，与备份来自哪一种无关）。先停止服务器。
先核对整个文件，再在一个事务里写入、读回核对；任何一处不符都全部撤销，数据库不变。
较早版本的备份恢复后自动升级；较新版本的备份被拒绝。
  --replace   数据库里已有数据时，以备份替换（先备份现有数据）
  --yes       不询问`,
    en: `npx gengjie restore FILE [--replace] [--yes]

Restores a backup into an empty database (embedded or PostGIS, whichever the backup came from). Stop the server first.
The whole file is checked first; rows are written and read back in one transaction; whatever differs undoes everything.
A backup of an earlier release is upgraded after it was restored, one of a later release is refused.
  --replace   puts the backup in place of the data that is there (back that up before)
  --yes       does not ask`,
  },
  async run(words: readonly string[], config: Config, terminal: Terminal): Promise<number> {
    const { positionals, values } = parse(words);
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) {
      throw new UsageError({ zh: '请给出一个备份文件', en: 'Give one backup file' });
    }
    describe(await manifestOf(file), terminal);
    const replace = values.replace === true;
    const target = config.databaseUrl === undefined ? config.home : 'DATABASE_URL';
    const sure =
      values.yes ||
      (await terminal.confirm(
        `恢复到 ${target}${replace ? '，替换其中的全部数据' : ''}？`,
        `Restore into ${target}${replace ? ', in place of everything in it' : ''}?`,
      ));
    if (!sure) {
      terminal.say('没有恢复（需要 --yes）。', 'Nothing was restored (--yes is needed).');
      return exitCodes.refused;
    }
    const db = await openDatabase({
      url: config.databaseUrl,
      home: config.home,
      waitMs: config.databaseWaitMs,
      prepared: schemaContent(),
      progress: terminal.database,
    });
    try {
      await refuseWhileServed(db);
      const onProgress = terminal.progress('恢复', 'Restoring');
      return say(await restoreBackup(db, { file, home: config.home, replace, onProgress }), terminal);
    } finally {
      await db.close();
    }
  },
};

async function manifestOf(file: string): Promise<Manifest> {
  const backup = await Backup.open(file);
  backup.close();
  return backup.manifest;
}

function describe({ createdAt, version, engine, tables, demonstration }: Manifest, terminal: Terminal): void {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const name =
    engine === 'embedded'
      ? { zh: '内置数据库', en: 'the embedded database' }
      : { zh: 'PostGIS', en: 'PostGIS' };
  terminal.say(
    `备份做于 ${createdAt}，版本 ${version}，来自${name.zh}，${rows} 行${demonstration ? '（示意数据）' : ''}`,
    `The backup was made at ${createdAt} by release ${version} from ${name.en}: ${rows} rows${demonstration ? ' (demonstration data)' : ''}`,
  );
}

function say(report: RestoreReport, terminal: Terminal): number {
  const { manifest, rows, audit, auditEqual, migrated, keptAside, seconds } = report;
  const { tables, attachments, originals, faults } = manifest;
  terminal.say(
    `已恢复：${tables.length} 张表 ${rows} 行，附件 ${attachments.length} 个，导入原件 ${originals.length} 个；逐行核对一致，${seconds.toFixed(1)} 秒`,
    `Restored: ${rows} rows of ${tables.length} tables, ${attachments.length} attachments, ${originals.length} originals; every row compared, ${seconds.toFixed(1)} s`,
  );
  if (audit) {
    terminal.say(
      `审计日志末条（第 ${audit.seq} 条）与备份${auditEqual ? '一致' : '不一致'}`,
      `The last entry of the audit log (${audit.seq}) ${auditEqual ? 'is' : 'is not'} that of the backup`,
    );
  }
  if (migrated.length > 0) {
    terminal.say(`已升级：${migrated.join('、')}`, `Upgraded: ${migrated.join(', ')}`);
  }
  for (const { file } of faults) {
    terminal.say(`  ✗ 做备份时已缺失：${file}`, `  ✗ was missing when the backup was made: ${file}`);
  }
  if (keptAside) {
    terminal.say(`原有的导入原件移到 ${keptAside}`, `The originals that were there are kept in ${keptAside}`);
  }
  terminal.say('登录会话没有恢复，请重新登录。', 'Sessions were not restored: everybody signs in again.');
  return exitCodes.ok;
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: { replace: { type: 'boolean' }, yes: { type: 'boolean', short: 'y' } },
      allowPositionals: true,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({ zh: `参数有误：${reason}`, en: `Wrong options: ${reason}` });
  }
}
