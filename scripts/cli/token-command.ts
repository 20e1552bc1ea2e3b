import { parseArgs } from 'node:util';
import { isAdministrator } from '#core/rights/roles.ts';
import { mayDemonstrate } from '#server/access/demonstration-mode.ts';
import type { Config } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { personByUsername } from '#server/db/tables/people.ts';
import { ensureDemonstrationPeople } from '#server/people/demonstration-people.ts';
import { createToken } from '#server/people/tokens.ts';
import { openForCommand } from './open.ts';
import { nobodyCalled, personRefused } from './person-problems.ts';
import { exitCodes, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** 访问令牌 on the terminal: the secret alone on stdout, so that a script can take it. */
export const tokenCommand = {
  help: {
    zh: `npx gengjie token --person 用户名 [--scope read|write] [--days 天数] [--name 名称]
为该人员新建访问令牌（默认只读、90 天），标准输出只有令牌本身。示例模式下也可用于示例人物，如 demo-inspector。`,
    en: `npx gengjie token --person NAME [--scope read|write] [--days N] [--name LABEL]
Makes an API token of that person (default: read, 90 days); stdout is the secret alone. In demonstration mode also for the
demonstration people, e.g. demo-inspector.`,
  },
  async run(words: readonly string[], config: Config, terminal: Terminal): Promise<number> {
    const { person: username, scope, days, name } = options(words);
    const db = await openForCommand(config, terminal);
    try {
      const person = await personFor(db, config, username);
      const token = await createToken(db, { acting: null, from: null }, person, { name, scope, days });
      process.stdout.write(`${token.secret}\n`);
      process.stderr.write(
        `${terminal.pick({
          zh: `${person.name}（${username}）的${scope === 'read' ? '只读' : '读写'}令牌，${days} 天内有效；仅显示这一次。`,
          en: `A ${scope} token of ${person.name} (${username}), good for ${days} days; it is shown only now.`,
        })}\n`,
      );
      return exitCodes.ok;
    } finally {
      await db.close();
    }
  },
};

async function personFor(db: Database, config: Config, username: string) {
  if (mayDemonstrate(config)) await ensureDemonstrationPeople(db);
  const person = await personByUsername(db, username);
  if (!person) throw nobodyCalled(username);
  if (person.state !== 'active') {
    throw personRefused(username, {
      zh: '该人员尚未激活或已停用',
      en: 'the person is not active',
    });
  }
  if (person.grants.length === 0 || person.grants.some(({ role }) => isAdministrator(role))) {
    throw personRefused(username, {
      zh: '令牌只用于业务数据，该人员没有业务角色',
      en: 'tokens are for business data, and the person has no role of business',
    });
  }
  if (person.demonstration && !mayDemonstrate(config)) {
    throw personRefused(username, {
      zh: '示例人物只在本机的示例模式下可用',
      en: 'demonstration people exist only in demonstration mode on this machine',
    });
  }
  return person;
}

function options(words: readonly string[]) {
  const { values } = parse(words);
  const { person, scope = 'read', days: typed = '90', name = 'npx gengjie token' } = values;
  const days = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
  if (!person) throw new UsageError({ zh: '请用 --person 给出用户名', en: 'Name the person with --person' });
  if (scope !== 'read' && scope !== 'write') {
    throw new UsageError({ zh: '--scope 应为 read 或 write', en: '--scope must be read or write' });
  }
  if (days < 1 || days > 366) {
    throw new UsageError({ zh: '--days 应为 1 到 366', en: '--days must be from 1 to 366' });
  }
  if (name.trim() === '' || name.length > 60) {
    throw new UsageError({ zh: '--name 应为 1 到 60 个字', en: '--name must have 1 to 60 characters' });
  }
  return { person: person.trim().toLowerCase(), scope, days, name } as const;
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        person: { type: 'string' },
        scope: { type: 'string' },
        days: { type: 'string' },
        name: { type: 'string' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({ zh: `参数有误：${reason}`, en: `Wrong options: ${reason}` });
  }
}
