import type { LayerId } from '#core/catalog/types.ts';
import { LAYER_IDS } from '#core/catalog/types.ts';
import type { RoleId } from '#core/rights/roles.ts';

/** 权限动作, as the database names them too. */
export const ACTIONS = [
  'see',
  'add',
  'edit_attributes',
  'edit_geometry',
  'review',
  'approve',
  'export',
] as const;

export type Action = (typeof ACTIONS)[number];

/** 权限对象: a layer, or the control targets (控制指标) of a region. */
export const SUBJECTS = [...LAYER_IDS, 'targets'] as const;

export type Subject = LayerId | 'targets';

/** What a role may do to every subject, and to some beyond that, or only that. */
interface Rule {
  readonly all: readonly Action[];
  readonly more?: { readonly [subject in Subject]?: readonly Action[] };
  readonly only?: { readonly [subject in Subject]?: readonly Action[] };
}

const edits = ['add', 'edit_attributes', 'edit_geometry'] as const;

/**
 * 权限表: what each role may do inside its regions. The one table of rights: the database's `role_rights` is filled from it, routes
 * ask it, and the tests of rights are generated from it.
 */
export const rightsTable: Readonly<Record<RoleId, Rule>> = {
  viewer: { all: ['see'] },
  field: { all: ['see'], more: { patches: edits } },
  inspector: {
    all: ['see', 'export'],
    more: { patches: [...edits, 'review'], facility_filings: edits, responsibility_grids: edits },
  },
  // 规划员 keep the plans; findings belong to those who inspect.
  planner: { all: ['see', 'export', ...edits], only: { patches: ['see', 'export'] } },
  leader: { all: ['see', 'export', 'review', 'approve'] },
  system: { all: [] },
  security: { all: [] },
  audit: { all: [] },
};

/** Actions of a role on a subject. */
export function actionsOf(role: RoleId, subject: Subject): readonly Action[] {
  const { all, more, only } = rightsTable[role];
  const named = only?.[subject] ?? [...all, ...(more?.[subject] ?? [])];
  return ACTIONS.filter((action) => named.includes(action));
}

/** Every right as a row `[role, subject, action]`: what the database is given. */
export function allRights(): (readonly [RoleId, Subject, Action])[] {
  return (Object.keys(rightsTable) as RoleId[]).flatMap((role) =>
    SUBJECTS.flatMap((subject) => actionsOf(role, subject).map((action) => [role, subject, action] as const)),
  );
}

/** 任职: a role inside a region (6, 9 or 12 digits); administrators have no region (`''`). */
export interface Grant {
  readonly role: RoleId;
  readonly regionCode: string;
}

/** What the codes of everything inside a region start with: 西营门街道 120111001000 → 120111001. */
export function regionPrefix(code: string): string {
  const full = code.padEnd(12, '0');
  if (full.endsWith('000000')) return full.slice(0, 6);
  return full.endsWith('000') ? full.slice(0, 9) : full;
}

/** Region prefixes in which the grants allow an action on a subject, sorted, none inside another. */
export function scopeOf(grants: readonly Grant[], subject: Subject, action: Action): readonly string[] {
  const prefixes = grants
    .filter(({ role }) => actionsOf(role, subject).includes(action))
    .map(({ regionCode }) => regionPrefix(regionCode));
  const widest = [...new Set(prefixes)].filter(
    (prefix, _, all) => !all.some((other) => other !== prefix && prefix.startsWith(other)),
  );
  return widest.sort();
}

/** Whether a region lies wholly inside the prefixes. */
export function covers(prefixes: readonly string[], regionCode: string): boolean {
  return prefixes.some((prefix) => regionPrefix(regionCode).startsWith(prefix));
}
