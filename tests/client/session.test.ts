import { describe, expect, it } from 'vitest';
import type { Session } from '#core/contract/session.ts';
import { idleTurn, warningSeconds } from '../../client/app/idle-turn.ts';
import { hasBusiness, panelsFor } from '../../client/app/panels.ts';
import { activationIn } from '../../client/state/activation.ts';
import { administratorRole, allows, type SessionPerson, turnOf } from '../../client/state/session.ts';

const TOWN = '120111001000';
const VILLAGE = '120111001201';
const OTHER_TOWN_VILLAGE = '120111002201';

function person(id: string, ...grants: [SessionPerson['grants'][number]['role'], string][]): SessionPerson {
  return {
    id,
    username: id,
    name: id,
    demonstration: false,
    secondFactor: false,
    grants: grants.map(([role, regionCode], index) => ({ id: index, role, regionCode, regionName: null })),
  };
}

function session(step: Session['step'], who: SessionPerson | null): Session {
  return {
    step,
    person: who,
    endsAt: null,
    idleMinutes: 30,
    passwordRules: { minimumLength: 10, kinds: 3, remembered: 5, maximumAgeDays: 90 },
    demonstration: [],
  };
}

describe('what an answer about the session means for the screen', () => {
  const li = person('li', ['planner', TOWN]);
  const zhao = person('zhao', ['viewer', TOWN]);
  it.each([
    ['nobody there, nobody signed in: sign in', null, session('signed-out', null), 'sign-in'],
    ['nobody there, a step is missing: sign in', null, session('second-factor', li), 'sign-in'],
    ['nobody there, somebody signed in: open', null, session('signed-in', li), 'open'],
    ['the same person is back: go on', li, session('signed-in', li), 'resume'],
    ['the session ended: keep the work and ask', li, session('signed-out', null), 'interrupted'],
    ['the password expired: keep the work and ask', li, session('password', li), 'interrupted'],
    ['somebody else signed in: begin anew', li, session('signed-in', zhao), 'start-over'],
  ] as const)('%s', (_name, at, answer, turn) => {
    expect(turnOf(at, answer)).toBe(turn);
  });
});

describe('what a person may do', () => {
  const { grants } = person('field', ['field', VILLAGE], ['viewer', TOWN]);
  it('is asked by action, layer and region', () => {
    expect(allows(grants, 'edit_attributes', 'patches', VILLAGE)).toBe(true);
    expect(allows(grants, 'edit_attributes', 'patches', '120111001203')).toBe(false);
    expect(allows(grants, 'edit_attributes', 'land_parcels', VILLAGE)).toBe(false);
    expect(allows(grants, 'see', 'land_parcels', '120111001203')).toBe(true);
    expect(allows(grants, 'see', 'land_parcels', OTHER_TOWN_VILLAGE)).toBe(false);
  });

  it('without a region means anywhere at all', () => {
    expect(allows(grants, 'add', 'patches')).toBe(true);
    expect(allows(grants, 'export', 'patches')).toBe(false);
    expect(allows([], 'see', 'patches')).toBe(false);
  });

  it('decides the panels: three administrators without the map, nobody with another’s', () => {
    const ids = (who: SessionPerson) => panelsFor(who).map(({ id }) => id);
    expect(ids(person('s', ['system', '']))).toEqual(['people', 'rights', 'verify', 'account']);
    expect(ids(person('s', ['security', '']))).toEqual(['people', 'rights', 'verify', 'account']);
    expect(ids(person('s', ['audit', '']))).toEqual(['audit', 'verify', 'account']);
    expect(ids(person('s'))).toEqual(['verify', 'account']);
    const planner = ids(person('p', ['planner', TOWN]));
    expect(planner).toContain('targets');
    expect(planner).toContain('import');
    expect(planner).not.toContain('people');
    expect(ids(person('v', ['viewer', TOWN]))).not.toContain('import');
    expect(panelsFor(null)).toEqual([]);
  });

  it('tells administrators from people who work with data', () => {
    expect(administratorRole(person('a', ['audit', '']))).toBe('audit');
    expect(administratorRole(person('p', ['planner', TOWN]))).toBeNull();
    expect(hasBusiness(person('p', ['planner', TOWN]))).toBe(true);
    expect(hasBusiness(person('a', ['audit', '']))).toBe(false);
    expect(hasBusiness(person('n'))).toBe(false);
  });
});

describe('a one-time link', () => {
  it('is taken from the fragment alone, whole or not at all', () => {
    const token = 'a_B-3'.repeat(8);
    expect(activationIn(`#activate=${token}`)).toBe(token);
    for (const hash of [
      '',
      '#',
      '#map=15/39/117',
      '#activate=',
      '#activate=short',
      `#activate=${token}&x=1`,
    ]) {
      expect(activationIn(hash), hash).toBeNull();
    }
  });
});

describe('an idle screen', () => {
  const minutes = (value: number) => value * 60_000;
  it('asks a minute before the session ends, and at least twenty seconds before that of a very short one', () => {
    expect(idleTurn(minutes(28.9), 30)).toBe('work');
    expect(idleTurn(minutes(29.1), 30)).toBe('warn');
    expect(idleTurn(minutes(30), 30)).toBe('end');
    expect(warningSeconds(1)).toBe(20);
    expect(idleTurn(minutes(0.5), 1)).toBe('work');
    expect(idleTurn(minutes(0.7), 1)).toBe('warn');
  });
});
