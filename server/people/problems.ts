import { Problem } from '#core/problem.ts';

/** 登录被拒: one answer for a name nobody has, a wrong password, a disabled person and a wrong code. */
export function signInRefused(): Problem {
  return new Problem({
    type: 'sign-in-refused',
    status: 401,
    title: { zh: '登录未成功', en: 'Not signed in' },
    detail: { zh: '用户名、口令或动态口令有误。', en: 'The name, the password or the code is wrong.' },
    next: {
      zh: '请核对后重试；连续输错 5 次将锁定 15 分钟。忘记口令请联系系统管理员。',
      en: 'Check them and try again; 5 wrong tries lock the name for 15 minutes. The system administrator can reset a forgotten password.',
    },
  });
}

/** 已锁定: too many failed tries of this name. */
export function tooManyTries(retryAfter: number): Problem {
  return new Problem({
    type: 'too-many-tries',
    status: 429,
    title: { zh: '输错次数过多，已锁定', en: 'Too many wrong tries' },
    detail: {
      zh: '该用户名连续输错 5 次，已暂时锁定。',
      en: 'This name was tried wrongly 5 times and is locked for a while.',
    },
    next: {
      zh: '请稍后再试，或请系统管理员解除锁定。',
      en: 'Wait and try again, or ask the system administrator to lift the lock.',
    },
    extra: { retryAfter },
  });
}

/** 示例登录不可用, or no such demonstration person: there is nothing here, whichever it is. */
export function noDemonstration(): Problem {
  return new Problem({
    type: 'not-found',
    status: 404,
    title: { zh: '没有示例人物', en: 'No demonstration person' },
    detail: { zh: '此处不提供示例登录。', en: 'There is no demonstration sign-in here.' },
    next: { zh: '请用自己的用户名和口令登录。', en: 'Sign in with your own name and password.' },
  });
}
