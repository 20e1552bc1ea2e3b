import { describe, expect, it } from 'vitest';
import type { Person } from '#core/contract/people.ts';
import { ADMINISTRATORS, ROLE_IDS } from '#core/rights/roles.ts';
import { findPeople, grantableRoles, isLocked } from '../../../client/panels/people/find-people.ts';
import { regionParts } from '../../../client/panels/people/regions.ts';
import { rightsGrid } from '../../../client/panels/rights/grid.ts';

const now = Date.parse('2026-11-22T08:00:00Z');

function person(username: string, more: Partial<Person> = {}): Person {
  return {
    id: username,
    username,
    name: username,
    state: 'active',
    demonstration: false,
    secondFactor: false,
    lockedUntil: null,
    lastSeenAt: null,
    createdAt: '2026-10-01T00:00:00Z',
    grants: [],
    ...more,
  };
}

const wang = person('wang', {
  name: '王建国',
  grants: [{ id: 1, role: 'field', regionCode: '120111001201', regionName: '小稍直口村' }],
});
const li = person('li', { name: '李秀英', lockedUntil: '2026-11-22T08:10:00Z' });
const zhang = person('zhang', { name: '张伟', state: 'invited' });
const everybody = [wang, li, zhang];

describe('finding people', () => {
  const found = (text: string, shown: Parameters<typeof findPeople>[2] = 'all') =>
    findPeople(everybody, text, shown, now).map(({ username }) => username);

  it('looks at names, usernames, roles in both languages and regions; every word must fit', () => {
    expect(found('王')).toEqual(['wang']);
    expect(found('LI')).toEqual(['li']);
    expect(found('外业 小稍')).toEqual(['wang']);
    expect(found('field worker')).toEqual(['wang']);
    expect(found('外业 李')).toEqual([]);
    expect(found('  ')).toEqual(['wang', 'li', 'zhang']);
  });

  it('shows one state at a time when asked to', () => {
    expect(found('', 'locked')).toEqual(['li']);
    expect(found('', 'invited')).toEqual(['zhang']);
    expect(found('', 'no-role')).toEqual(['li', 'zhang']);
    expect(found('', 'disabled')).toEqual([]);
  });

  it('calls nobody locked whose lock is over', () => {
    expect(isLocked(li, now)).toBe(true);
    expect(isLocked(li, now + 11 * 60_000)).toBe(false);
    expect(isLocked(wang, now)).toBe(false);
  });
});

describe('roles that may still be granted', () => {
  it('are all for who holds none, no administrator’s for who works with data, and none for an administrator', () => {
    expect(grantableRoles([], ROLE_IDS, ADMINISTRATORS)).toEqual(ROLE_IDS);
    expect(grantableRoles(['field'], ROLE_IDS, ADMINISTRATORS)).toEqual([
      'viewer',
      'field',
      'inspector',
      'planner',
      'leader',
    ]);
    expect(grantableRoles(['audit'], ROLE_IDS, ADMINISTRATORS)).toEqual([]);
    expect(grantableRoles([], ['audit'], ADMINISTRATORS)).toEqual(['audit']);
    expect(grantableRoles(['viewer'], ['audit'], ADMINISTRATORS)).toEqual([]);
  });
});

describe('choosing a region', () => {
  const region = (code: string, level: 'district' | 'town' | 'village') => ({ code, name: code, level });
  const regions = [
    region('120111', 'district'),
    region('120111001000', 'town'),
    region('120111001201', 'village'),
    region('120111001203', 'village'),
    region('120111002000', 'town'),
    region('120111002201', 'village'),
  ];
  it('offers the villages of the chosen town, and those alone', () => {
    expect(regionParts(regions, '120111')).toMatchObject({ town: '', village: '', villages: [] });
    const parts = regionParts(regions, '120111001203');
    expect(parts.town).toBe('120111001000');
    expect(parts.village).toBe('120111001203');
    expect(parts.villages.map(({ code }) => code)).toEqual(['120111001201', '120111001203']);
    expect(regionParts(regions, '120111002000')).toMatchObject({ town: '120111002000', village: '' });
  });
});

describe('the table of rights', () => {
  it('has a row for every subject, with or without rights', () => {
    const rows = rightsGrid(
      [
        { role: 'field', subject: 'patches', actions: ['see', 'add'] },
        { role: 'viewer', subject: 'patches', actions: ['see'] },
      ],
      'field',
    );
    expect(rows.map(({ subject }) => subject)).toContain('targets');
    expect([...rows.find(({ subject }) => subject === 'patches')!.actions]).toEqual(['see', 'add']);
    expect(rows.filter(({ actions }) => actions.size > 0)).toHaveLength(1);
  });
});
