import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '#server/db/open-database.ts';
import { aSettledTown } from '../../support/cast.ts';
import { databases, freshDatabase, type TestDatabase } from '../../support/database.ts';
import { attach } from './office.ts';

const program = fileURLToPath(new URL('../../../scripts/gengjie.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gengjie-backup-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function gengjie(
  words: readonly string[],
  { options }: TestDatabase,
): Promise<{ code: number; text: string }> {
  const place = options.url
    ? { DATABASE_URL: options.url, GENGJIE_HOME: join(folder, 'home') }
    : { GENGJIE_HOME: options.home };
  const env = { PATH: process.env.PATH ?? '', LANG: 'zh_CN.UTF-8', ...place };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], { env, cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, text: stdout + stderr });
    });
  });
}

describe.each(databases)('backup and restore on %s from the command line', { timeout: 240_000 }, (engine) => {
  test('beside a running owner, then into an empty database, never under a running server', async () => {
    const [source, target] = [await freshDatabase(engine), await freshDatabase(engine)];
    const file = join(folder, `${engine}.backup`);
    const owner = await openDatabase(source.options);
    try {
      await aSettledTown(owner);
      expect(await gengjie(['backup', file], source)).toMatchObject({
        code: 0,
        text: expect.stringMatching(/已备份（示意数据）：\d+ 张表 \d+ 行，附件 0 个/),
      });
      expect(await gengjie(['backup', file], source)).toMatchObject({
        code: 1,
        text: expect.stringContaining('--force'),
      });
      await attach(owner, 'd'.repeat(64), 3);
      expect(await gengjie(['backup', file, '--force'], source)).toMatchObject({
        code: 1,
        text: expect.stringMatching(/✗ attachments\/dd\/d{64} 缺失[\s\S]*备份不完整：1 个附件/),
      });
      expect(await gengjie(['restore', file, '--replace', '--yes'], source)).toMatchObject({
        code: 1,
        text: expect.stringMatching(/正由进程|服务器还在运行/),
      });
    } finally {
      await owner.close();
    }
    await (await openDatabase(target.options)).close();
    expect(await gengjie(['restore', file], target)).toMatchObject({
      code: 1,
      text: expect.stringContaining('需要 --yes'),
    });
    expect(await gengjie(['restore', file, '--yes'], target)).toMatchObject({
      code: 0,
      text: expect.stringMatching(/逐行核对一致[\s\S]*做备份时已缺失：attachments\/dd/),
    });
    expect(await gengjie(['restore', file, '--yes'], target)).toMatchObject({
      code: 1,
      text: expect.stringContaining('数据库不是空的'),
    });
    await source.remove();
    await target.remove();
  });
});

test('a folder without a database is not filled by backing it up', async () => {
  const home = mkdtempSync(join(folder, 'none-'));
  const nowhere = { engine: 'embedded', options: { home }, remove: async () => {} } as const;
  const { code, text } = await gengjie(['backup', join(folder, 'none.backup')], nowhere);
  expect({ code, left: readdirSync(home) }).toEqual({ code: 1, left: [] });
  expect(text).toContain(home);
});

test.each([[['backup']], [['backup', 'a', 'b']], [['restore']], [['restore', 'a', '--force']]])(
  '%j is wrong usage',
  async (words) => {
    const nowhere = { engine: 'embedded', options: { home: folder }, remove: async () => {} } as const;
    expect((await gengjie(words, nowhere)).code).toBe(2);
  },
);
