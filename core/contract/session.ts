import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { regionCodeSchema } from '#core/contract/shared.ts';
import { ROLE_IDS } from '#core/rights/roles.ts';

export const roleSchema = z.enum(ROLE_IDS);

/** Lower-case letters, digits, dot, underscore, hyphen. */
export const usernameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/);

/** What was typed; the rules are looked at when a password is set, not when it is tried. */
const passwordSchema = z.string().min(1).max(200);

const linkSchema = z.string().regex(/^[A-Za-z0-9_-]{20,100}$/);

export const grantSchema = z.object({
  id: z.number().int(),
  role: roleSchema,
  /** Empty for administrators. */
  regionCode: z.string(),
  regionName: z.string().nullable(),
});

/** 口令规则, so that the form can say what is missing while one types. */
export const passwordRulesSchema = z.object({
  minimumLength: z.number().int(),
  kinds: z.number().int().describe('Kinds of characters of four: lower, upper, digit, other'),
  remembered: z.number().int().describe('Earlier passwords that may not come back'),
  maximumAgeDays: z.number().int(),
});

/**
 * 登录状态. `step` says what is missing: `signed-out` · `second-factor` the code of the authenticator · `enrolment` a second factor must be set up ·
 * `password` the initial or expired password must be changed · `signed-in`.
 */
export const sessionSchema = z.object({
  step: z.enum(['signed-out', 'second-factor', 'enrolment', 'password', 'signed-in']),
  person: z
    .object({
      id: z.string(),
      username: z.string(),
      name: z.string(),
      demonstration: z.boolean(),
      secondFactor: z.boolean(),
      grants: z.array(grantSchema),
    })
    .nullable(),
  /** Ends at the latest at this instant, and earlier after `idleMinutes` without a request. */
  endsAt: z.string().nullable(),
  idleMinutes: z.number().int(),
  passwordRules: passwordRulesSchema,
  /** 示例人物 for one click: only on loopback, only over the demonstration area. */
  demonstration: z.array(z.object({ username: z.string(), name: z.string(), role: roleSchema })),
});

export const getSession = endpoint({
  method: 'GET',
  path: '/api/session',
  tag: 'session',
  access: 'everyone',
  transaction: 'none',
  summary: { zh: '登录状态', en: 'Who is signed in' },
  response: sessionSchema,
});

export const signIn = endpoint({
  method: 'POST',
  path: '/api/session',
  tag: 'session',
  access: 'everyone',
  transaction: 'none',
  summary: { zh: '登录', en: 'Sign in' },
  body: z.object({ username: z.string().min(1).max(100), password: passwordSchema }),
  response: sessionSchema,
  problems: { 401: ['sign-in-refused'], 429: ['too-many-tries'] },
});

export const signInDemonstration = endpoint({
  method: 'POST',
  path: '/api/session/demonstration',
  tag: 'session',
  access: 'everyone',
  transaction: 'none',
  summary: {
    zh: '以示例人物登录（仅示例模式、仅本机）',
    en: 'Sign in as a demonstration person (demonstration mode, loopback)',
  },
  body: z.object({ username: usernameSchema }),
  response: sessionSchema,
  problems: { 404: ['not-found'] },
});

export const sendSecondFactor = endpoint({
  method: 'POST',
  path: '/api/session/second-factor',
  tag: 'session',
  access: 'signing-in',
  transaction: 'none',
  summary: { zh: '输入动态口令或恢复码', en: 'The code of the authenticator, or a recovery code' },
  body: z.object({ code: z.string().trim().min(6).max(20) }),
  response: sessionSchema,
  problems: { 401: ['sign-in-refused'], 429: ['too-many-tries'] },
});

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/session',
  tag: 'session',
  access: 'signing-in',
  transaction: 'none',
  summary: { zh: '退出登录', en: 'Sign out' },
  response: sessionSchema,
});

export const changePassword = endpoint({
  method: 'POST',
  path: '/api/session/password',
  tag: 'session',
  access: 'signing-in',
  transaction: 'none',
  summary: { zh: '修改口令', en: 'Change the password' },
  body: z.object({ current: passwordSchema, next: passwordSchema }),
  response: sessionSchema,
  problems: { 401: ['sign-in-refused'], 422: ['password-refused'], 429: ['too-many-tries'] },
});

/** 一次性链接: whom it is for. It stays good; `activate` uses it up. */
export const readLink = endpoint({
  method: 'POST',
  path: '/api/session/link',
  tag: 'session',
  access: 'everyone',
  transaction: 'none',
  summary: { zh: '查看一次性链接属于谁', en: 'Whom a one-time link is for' },
  body: z.object({ token: linkSchema }),
  response: z.object({
    username: z.string(),
    name: z.string(),
    expiresAt: z.string(),
    passwordRules: passwordRulesSchema,
  }),
  problems: { 404: ['link-not-valid'] },
});

