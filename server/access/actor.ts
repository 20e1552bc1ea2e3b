import type { Subject } from '#core/rights/rights.ts';
import { type Action, covers, type Grant, regionPrefix, scopeOf } from '#core/rights/rights.ts';
import { type AdministratorRole, isAdministrator } from '#core/rights/roles.ts';

/** What is still missing before a person counts as signed in. */
export type Step = 'second-factor' | 'enrolment' | 'password' | 'signed-in';

/** 操作人: who makes a request, as the session or the token says. */
export interface Actor {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly grants: readonly (Grant & { readonly id: number })[];
  /** 示例人物, or somebody one of them added. */
  readonly demonstration: boolean;
  readonly step: Step;
  readonly via:
    | { readonly kind: 'session'; readonly id: string; readonly endsAt: string }
    | { readonly kind: 'token'; readonly id: string };
  /** A token of scope `read` never writes. */
  readonly writes: boolean;
}

/** Which request an act came from, for the audit log. */
export interface RequestOrigin {
  readonly id: string;
  readonly address: string;
}

/** The administrator's role of a person; undefined for people of business. */
export function administratorRole(actor: Actor): AdministratorRole | undefined {
  return actor.grants.map(({ role }) => role).find(isAdministrator);
}

/** Whether the person may do this: somewhere, when no region is named. The database decides again, row by row. */
export function may(actor: Actor, action: Action, subject: Subject, regionCode?: string): boolean {
  if (!actor.writes && action !== 'see' && action !== 'export') return false;
  const prefixes = scopeOf(actor.grants, subject, action);
  return regionCode === undefined ? prefixes.length > 0 : covers(prefixes, regionCode);
}

/** 数据范围: names what a person sees of a subject; two people of one key see the same rows. */
export function scopeKey(actor: Actor, subject: Subject): string {
  const prefixes = scopeOf(actor.grants, subject, 'see');
  // Regions show what holds one's own region as well, which follows from the same prefixes.
  return prefixes.map(regionPrefix).join(',');
}
