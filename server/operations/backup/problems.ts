import { type Bilingual, Problem } from '#core/problem.ts';

/** Why a backup or a restore was refused; each with the next step. Nothing has changed when one of these is thrown. */
export type BackupFailure = keyof typeof sentences;

/** 备份与恢复的拒绝; `values` fill the braces of the sentences. */
export function backupProblem(
  failure: BackupFailure,
  values: Readonly<Record<string, string | number>> = {},
  cause?: unknown,
): Problem {
  const { status, title, detail, next } = sentences[failure];
  const fill = (text: Bilingual): Bilingual => ({ zh: filled(text.zh, values), en: filled(text.en, values) });
  return new Problem({
    type: failure,
    status,
    title,
    detail: fill(detail),
    next: fill(next),
    ...(values.file === undefined ? {} : { place: { file: String(values.file) } }),
    ...(cause === undefined ? {} : { cause }),
  });
}

function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

const refusedFile: Bilingual = { zh: '备份文件不能使用', en: 'The backup file cannot be used' };
const another: Bilingual = {
  zh: '数据库没有改动。请换一份备份，或重新从存放处复制这一份。',
  en: 'The database was not changed. Use another backup, or copy this one again from where it is kept.',
};

const sentences = {
  'backup-exists': {
    status: 409,
    title: { zh: '文件已存在', en: 'The file exists' },
    detail: { zh: '{file} 已存在，没有覆盖。', en: '{file} exists and was not overwritten.' },
    next: {
      zh: '换一个文件名，或加 --force 覆盖。',
      en: 'Choose another name, or add --force to overwrite it.',
    },
  },
  'backup-not-writable': {
    status: 500,
    title: { zh: '备份写不进去', en: 'The backup cannot be written' },
    detail: { zh: '写入 {file} 失败：{reason}', en: '{file} cannot be written: {reason}' },
    next: {
      zh: '检查目录、权限和磁盘空间后再试；没有留下半份文件。',
      en: 'Check the folder, its rights and the disk space, then try again; no half file was left.',
    },
  },
  'backup-nothing-there': {
    status: 404,
    title: { zh: '没有可备份的数据', en: 'There is nothing to back up' },
    detail: {
      zh: '{place} 中还没有耕界的数据库。',
      en: 'There is no database of Gengjie in {place} yet.',
    },
    next: {
      zh: '检查 DATABASE_URL 或 GENGJIE_HOME 是否指对了地方。',
      en: 'Check that DATABASE_URL or GENGJIE_HOME names the right place.',
    },
  },
  'backup-missing': {
    status: 404,
    title: refusedFile,
    detail: { zh: '没有文件 {file}。', en: 'There is no file {file}.' },
    next: { zh: '检查路径。', en: 'Check the path.' },
  },
  'backup-foreign': {
    status: 422,
    title: refusedFile,
    detail: {
      zh: '{file} 不是耕界的备份，或者被截断了：{reason}',
      en: '{file} is no backup of Gengjie, or it was cut short: {reason}',
    },
    next: another,
  },
  'backup-damaged': {
    status: 422,
    title: refusedFile,
    detail: {
      zh: '{file} 中的 {member} 与清单不符（{reason}），备份已损坏。',
      en: '{member} in {file} does not agree with the manifest ({reason}): the backup is damaged.',
    },
    next: another,
  },
  'backup-newer': {
    status: 409,
    title: refusedFile,
    detail: {
      zh: '{file} 来自版本 {version}，含有本版本没有的数据库升级 {migration}。',
      en: '{file} is of release {version} and has run migration {migration}, which this release lacks.',
    },
    next: {
      zh: '数据库没有改动。请用同样新或更新的版本恢复。',
      en: 'The database was not changed. Restore it with that release or a later one.',
    },
  },
  'restore-not-empty': {
    status: 409,
    title: { zh: '数据库不是空的', en: 'The database is not empty' },
    detail: {
      zh: '数据库里已有数据（{tables}），没有改动。',
      en: 'The database holds data already ({tables}); nothing was changed.',
    },
    next: {
      zh: '恢复到一个空的数据库或目录；确实要用备份替换现有数据时加 --replace（先备份现有数据）。',
      en: 'Restore into an empty database or folder; to put the backup in place of what is there add --replace (after backing that up).',
    },
  },
  'restore-server-runs': {
    status: 409,
    title: { zh: '服务器还在运行', en: 'The server is running' },
    detail: {
      zh: '有 {count} 个耕界的连接正在使用这个数据库，没有改动。',
      en: '{count} connections of Gengjie use this database; nothing was changed.',
    },
    next: { zh: '先停止所有服务器，再恢复。', en: 'Stop every server first, then restore.' },
  },
  'restore-differs': {
    status: 500,
    title: { zh: '恢复的数据与备份不符', en: 'What was restored differs from the backup' },
    detail: {
      zh: '表 {table}：{reason}；已全部撤销，数据库没有改动。',
      en: 'Table {table}: {reason}; everything was undone, the database was not changed.',
    },
    next: {
      zh: '请保留备份文件，并用做备份时的版本再试。',
      en: 'Keep the backup file and try with the release that made it.',
    },
  },
} as const satisfies Record<string, { status: number; title: Bilingual; detail: Bilingual; next: Bilingual }>;
