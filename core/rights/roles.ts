import type { Bilingual } from '#core/problem.ts';

/** 角色. The last three are the administrators of 三员分立: each excludes every other role. */
export const ROLE_IDS = [
  'viewer',
  'field',
  'inspector',
  'planner',
  'leader',
  'system',
  'security',
  'audit',
] as const;

export type RoleId = (typeof ROLE_IDS)[number];

export const ADMINISTRATORS = ['system', 'security', 'audit'] as const satisfies readonly RoleId[];

export type AdministratorRole = (typeof ADMINISTRATORS)[number];

export const roleTitles: Readonly<Record<RoleId, Bilingual>> = {
  viewer: { zh: '查阅人员', en: 'Viewer' },
  field: { zh: '外业员', en: 'Field worker' },
  inspector: { zh: '所员', en: 'Inspector' },
  planner: { zh: '规划员', en: 'Planner' },
  leader: { zh: '镇街负责人', en: 'Town leader' },
  system: { zh: '系统管理员', en: 'System administrator' },
  security: { zh: '安全管理员', en: 'Security administrator' },
  audit: { zh: '审计管理员', en: 'Audit administrator' },
};

/** Whether the role is one of the three administrators, who see no business data. */
export function isAdministrator(role: RoleId): role is AdministratorRole {
  return (ADMINISTRATORS as readonly RoleId[]).includes(role);
}

/** 互斥: an administrator holds that one role and nothing else. */
export function rolesExclude(roles: readonly RoleId[]): boolean {
  const distinct = new Set(roles);
  return distinct.size > 1 && [...distinct].some(isAdministrator);
}
