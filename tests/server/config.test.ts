import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '#server/config.ts';

describe('the configuration', () => {
  test('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      home: resolve('.gengjie'),
      databaseUrl: undefined,
      uploadLimitBytes: 128 * 1024 * 1024,
      unpackedLimitBytes: 2048 * 1024 * 1024,
      rateLimit: 1,
      vertexLimit: 200_000,
      queryTimeoutMs: 60_000,
      tileCacheBytes: 64 * 1024 * 1024,
      workers: 2,
      demonstration: true,
      tiandituKey: undefined,
      databaseWaitMs: 60_000,
      trustProxy: 0,
      log: 'off',
      metricsToken: undefined,
      idleMinutes: 30,
      sessionHours: 12,
      passwordDays: 90,
      requireSecondFactor: false,
      backupFolder: undefined,
      backupAt: { hour: 2, minute: 30 },
      backupKeep: 14,
      startedByNpm: false,
    });
  });

  test('takes what is set, and an empty variable for one that is not', () => {
    const config = readConfig({
      PORT: ' 9000 ',
      HOST: '',
      DATABASE_URL: 'postgresql://a:b@db/x',
      GENGJIE_DEMONSTRATION: 'off',
    });
    expect(config).toMatchObject({
      port: 9000,
      host: '127.0.0.1',
      databaseUrl: 'postgresql://a:b@db/x',
      demonstration: false,
    });
  });

  test.each([
    ['PORT', '80 80'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['GENGJIE_UPLOAD_LIMIT_MB', '0'],
    ['GENGJIE_UPLOAD_LIMIT_MB', '1e3'],
    ['GENGJIE_DEMONSTRATION', 'maybe'],
    ['GENGJIE_BACKUP_AT', '24:00'],
    ['GENGJIE_BACKUP_AT', '2.30'],
    ['GENGJIE_BACKUP_KEEP', '0'],
    ['DATABASE_URL', 'mysql://host/name'],
    ['GENGJIE_TRUST_PROXY', 'all'],
    ['GENGJIE_LOG', 'verbose'],
    ['GENGJIE_METRICS_TOKEN', 'short'],
    ['GENGJIE_METRICS_TOKEN', 'with a blank in the middle'],
  ])('%s=%s is refused in both languages, by name', (name, value) => {
    const problem = {
      type: 'bad-configuration',
      detail: { zh: expect.stringContaining(name), en: expect.stringContaining(name) },
    };
    expect(() => readConfig({ [name]: value })).toThrow(expect.objectContaining(problem));
  });

  test('requests are logged in production, and where somebody asks for it', () => {
    expect(readConfig({ NODE_ENV: 'production' }).log).toBe('json');
    expect(readConfig({ NODE_ENV: 'production', GENGJIE_LOG: 'off' }).log).toBe('off');
    expect(readConfig({ GENGJIE_LOG: 'json' }).log).toBe('json');
  });

  test('a bad database address is refused without repeating its password', () => {
    expect(() => readConfig({ DATABASE_URL: 'postgres//u:geheim@host' })).toThrow(/^((?!geheim).)*$/s);
  });
});
