import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { grantBodySchema, grantSchema, roleSchema, usernameSchema } from '#core/contract/session.ts';

export const personSchema = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  state: z.enum(['invited', 'active', 'disabled']),
  demonstration: z.boolean(),
  secondFactor: z.boolean(),
  /** Locked after failed tries until this instant; null when not. */
  lockedUntil: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  createdAt: z.string(),
  grants: z.array(grantSchema),
});

const params = z.object({ id: z.uuid() });
const name = z.string().trim().min(1).max(60);
const problems = { 403: ['not-allowed'], 404: ['person-not-found'] } as const;
const system = { tag: 'people', access: 'system', transaction: 'none' } as const;

/** 人员清单, for those who keep the accounts and those who give the rights. */
export const getPeople = endpoint({
  method: 'GET',
  path: '/api/people',
  tag: 'people',
  access: ['system', 'security'],
  transaction: 'none',
  summary: { zh: '人员清单', en: 'People' },
  response: z.object({
    people: z.array(personSchema),
    /** Administrators that were never appointed; the system administrator may appoint the first of each. */
    vacant: z.array(z.enum(['security', 'audit'])),
    regions: z.array(
      z.object({ code: z.string(), name: z.string(), level: z.enum(['district', 'town', 'village']) }),
    ),
  }),
});

/** 新增人员: invited; the link lets them set a password, once. */
export const addPerson = endpoint({
  ...system,
  method: 'POST',
  path: '/api/people',
  summary: { zh: '新增人员', en: 'Add a person' },
  body: z.object({ username: usernameSchema, name }),
  status: 201,
  response: z.object({ person: personSchema, link: z.string(), expiresAt: z.string() }),
  problems: { 409: ['username-taken'] },
});

export const changePerson = endpoint({
  ...system,
  method: 'PATCH',
  path: '/api/people/{id}',
  summary: { zh: '修改姓名，停用或启用', en: 'Rename, disable or enable a person' },
  params,
  body: z.object({ name: name.optional(), disabled: z.boolean().optional() }),
  response: personSchema,
  problems: { ...problems, 409: ['last-administrator'] },
});

/** 重置口令: a new one-time link; the old password and all sessions end. */
export const resetPerson = endpoint({
  ...system,
  method: 'POST',
  path: '/api/people/{id}/link',
  summary: { zh: '重置口令，生成一次性链接', en: 'Reset the password by a one-time link' },
  params,
  response: z.object({ person: personSchema, link: z.string(), expiresAt: z.string() }),
  problems,
});

export const unlockPerson = endpoint({
  ...system,
  method: 'POST',
  path: '/api/people/{id}/unlock',
  summary: { zh: '解除锁定', en: 'Lift the lock-out' },
  params,
  response: personSchema,
  problems,
});

export const clearSecondFactor = endpoint({
  ...system,
  method: 'POST',
  path: '/api/people/{id}/second-factor/removal',
  summary: { zh: '清除丢失的动态口令', en: 'Clear a lost second factor' },
  params,
  response: personSchema,
  problems,
});

/** 授权. The system administrator may appoint only the first security and the first audit administrator. */
export const grantRole = endpoint({
  method: 'POST',
  path: '/api/people/{id}/grants',
  tag: 'people',
  access: ['system', 'security'],
  transaction: 'none',
  summary: { zh: '授予角色', en: 'Grant a role in a region' },
  params,
  body: grantBodySchema,
  status: 201,
  response: personSchema,
  problems: { ...problems, 409: ['roles-exclude', 'role-held'], 422: ['region-required'] },
});

export const revokeRole = endpoint({
  method: 'DELETE',
  path: '/api/people/{id}/grants/{grant}',
  tag: 'people',
  access: 'security',
  transaction: 'none',
  summary: { zh: '收回角色', en: 'Withdraw a role' },
  params: params.extend({ grant: z.coerce.number().int().positive() }),
  response: personSchema,
  problems: { ...problems, 409: ['last-administrator'] },
});

/** 权限表. */
export const getRights = endpoint({
  method: 'GET',
  path: '/api/rights',
  tag: 'people',
  access: 'person',
  transaction: 'none',
  summary: { zh: '权限表：角色、对象、动作', en: 'The table of rights: role, subject, actions' },
  response: z.object({
    rights: z.array(z.object({ role: roleSchema, subject: z.string(), actions: z.array(z.string()) })),
  }),
});

export type Person = z.infer<typeof personSchema>;
