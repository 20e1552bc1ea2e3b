import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Database } from '#server/db/database.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { aTown, VILLAGE } from '../../support/cast.ts';
import { databases, freshDatabase, type TestDatabase } from '../../support/database.ts';
import { acts, aPersonWithPassword } from '../../support/sign-in.ts';

const program = fileURLToPath(new URL('../../../scripts/gengjie.mjs', import.meta.url));

function gengjie(
  words: readonly string[],
  { options }: TestDatabase,
  environment: Record<string, string> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const place = options.url
    ? { DATABASE_URL: options.url, GENGJIE_HOME: tmpdir() }
    : { GENGJIE_HOME: options.home };
  const env = { PATH: process.env.PATH ?? '', LANG: 'zh_CN.UTF-8', ...place, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], { env, cwd: tmpdir() }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

async function tokenOf(db: Database, secret: string) {
  const sha256 = createHash('sha256').update(secret).digest();
  const [row] = await db.query<{ username: string; scope: string; days: number }>(
    `select p.username, t.scope, extract(day from t.expires_at - t.created_at)::int as days
     from gengjie.tokens t join gengjie.people p on p.id = t.person_id where t.token_sha256 = $1`,
    [sha256],
  );
  return row;
}

describe.each(databases)('people on the command line on %s', { timeout: 240_000 }, (engine) => {
  it('beside a running owner: tokens, links and the list, and a clear word about who may have none', async () => {
    const fresh = await freshDatabase(engine);
    const owner = await openDatabase(fresh.options);
    try {
      await aTown(owner);
      await aPersonWithPassword(owner, 'wang', [{ role: 'inspector', regionCode: VILLAGE }]);
      await aPersonWithPassword(owner, 'boss', [{ role: 'system', regionCode: '' }]);

      const made = await gengjie(['token', '--person', 'wang', '--scope', 'write', '--days', '7'], fresh);
      expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[\w-]{43}\n$/) });
      expect(await tokenOf(owner, made.stdout.trim())).toEqual({ username: 'wang', scope: 'write', days: 7 });

      // 示例人物 are made when they are missing.
      const demonstration = await gengjie(['token', '--person', 'demo-field'], fresh);
      expect(await tokenOf(owner, demonstration.stdout.trim())).toEqual({
        username: 'demo-field',
        scope: 'read',
        days: 90,
      });
      const refusals = [
        [{ HOST: '0.0.0.0' }, 'demo-field', /示例人物只在本机/],
        [{}, 'nobody', /没有人的用户名是“nobody”/],
        [{}, 'boss', /没有业务角色/],
      ] as const;
      for (const [environment, name, words] of refusals) {
        expect(await gengjie(['token', '--person', name], fresh, environment)).toMatchObject({
          code: 1,
          stdout: '',
          stderr: expect.stringMatching(words),
        });
      }
      for (const words of [['token'], ['token', '--person', 'wang', '--days', '0'], ['link']]) {
        expect(await gengjie(words, fresh)).toMatchObject({ code: 2, stdout: '' });
      }

      const link = await gengjie(['link', '--person', 'boss'], fresh, { PORT: '9000' });
      expect(link.stdout).toMatch(/^http:\/\/localhost:9000\/#activate=[\w-]{43}\n$/);
      expect((await gengjie(['link', '--person', 'demo-field'], fresh)).code).toBe(1);
      expect((await acts(owner, 'person.reset')).at(-1)).toMatchObject({
        person: null,
        subject: 'boss',
        detail: { by: 'terminal' },
      });

      const { stdout } = await gengjie(['people'], fresh);
      expect(stdout).toContain('boss\tboss\t正常\t系统管理员\n');
      expect(stdout).toContain('demo-field\t示例 赵外业\t正常 示例\t外业员 小稍直口村(120111001201)\n');
    } finally {
      await owner.close();
    }
    // And with nobody running.
    expect((await gengjie(['token', '--person', 'wang'], fresh, { GENGJIE_DEMONSTRATION: 'off' })).code).toBe(
      0,
    );
    await fresh.remove();
  });
});
