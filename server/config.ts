import { resolve } from 'node:path';
import { Problem } from '#core/problem.ts';

/** 配置: everything an administrator may set. Environment variables are read here and nowhere else. */
export interface Config {
  /** PORT, default 8080. */
  readonly port: number;
  /** HOST, default 127.0.0.1: other machines reach the server only when somebody says so (0.0.0.0 in the container). */
  readonly host: string;
  /** GENGJIE_HOME, default ./.gengjie: data of the embedded engine, attachments, caches. Absolute. */
  readonly home: string;
  /** DATABASE_URL: PostgreSQL ≥ 15 with PostGIS ≥ 3.3. Without it the embedded engine is used. */
  readonly databaseUrl: string | undefined;
  /** GENGJIE_UPLOAD_LIMIT_MB, default 128: largest uploaded file. */
  readonly uploadLimitBytes: number;
  /** GENGJIE_UNPACKED_LIMIT_MB, default 2048: what an uploaded archive may inflate to. */
  readonly unpackedLimitBytes: number;
  /** GENGJIE_RATE_LIMIT, default 1: times the product's own numbers of requests a minute; 0 is without limits, for load tests. */
  readonly rateLimit: number;
  /** GENGJIE_VERTEX_LIMIT, default 200 000: most points of an outline drawn or sent by a person. */
  readonly vertexLimit: number;
  /** GENGJIE_QUERY_TIMEOUT_S, default 60: longest single statement. */
  readonly queryTimeoutMs: number;
  /** GENGJIE_TILE_CACHE_MB, default 64: gzipped tiles kept in memory. */
  readonly tileCacheBytes: number;
  /** GENGJIE_WORKERS, default 2: threads for tiles and file reading. */
  readonly workers: number;
  /** GENGJIE_DEMONSTRATION, default on: an empty database gets the demonstration area (示意数据). */
  readonly demonstration: boolean;
  /** GENGJIE_TIANDITU_KEY: the office's own key for the optional 天地图 backdrop; off without it. */
  readonly tiandituKey: string | undefined;
  /** GENGJIE_DATABASE_WAIT_S, default 60: how long start-up waits for a database that does not answer yet. */
  readonly databaseWaitMs: number;
  /** GENGJIE_TRUST_PROXY, default 0: proxies before the server whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  readonly trustProxy: number;
  /** GENGJIE_LOG, `json` or `off`: one line of JSON for each request. Default json when NODE_ENV is production, else off. */
  readonly log: 'json' | 'off';
  /** GENGJIE_METRICS_TOKEN: who sends it as a bearer token may read /metrics; without it there is no /metrics. */
  readonly metricsToken: string | undefined;
  /** GENGJIE_IDLE_MINUTES, default 30: a session that asks for nothing this long is over. */
  readonly idleMinutes: number;
  /** GENGJIE_SESSION_HOURS, default 12: a session is over after this time however busy it is. */
  readonly sessionHours: number;
  /** GENGJIE_PASSWORD_DAYS, default 90: a password must be changed after this time. */
  readonly passwordDays: number;
  /** GENGJIE_REQUIRE_2FA, default off: administrators must have a second factor. */
  readonly requireSecondFactor: boolean;
  /** GENGJIE_BACKUP_FOLDER: where the server puts its daily backups; none are made without it. Absolute. */
  readonly backupFolder: string | undefined;
  /** GENGJIE_BACKUP_AT, default 02:30: time of the daily backup, local. */
  readonly backupAt: { readonly hour: number; readonly minute: number };
  /** GENGJIE_BACKUP_KEEP, default 14: daily backups that are kept. */
  readonly backupKeep: number;
  /** Whether npm started the server (`npm start`), between whom and us stands a shell. */
  readonly startedByNpm: boolean;
}

