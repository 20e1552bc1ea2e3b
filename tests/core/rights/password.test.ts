import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindsOf, passwordFaults, passwordRules } from '#core/rights/password.ts';

const person = { username: 'wang.wu', name: '王五' };

describe('the rules of passwords', () => {
  it.each([
    ['Green-field-2026', []],
    ['小稍直口Green-26', []],
    ['Gf-2026', ['too-short']],
    ['greenfields', ['too-few-kinds']],
    ['greenfields1', ['too-few-kinds']],
    ['x-Wang.Wu-77', ['contains-name']],
    ['我是王五Aa-2026', ['contains-name']],
    ['P@ssw0rd2024!', ['usual']],
    ['Admin@12345678', ['usual']],
    ['123Qwerty!@#', ['usual']],
    ['Abcd1234567', ['usual']],
    ['2026-11-22-!A', ['usual']],
    [`Aa1-${'x'.repeat(125)}`, ['too-long']],
    ['short', ['too-short', 'too-few-kinds']],
  ])('%s: %j', (password, faults) => {
    expect(passwordFaults(password, person)).toEqual(faults);
  });

  it('count characters, not their halves', () => {
    expect(passwordFaults('😀😀😀😀Aa1bc', person)).toContain('too-short');
  });

  it('do not take a name of two letters for a name in a password', () => {
    expect(passwordFaults('Green-field-2026', { username: 'gr', name: '李' })).toEqual([]);
  });

  it('pass nothing that is short, plain or the name, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (password) => {
        const faults = passwordFaults(password, person);
        if (faults.length > 0) return;
        expect([...password].length).toBeGreaterThanOrEqual(passwordRules.minimumLength);
        expect(kindsOf(password)).toBeGreaterThanOrEqual(passwordRules.kinds);
        expect(password.toLowerCase()).not.toContain(person.username);
      }),
    );
  });
});
