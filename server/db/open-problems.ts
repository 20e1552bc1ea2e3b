import { type Bilingual, Problem } from '#core/problem.ts';

/** Why a database could not be opened; each with what an administrator does next. */
export type OpenFailure =
  | 'unreachable'
  | 'postgres-too-old'
  | 'postgis-too-old'
  | 'postgis-missing'
  | 'folder-in-use'
  | 'folder-not-writable'
  | 'no-owner'
  | 'engine-failed';

/** 打不开数据库 as a Problem; `values` fill the braces of the sentences. */
export function databaseProblem(
  failure: OpenFailure,
  values: Readonly<Record<string, string>>,
  cause?: unknown,
): Problem {
  const { detail, next } = sentences[failure];
  const fill = (text: Bilingual): Bilingual => ({
    zh: replace(text.zh, values),
    en: replace(text.en, values),
  });
  return new Problem({
    type: `database-${failure}`,
    status: 503,
    title: { zh: '数据库不可用', en: 'The database is not available' },
    detail: fill(detail),
    next: fill(next),
    ...(cause === undefined ? {} : { cause }),
  });
}

function replace(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

const sentences: Record<OpenFailure, { detail: Bilingual; next: Bilingual }> = {
  unreachable: {
    detail: {
      zh: '连接不上 DATABASE_URL 所指的数据库：{reason}',
      en: 'DATABASE_URL cannot be reached: {reason}',
    },
    next: {
      zh: '确认数据库已启动，主机、端口、用户名、密码和库名无误。',
      en: 'Check that it runs, and its host, port, user, password and database name.',
    },
  },
  'postgres-too-old': {
    detail: {
      zh: 'PostgreSQL 版本为 {found}，需要 {least} 或更高。',
      en: 'PostgreSQL is {found}; {least} or newer is needed.',
    },
    next: {
      zh: '升级 PostgreSQL，或使用 docker-compose.yml 中的数据库。',
      en: 'Upgrade it, or use the one in docker-compose.yml.',
    },
  },
  'postgis-too-old': {
    detail: {
      zh: 'PostGIS 版本为 {found}，需要 {least} 或更高。',
      en: 'PostGIS is {found}; {least} or newer is needed.',
    },
    next: {
      zh: '升级 PostGIS 后执行 ALTER EXTENSION postgis UPDATE。',
      en: 'Upgrade PostGIS, then run ALTER EXTENSION postgis UPDATE.',
    },
  },
  'postgis-missing': {
    detail: {
      zh: '库中没有 PostGIS 扩展，也未能创建：{reason}',
      en: 'The PostGIS extension is missing and could not be created: {reason}',
    },
    next: {
      zh: '在服务器上安装 PostGIS，并由管理员在该库执行 CREATE EXTENSION postgis。',
      en: 'Install PostGIS on the server and let an administrator run CREATE EXTENSION postgis in this database.',
    },
  },
  'folder-in-use': {
    detail: {
      zh: '数据目录 {folder} 正由进程 {pid} 使用（自 {started}）。',
      en: 'The data folder {folder} is in use by process {pid} (since {started}).',
    },
    next: {
      zh: '先停止该进程，或用 GENGJIE_HOME 指定另一个目录。',
      en: 'Stop that process first, or name another folder with GENGJIE_HOME.',
    },
  },
  'folder-not-writable': {
    detail: {
      zh: '无法写入数据目录 {folder}：{reason}',
      en: 'The data folder {folder} cannot be written: {reason}',
    },
    next: {
      zh: '检查目录权限和磁盘空间，或用 GENGJIE_HOME 指定另一个目录。',
      en: 'Check its rights and the disk, or name another with GENGJIE_HOME.',
    },
  },
  'no-owner': {
    detail: {
      zh: '没有正在运行的服务占用数据目录 {folder}。',
      en: 'No running server owns the data folder {folder}.',
    },
    next: {
      zh: '先启动服务（npm start），或不带附加方式直接打开。',
      en: 'Start the server (npm start), or open the folder without attaching.',
    },
  },
  'engine-failed': {
    detail: { zh: '内置数据库未能启动：{reason}', en: 'The embedded database did not start: {reason}' },
    next: {
      zh: '查看上方日志；若数据目录 {folder} 已损坏，请从备份恢复。',
      en: 'See the log above; if the data folder {folder} is damaged, restore it from a backup.',
    },
  },
};
