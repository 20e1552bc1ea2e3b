import { Problem } from '#core/problem.ts';
import type { Step } from '#server/access/actor.ts';

/** 未登录. */
export function signInRequired(): Problem {
  return new Problem({
    type: 'sign-in-required',
    status: 401,
    title: { zh: '请先登录', en: 'Please sign in' },
    detail: {
      zh: '该操作需要登录，或登录已超时。',
      en: 'This needs a sign-in, or yours has timed out.',
    },
    next: {
      zh: '登录后重试；未保存的内容仍在页面上。',
      en: 'Sign in and try again; nothing on the screen is lost.',
    },
  });
}

/** 登录未完成: the next step of signing in. */
export function stepRequired(step: Exclude<Step, 'signed-in'>): Problem {
  const texts = {
    password: { zh: '须先修改口令', en: 'The password must be changed first' },
    'second-factor': { zh: '须先输入动态口令', en: 'The second factor is needed first' },
    enrolment: { zh: '须先绑定动态口令', en: 'A second factor must be set up first' },
  } as const;
  const types = {
    password: 'password-change-required',
    'second-factor': 'second-factor-required',
    enrolment: 'second-factor-enrolment-required',
  } as const;
  return new Problem({
    type: types[step],
    status: 403,
    title: texts[step],
    detail: { zh: '登录尚未完成。', en: 'Signing in is not finished.' },
    next: { zh: '请在登录页完成这一步。', en: 'Finish this step on the sign-in page.' },
  });
}

/** 无权: the person is known and the thing is seen, but this is not theirs to do. */
export function notAllowed(what?: { zh: string; en: string }): Problem {
  return new Problem({
    type: 'not-allowed',
    status: 403,
    title: { zh: '没有权限', en: 'Not allowed' },
    detail: what ?? {
      zh: '您的角色或所在区域没有这项权限，未作任何改动。',
      en: 'Your role or region does not include this; nothing was changed.',
    },
    next: {
      zh: '如工作需要，请联系安全管理员授权。',
      en: 'If your work needs it, ask the security administrator.',
    },
  });
}

/** 跨站请求: a page of another site asked in this person's name. */
export function crossSite(): Problem {
  return new Problem({
    type: 'cross-site-request',
    status: 403,
    title: { zh: '请求来自别的网站', en: 'The request comes from another site' },
    detail: {
      zh: '该请求不是本系统页面发出的，未作任何改动。',
      en: 'No page of this system made the request; nothing was changed.',
    },
    next: {
      zh: '请在本系统页面中操作；脚本请使用访问令牌。',
      en: 'Use the pages of this system; scripts use an API token.',
    },
  });
}

export function jsonExpected(): Problem {
  return new Problem({
    type: 'unsupported-media-type',
    status: 415,
    title: { zh: '内容类型不支持', en: 'Unsupported media type' },
    detail: { zh: '请求内容须为 application/json。', en: 'The body must be application/json.' },
    next: { zh: '请设置 Content-Type: application/json。', en: 'Send Content-Type: application/json.' },
  });
}

export function formExpected(): Problem {
  return new Problem({
    type: 'unsupported-media-type',
    status: 415,
    title: { zh: '内容类型不支持', en: 'Unsupported media type' },
    detail: {
      zh: '请求内容须为 multipart/form-data。',
      en: 'The body must be multipart/form-data.',
    },
    next: { zh: '请用字段 files 上传文件。', en: 'Send the files as `files` of a form.' },
  });
}

export function versionRequired(): Problem {
  return new Problem({
    type: 'version-required',
    status: 428,
    title: { zh: '缺少版本号', en: 'The version is missing' },
    detail: {
      zh: '修改须在 If-Match 中注明所依据的版本（ETag），未作任何改动。',
      en: 'A change must name the version it is made on in If-Match; nothing was changed.',
    },
    next: {
      zh: '请重新读取该要素，以其 ETag 作为 If-Match。',
      en: 'Read the feature again and send its ETag as If-Match.',
    },
    place: { field: 'If-Match' },
  });
}

/** 权限刚变更: the person's grants changed between the first and the last step of a request of several steps. */
export function rightsHaveChanged(cause: unknown): Problem {
  return new Problem({
    type: rightsChangedType,
    status: 409,
    title: { zh: '权限刚刚变更', en: 'Your rights have just changed' },
    detail: {
      zh: '处理期间您的角色或区域被管理员变更，该步骤未执行。',
      en: 'An administrator changed your roles or regions meanwhile; this step was not carried out.',
    },
    next: { zh: '请重试；页面会按新的权限显示。', en: 'Try again; the page will show what you may do now.' },
    cause,
  });
}

export function isRightsChanged(error: unknown): error is Problem {
  return error instanceof Problem && error.type === rightsChangedType;
}

const rightsChangedType = 'rights-changed';
