import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { lastAuditSeq } from '#server/db/tables/audit-entries.ts';
import { databases, freshDatabase, type TestDatabase } from '../../support/database.ts';
import { act, tamper } from './tamper.ts';

const program = fileURLToPath(new URL('../../../scripts/gengjie.mjs', import.meta.url));

describe.each(databases)('the command line verifies the chain beside a running owner on %s', (engine) => {
  let fresh: TestDatabase;
  let db: Database;
  const home = mkdtempSync(join(tmpdir(), 'gengjie-audit-'));
  beforeAll(async () => {
    fresh = await freshDatabase(engine);
    db = await openDatabase(fresh.options);
    for (let index = 0; index < 5; index++) await act(db, index, { 说明: '校验' });
  });
  afterAll(async () => {
    await db.close();
    await fresh.remove();
    rmSync(home, { recursive: true, force: true });
  });

  const verify = (...words: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const env = {
        PATH: process.env.PATH ?? '',
        LANG: 'zh_CN.UTF-8',
        ...(fresh.options.url
          ? { DATABASE_URL: fresh.options.url, GENGJIE_HOME: home }
          : { GENGJIE_HOME: fresh.options.home }),
      };
      execFile(process.execPath, [program, 'verify-audit', ...words], { env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
      });
    });

  test('says that it is whole, and the link to note; proves the noted link; names the first broken one', async () => {
    const newest = await lastAuditSeq(db);
    const whole = await verify();
    expect(whole.stderr).toBe('');
    expect(whole).toMatchObject({ code: 0 });
    expect(whole.stdout).toContain(`审计链完整，共 ${newest} 条`);
    const link = /最后一环 (\d+:[0-9a-f]{64})/.exec(whole.stdout)?.[1] ?? '';
    expect(link).toMatch(new RegExp(`^${newest}:`));
    expect(await lastAuditSeq(db)).toBe(newest);

    await act(db, 'later');
    const proved = await verify('--since', link);
    expect(proved).toMatchObject({ code: 0 });
    expect(proved.stdout).toContain('仍在链上');

    await tamper(db, `update gengjie.audit_log set subject = 'x' where seq = ${newest - 1}`);
    const torn = await verify();
    expect(torn).toMatchObject({ code: 1 });
    expect(torn.stdout).toContain(`断裂：第 ${newest - 1} 条，内容被改动`);
  });

  test('refuses a link that is none', async () => {
    expect(await verify('--since', '12')).toMatchObject({ code: 2 });
    expect(await verify('--since', `0:${'0'.repeat(64)}`)).toMatchObject({ code: 2 });
  });
});
