import { type Bilingual, Problem } from '#core/problem.ts';

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

/** 链接无效: used, expired, replaced by a newer one, or never made. */
export function linkNotValid(): Problem {
  return new Problem({
    type: 'link-not-valid',
    status: 404,
    title: { zh: '链接无效', en: 'The link is not valid' },
    detail: {
      zh: '该链接已使用、已过期，或已被新的链接取代。',
      en: 'The link was used, has expired, or a newer one has replaced it.',
    },
    next: {
      zh: '请向系统管理员索取新的链接；已设置口令的请直接登录。',
      en: 'Ask the system administrator for a new one; if you have set a password, sign in.',
    },
  });
}

/** 口令不合规则: every rule it breaks at once. */
export function passwordRefused(field: string, faults: readonly Bilingual[]): Problem {
  return new Problem({
    type: 'password-refused',
    status: 422,
    title: { zh: '口令不合规则', en: 'The password breaks a rule' },
    detail: {
      zh: `新口令${faults.map(({ zh }) => zh).join('；')}。`,
      en: `The new password must be ${faults.map(({ en }) => en).join('; ')}.`,
    },
    next: { zh: '请另设一个口令，现有口令未改变。', en: 'Choose another; nothing was changed.' },
    place: { field },
  });
}

export function secondFactorSet(): Problem {
  return new Problem({
    type: 'second-factor-set',
    status: 409,
    title: { zh: '已绑定动态口令', en: 'A second factor is set already' },
    detail: {
      zh: '该账号已绑定动态口令，未作改动。',
      en: 'The account has a second factor; nothing was changed.',
    },
    next: { zh: '如需更换，请先解除。', en: 'To replace it, give it up first.' },
  });
}

/** 管理员须保留动态口令. */
export function secondFactorRequired(): Problem {
  return new Problem({
    type: 'second-factor-required',
    status: 403,
    title: { zh: '管理员须使用动态口令', en: 'Administrators need a second factor' },
    detail: {
      zh: '本单位要求管理员绑定动态口令，不能解除。',
      en: 'This office requires one of administrators; it cannot be given up.',
    },
    next: {
      zh: '更换手机时，请系统管理员清除后重新绑定。',
      en: 'For a new phone, let the system administrator clear it and set it up again.',
    },
  });
}

/** Of `not-allowed`, for the invented people one click signs in. */
export const withoutPassword: Bilingual = {
  zh: '示例人物没有口令，也不绑定动态口令。',
  en: 'Demonstration people have neither a password nor a second factor.',
};

export function personNotFound(): Problem {
  return new Problem({
    type: 'person-not-found',
    status: 404,
    title: { zh: '没有这个人员', en: 'No such person' },
    detail: {
      zh: '该人员或其角色不存在，未作任何改动。',
      en: 'There is no such person or role; nothing was changed.',
    },
    next: { zh: '请刷新人员清单。', en: 'Reload the list of people.' },
  });
}

export function usernameTaken(username: string): Problem {
  return new Problem({
    type: 'username-taken',
    status: 409,
    title: { zh: '用户名已被使用', en: 'The username is taken' },
    detail: { zh: `用户名“${username}”已有人使用。`, en: `Somebody has the username “${username}” already.` },
    next: {
      zh: '请换一个用户名；用户名不会重复使用。',
      en: 'Choose another; usernames are never used twice.',
    },
    place: { field: 'username', value: username },
  });
}

/** 最后一名管理员. */
export function lastAdministrator(): Problem {
  return new Problem({
    type: 'last-administrator',
    status: 409,
    title: { zh: '这是最后一名管理员', en: 'This is the last administrator' },
    detail: {
      zh: '没有其他能登录的同类管理员，未作任何改动。',
      en: 'No other administrator of this kind can sign in; nothing was changed.',
    },
    next: { zh: '请先任命另一名管理员。', en: 'Appoint another one first.' },
  });
}

/** 三员互斥. */
export function rolesExcluded(): Problem {
  return new Problem({
    type: 'roles-exclude',
    status: 409,
    title: { zh: '角色互斥', en: 'The roles exclude each other' },
    detail: {
      zh: '系统、安全、审计三种管理员互斥，也不得兼任业务角色；未作任何改动。',
      en: 'The three administrators exclude each other and every role of business; nothing was changed.',
    },
    next: {
      zh: '请先收回原有角色，或另选人员。',
      en: 'Withdraw the role held first, or choose somebody else.',
    },
    place: { field: 'role' },
  });
}

export function roleHeld(): Problem {
  return new Problem({
    type: 'role-held',
    status: 409,
    title: { zh: '已有该角色', en: 'The role is held already' },
    detail: {
      zh: '该人员在该区域已有这一角色，未作任何改动。',
      en: 'The person has this role in this region; nothing was changed.',
    },
    next: { zh: '请另选角色或区域。', en: 'Choose another role or region.' },
    place: { field: 'role' },
  });
}

export function regionRequired(regionCode: string): Problem {
  return new Problem({
    type: 'region-required',
    status: 422,
    title: { zh: '须选择区域', en: 'A region is needed' },
    detail:
      regionCode === ''
        ? { zh: '业务角色须限定在一个区域内。', en: 'A role of business holds inside a region.' }
        : { zh: `没有代码为 ${regionCode} 的区域。`, en: `There is no region ${regionCode}.` },
    next: { zh: '请从区划清单中选择。', en: 'Choose one of the regions listed.' },
    place: { field: 'regionCode' },
  });
}

export function regionNotNeeded(): Problem {
  return new Problem({
    type: 'invalid-request',
    status: 400,
    title: { zh: '管理员没有区域', en: 'Administrators have no region' },
    detail: {
      zh: '三种管理员不涉及业务数据，不设区域。',
      en: 'The three administrators have no business data, and no region.',
    },
    next: { zh: '请去掉区域后重试。', en: 'Leave the region out.' },
    place: { field: 'regionCode' },
  });
}
