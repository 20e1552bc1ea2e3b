import type { Person } from '#core/contract/people.ts';
import { type RoleId, roleTitles } from '#core/rights/roles.ts';

export const SHOWN = ['all', 'active', 'invited', 'locked', 'disabled', 'no-role'] as const;
export type Shown = (typeof SHOWN)[number];

/** Locked now, after failed tries. */
export function isLocked(person: Person, now: number): boolean {
  return person.lockedUntil !== null && Date.parse(person.lockedUntil) > now;
}

/** 查找人员 by name, username, role or region, and by state; every word must fit. */
export function findPeople(
  people: readonly Person[],
  text: string,
  shown: Shown,
  now: number,
): readonly Person[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return people.filter((person) => {
    if (shown === 'locked' && !isLocked(person, now)) return false;
    if (shown === 'no-role' && person.grants.length > 0) return false;
    if ((shown === 'active' || shown === 'invited' || shown === 'disabled') && person.state !== shown)
      return false;
    const said = [
      person.name,
      person.username,
      ...person.grants.flatMap(({ role, regionName, regionCode }) => [
        roleTitles[role].zh,
        roleTitles[role].en,
        regionName ?? '',
        regionCode,
      ]),
    ]
      .join(' ')
      .toLowerCase();
    return words.every((word) => said.includes(word));
  });
}

/** Roles that may still be granted: an administrator holds that one role and nothing else. */
export function grantableRoles(
  held: readonly RoleId[],
  allowed: readonly RoleId[],
  administrators: readonly RoleId[],
): readonly RoleId[] {
  if (held.some((role) => administrators.includes(role))) return [];
  return allowed.filter((role) => held.length === 0 || !administrators.includes(role));
}
