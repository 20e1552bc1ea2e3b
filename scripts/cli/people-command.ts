import type { Person } from '#core/contract/people.ts';
import { roleTitles } from '#core/rights/roles.ts';
import type { Config } from '#server/config.ts';
import { allPeople } from '#server/db/tables/people.ts';
import { openForCommand } from './open.ts';
import { exitCodes, type Language, type Terminal } from './terminal.ts';

const states: Readonly<Record<Person['state'], Record<Language, string>>> = {
  invited: { zh: '待激活', en: 'invited' },
  active: { zh: '正常', en: 'active' },
  disabled: { zh: '已停用', en: 'disabled' },
};

/** 人员清单 on the terminal. */
export const peopleCommand = {
  help: {
    zh: 'npx gengjie people\n列出人员：用户名、姓名、状态、角色与区域。',
    en: 'npx gengjie people\nLists the people: username, name, state, roles and regions.',
  },
  async run(_words: readonly string[], config: Config, terminal: Terminal): Promise<number> {
    const db = await openForCommand(config, terminal);
    try {
      const people = await allPeople(db);
      if (people.length === 0) terminal.say('还没有人员。', 'There is nobody yet.');
      for (const person of people) terminal.say(line(person, 'zh'), line(person, 'en'));
      return exitCodes.ok;
    } finally {
      await db.close();
    }
  },
};

function line({ username, name, state, demonstration, grants }: Person, language: Language): string {
  const roles = grants.map(
    ({ role, regionCode, regionName }) =>
      `${roleTitles[role][language]}${regionCode ? ` ${regionName ?? ''}(${regionCode})` : ''}`,
  );
  const mark = demonstration ? { zh: ' 示例', en: ' demonstration' }[language] : '';
  return [
    username,
    name,
    `${states[state][language]}${mark}`,
    roles.join(language === 'zh' ? '、' : ', '),
  ].join('\t');
}
