import { parseArgs } from 'node:util';
import type { Config } from '#server/config.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { personByUsername } from '#server/db/tables/people.ts';
import { actingAs } from '#server/people/acting-as.ts';
import { isInCast } from '#server/people/demonstration-people.ts';
import { newLink } from '#server/people/links.ts';
import { localSite } from '#server/people/site.ts';
import { openForCommand } from './open.ts';
import { nobodyCalled, personRefused } from './person-problems.ts';
import { exitCodes, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** 一次性链接 on the terminal: the way back in when an administrator's password is lost. */
export const linkCommand = {
  help: {
    zh: `npx gengjie link --person 用户名
打印一次性链接，用于（重新）设置口令：72 小时内有效，用一次即失效，旧链接作废。原口令在链接使用之前仍有效。`,
    en: `npx gengjie link --person NAME
Prints a one-time link to set a password (again): good once within 72 hours, earlier links are void. The present password stays
good until the link is used.`,
  },
  async run(words: readonly string[], config: Config, terminal: Terminal): Promise<number> {
    const username = personOption(words);
    const db = await openForCommand(config, terminal);
    try {
      const person = await personByUsername(db, username);
      if (!person) throw nobodyCalled(username);
      if (isInCast(username)) {
        throw personRefused(username, {
          zh: '示例人物没有口令',
          en: 'demonstration people have no password',
        });
      }
      if (person.state === 'disabled') {
        throw personRefused(username, { zh: '该人员已停用', en: 'the person is disabled' });
      }
      const { link } = await actingAs(db, null, null, async (tx) => {
        const made = await newLink(tx, person.id, localSite(config, config.port));
        await recordAct(tx, { action: 'person.reset', subject: username, detail: { by: 'terminal' } });
        return made;
      });
      process.stdout.write(`${link}\n`);
      process.stderr.write(
        `${terminal.pick({
          zh: `${person.name}（${username}）：72 小时内有效，用一次即失效。`,
          en: `${person.name} (${username}): good once, within 72 hours.`,
        })}\n`,
      );
      return exitCodes.ok;
    } finally {
      await db.close();
    }
  },
};

function personOption(words: readonly string[]): string {
  try {
    const { person } = parseArgs({ args: [...words], options: { person: { type: 'string' } } }).values;
    if (person) return person.trim().toLowerCase();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({ zh: `参数有误：${reason}`, en: `Wrong options: ${reason}` });
  }
  throw new UsageError({ zh: '请用 --person 给出用户名', en: 'Name the person with --person' });
}