export const activate = endpoint({
  method: 'POST',
  path: '/api/session/activation',
  tag: 'session',
  access: 'everyone',
  transaction: 'none',
  summary: { zh: '用一次性链接设置口令并登录', en: 'Set a password with a one-time link and sign in' },
  body: z.object({ token: linkSchema, password: passwordSchema }),
  response: sessionSchema,
  problems: { 404: ['link-not-valid'], 422: ['password-refused'] },
});

/** 动态口令: a new secret, not in force until `confirmSecondFactor`. */
export const startSecondFactor = endpoint({
  method: 'POST',
  path: '/api/second-factor',
  tag: 'session',
  access: 'signing-in',
  transaction: 'none',
  summary: { zh: '开始绑定动态口令', en: 'Begin to set up the second factor' },
  response: z.object({ secret: z.string(), uri: z.string().describe('otpauth:// for the QR code') }),
  problems: { 409: ['second-factor-set'] },
});

export const confirmSecondFactor = endpoint({
  method: 'POST',
  path: '/api/second-factor/confirmation',
  tag: 'session',
  access: 'signing-in',
  transaction: 'none',
  summary: { zh: '确认绑定动态口令', en: 'Confirm the second factor' },
  body: z.object({
    code: z
      .string()
      .trim()
      .regex(/^\d{6}$/),
  }),
  response: z.object({ recoveryCodes: z.array(z.string()), session: sessionSchema }),
  problems: { 401: ['sign-in-refused'], 429: ['too-many-tries'] },
});

export const removeSecondFactor = endpoint({
  method: 'POST',
  path: '/api/second-factor/removal',
  tag: 'session',
  access: 'person',
  transaction: 'none',
  summary: { zh: '解除动态口令', en: 'Give up the second factor' },
  body: z.object({ password: passwordSchema }),
  response: sessionSchema,
  problems: { 401: ['sign-in-refused'], 403: ['second-factor-required'], 429: ['too-many-tries'] },
});

export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.enum(['read', 'write']),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
});

export const getTokens = endpoint({
  method: 'GET',
  path: '/api/tokens',
  tag: 'session',
  access: 'person',
  transaction: 'none',
  summary: { zh: '我的访问令牌', en: 'My API tokens' },
  response: z.object({ tokens: z.array(tokenSchema) }),
});

/** 访问令牌 for QGIS and scripts; the secret is in this answer and nowhere else. */
export const createToken = endpoint({
  method: 'POST',
  path: '/api/tokens',
  tag: 'session',
  access: 'business',
  transaction: 'none',
  summary: { zh: '新建访问令牌', en: 'Make an API token' },
  body: z.object({
    name: z.string().trim().min(1).max(60),
    scope: z.enum(['read', 'write']).default('read'),
    days: z.number().int().min(1).max(366).default(90),
  }),
  status: 201,
  response: tokenSchema.extend({ secret: z.string() }),
  problems: { 403: ['not-allowed'] },
});

export const revokeToken = endpoint({
  method: 'DELETE',
  path: '/api/tokens/{id}',
  tag: 'session',
  access: 'person',
  transaction: 'none',
  summary: { zh: '吊销访问令牌', en: 'Revoke an API token' },
  params: z.object({ id: z.uuid() }),
  response: tokenSchema,
  problems: { 404: ['not-found'] },
});

export const openSessionSchema = z.object({
  id: z.string(),
  current: z.boolean(),
  startedAt: z.string(),
  seenAt: z.string(),
  address: z.string(),
  agent: z.string(),
});

export const getSessions = endpoint({
  method: 'GET',
  path: '/api/sessions',
  tag: 'session',
  access: 'person',
  transaction: 'none',
  summary: { zh: '我的登录会话', en: 'Where I am signed in' },
  response: z.object({ sessions: z.array(openSessionSchema) }),
});

export const endSession = endpoint({
  method: 'DELETE',
  path: '/api/sessions/{id}',
  tag: 'session',
  access: 'person',
  transaction: 'none',
  summary: { zh: '结束一个登录会话', en: 'End a session' },
  params: z.object({ id: z.uuid() }),
  response: z.object({ sessions: z.array(openSessionSchema) }),
  problems: { 404: ['not-found'] },
});

export const grantBodySchema = z.object({
  role: roleSchema,
  /** Left out for administrators. */
  regionCode: regionCodeSchema.optional(),
});

export type Session = z.infer<typeof sessionSchema>;
export type PasswordRules = z.infer<typeof passwordRulesSchema>;
export type ApiToken = z.infer<typeof tokenSchema>;
export type GrantRow = z.infer<typeof grantSchema>;
export type OpenSession = z.infer<typeof openSessionSchema>;
