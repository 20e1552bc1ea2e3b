import { type Bilingual, Problem } from '#core/problem.ts';

/** 没有此人. */
export function nobodyCalled(username: string): Problem {
  return new Problem({
    type: 'person-not-found',
    status: 404,
    title: { zh: '没有这个人员', en: 'No such person' },
    detail: { zh: `没有人的用户名是“${username}”。`, en: `Nobody has the username “${username}”.` },
    next: { zh: '用 npx gengjie people 查看人员清单。', en: 'npx gengjie people lists them.' },
  });
}

/** 此人不可. */
export function personRefused(username: string, reason: Bilingual): Problem {
  return new Problem({
    type: 'not-allowed',
    status: 403,
    title: { zh: '不能执行', en: 'Not possible' },
    detail: { zh: `${username}：${reason.zh}。`, en: `${username}: ${reason.en}.` },
    next: { zh: '用 npx gengjie people 查看人员清单。', en: 'npx gengjie people lists them.' },
  });
}
