import { Problem } from '#core/problem.ts';
import { readConfig } from '#server/config.ts';
import { backupCommand } from './backup-command.ts';
import { batchesCommand } from './batches-command.ts';
import { importCommand } from './import-command.ts';
import { linkCommand } from './link-command.ts';
import { overlayCommand } from './overlay-command.ts';
import { peopleCommand } from './people-command.ts';
import { restoreCommand } from './restore-command.ts';
import { exitCodes, Terminal } from './terminal.ts';
import { tokenCommand } from './token-command.ts';
import { undoCommand } from './undo-command.ts';
import { UsageError } from './usage-error.ts';
import { verifyAuditCommand } from './verify-audit-command.ts';

const commands = {
  import: importCommand,
  batches: batchesCommand,
  undo: undoCommand,
  overlay: overlayCommand,
  backup: backupCommand,
  restore: restoreCommand,
  people: peopleCommand,
  link: linkCommand,
  token: tokenCommand,
  'verify-audit': verifyAuditCommand,
} as const;

/** 命令行: runs one command and returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export async function main(words: readonly string[]): Promise<number> {
  const terminal = new Terminal();
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.say(help.zh, help.en);
    return name === undefined ? exitCodes.usage : exitCodes.ok;
  }
  try {
    if (!Object.hasOwn(commands, name)) {
      throw new UsageError({ zh: `没有命令“${name}”`, en: `There is no command “${name}”` });
    }
    const command = commands[name as keyof typeof commands];
    if (rest.includes('--help') || rest.includes('-h')) {
      terminal.say(command.help.zh, command.help.en);
      return exitCodes.ok;
    }
    return await command.run(rest, readConfig(), terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${terminal.pick(error.text)}\n`);
      process.stderr.write(`${terminal.language === 'zh' ? '用法见' : 'See'} npx gengjie --help\n`);
      return exitCodes.usage;
    }
    if (error instanceof Problem) {
      terminal.problem(error);
      return exitCodes.refused;
    }
    throw error;
  }
}

const help = {
  zh: `耕界命令行

  npx gengjie import 文件… --layer 图层 [选项]   导入文件为一个批次
  npx gengjie batches                           列出导入批次
  npx gengjie undo 编号 [--yes]                 撤销一个批次（历史保留）
  npx gengjie overlay 图层 [--out 文件.csv]      图层每个要素下的地类、耕地、永久基本农田（CSV）
  npx gengjie backup 文件                       备份数据库、附件和导入原件
  npx gengjie restore 文件 [--yes]              恢复到空的数据库（内置或 PostGIS；先停止服务器）
  npx gengjie verify-audit [--since 号:哈希]     校验审计链

  npx gengjie people                            列出人员
  npx gengjie link --person 用户名              打印一次性链接（设置或重设口令）
  npx gengjie token --person 用户名 [--scope read|write] [--days 天数]   新建访问令牌

  npx gengjie import --help                     导入的全部选项

环境变量：DATABASE_URL（PostGIS）、GENGJIE_HOME（内置数据库目录，默认 ./.gengjie）、LANG（en… 为英文）。
除 restore 外，服务器运行时也可使用。退出码：0 完成，1 被拒绝（数据未改变），2 用法有误。`,
  en: `Gengjie command line

  npx gengjie import FILE… --layer LAYER [options]   import files as one batch
  npx gengjie batches                                list the import batches
  npx gengjie undo ID [--yes]                        undo a batch (history is kept)
  npx gengjie overlay LAYER [--out FILE.csv]         land classes, farmland, permanent farmland under each feature (CSV)
  npx gengjie backup FILE                            back up the database, attachments and originals of imports
  npx gengjie restore FILE [--yes]                   restore into an empty database of either kind (stop the server first)
  npx gengjie verify-audit [--since SEQ:HASH]        verify the audit chain

  npx gengjie people                                 list the people
  npx gengjie link --person NAME                     print a one-time link that sets a password
  npx gengjie token --person NAME [--scope read|write] [--days N]   make an API token

  npx gengjie import --help                          every option of import

Environment: DATABASE_URL (PostGIS), GENGJIE_HOME (folder of the embedded database, default ./.gengjie), LANG (en… for English).
All but restore work while the server runs. Exit codes: 0 done, 1 refused (nothing changed), 2 wrong usage.`,
};