/** Reads the configuration. Throws a Problem that names the variable, its value and what it may be. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const text = (name: string) => environment[name]?.trim() || undefined;
  const whole = (name: string, fallback: number, least: number, most: number): number => {
    const value = text(name);
    if (value === undefined) return fallback;
    const parsed = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (parsed >= least && parsed <= most) return parsed;
    throw badVariable(name, value, {
      zh: `应为 ${least} 到 ${most} 之间的整数`,
      en: `must be a whole number from ${least} to ${most}`,
    });
  };
  return {
    port: whole('PORT', 8080, 0, 65_535),
    host: text('HOST') ?? '127.0.0.1',
    home: resolve(text('GENGJIE_HOME') ?? '.gengjie'),
    databaseUrl: databaseUrl(text('DATABASE_URL')),
    uploadLimitBytes: whole('GENGJIE_UPLOAD_LIMIT_MB', 128, 1, 4096) * 1024 * 1024,
    unpackedLimitBytes: whole('GENGJIE_UNPACKED_LIMIT_MB', 2048, 1, 65_536) * 1024 * 1024,
    rateLimit: whole('GENGJIE_RATE_LIMIT', 1, 0, 1000),
    vertexLimit: whole('GENGJIE_VERTEX_LIMIT', 200_000, 4, 2_000_000),
    queryTimeoutMs: whole('GENGJIE_QUERY_TIMEOUT_S', 60, 1, 86_400) * 1000,
    tileCacheBytes: whole('GENGJIE_TILE_CACHE_MB', 64, 1, 16_384) * 1024 * 1024,
    workers: whole('GENGJIE_WORKERS', 2, 1, 64),
    demonstration: onOrOff('GENGJIE_DEMONSTRATION', text('GENGJIE_DEMONSTRATION'), true),
    tiandituKey: text('GENGJIE_TIANDITU_KEY'),
    databaseWaitMs: whole('GENGJIE_DATABASE_WAIT_S', 60, 0, 86_400) * 1000,
    trustProxy: whole('GENGJIE_TRUST_PROXY', 0, 0, 10),
    log: logFormat(text('GENGJIE_LOG'), environment.NODE_ENV === 'production'),
    metricsToken: metricsToken(text('GENGJIE_METRICS_TOKEN')),
    idleMinutes: whole('GENGJIE_IDLE_MINUTES', 30, 1, 1440),
    sessionHours: whole('GENGJIE_SESSION_HOURS', 12, 1, 168),
    passwordDays: whole('GENGJIE_PASSWORD_DAYS', 90, 1, 3650),
    requireSecondFactor: onOrOff('GENGJIE_REQUIRE_2FA', text('GENGJIE_REQUIRE_2FA'), false),
    backupFolder: folder(text('GENGJIE_BACKUP_FOLDER')),
    backupAt: timeOfDay('GENGJIE_BACKUP_AT', text('GENGJIE_BACKUP_AT') ?? '02:30'),
    backupKeep: whole('GENGJIE_BACKUP_KEEP', 14, 1, 10_000),
    startedByNpm: text('npm_lifecycle_event') === 'start',
  };
}

function databaseUrl(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)) return value;
  // The value may hold a password, so it is not repeated.
  throw badVariable('DATABASE_URL', '…', {
    zh: '应形如 postgres://用户:密码@主机:5432/库名',
    en: 'must look like postgres://user:password@host:5432/database',
  });
}

function folder(value: string | undefined): string | undefined {
  return value === undefined ? undefined : resolve(value);
}

function timeOfDay(name: string, value: string): { hour: number; minute: number } {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(value) ?? [];
  if (hour !== undefined && minute !== undefined) return { hour: Number(hour), minute: Number(minute) };
  throw badVariable(name, value, { zh: '应形如 02:30', en: 'must look like 02:30' });
}

function logFormat(value: string | undefined, production: boolean): 'json' | 'off' {
  if (value === undefined) return production ? 'json' : 'off';
  if (value === 'json' || value === 'off') return value;
  throw badVariable('GENGJIE_LOG', value, { zh: '应为 json 或 off', en: 'must be json or off' });
}

function metricsToken(value: string | undefined): string | undefined {
  if (value === undefined || /^[\w.~+/=-]{16,256}$/.test(value)) return value;
  // A secret, though a bad one, so it is not repeated.
  throw badVariable('GENGJIE_METRICS_TOKEN', '…', {
    zh: '应为 16 至 256 个字母、数字或 . _ ~ + / = -',
    en: 'must be 16 to 256 letters, digits or . _ ~ + / = -',
  });
}

function onOrOff(name: string, value: string | undefined, fallback: boolean): boolean {
  if (value === undefined) return fallback;
  if (['1', 'true', 'on', 'yes'].includes(value.toLowerCase())) return true;
  if (['0', 'false', 'off', 'no'].includes(value.toLowerCase())) return false;
  throw badVariable(name, value, { zh: '应为 on 或 off', en: 'must be on or off' });
}

function badVariable(name: string, value: string, rule: { zh: string; en: string }): Problem {
  return new Problem({
    type: 'bad-configuration',
    status: 500,
    title: { zh: '配置有误', en: 'Bad configuration' },
    detail: {
      zh: `环境变量 ${name}=${value} 不可用：${rule.zh}。`,
      en: `Environment variable ${name}=${value} cannot be used: it ${rule.en}.`,
    },
    next: { zh: `改正或删除 ${name} 后重新启动。`, en: `Correct or remove ${name} and start again.` },
    place: { field: name, value },
  });
}
