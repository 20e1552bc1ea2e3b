import type { PasswordRules } from '#core/contract/session.ts';
import { passwordFaults } from '#core/rights/password.ts';

/** A rule as the list beside the field shows it; `met` is null where only the server can tell. */
export interface RuleState {
  readonly rule: 'length' | 'kinds' | 'name' | 'usual' | 'remembered' | 'same';
  readonly met: boolean | null;
}

/** 口令规则 against what is typed so far. The server judges again, and it alone knows the earlier passwords. */
export function ruleStates(
  rules: PasswordRules,
  password: string,
  again: string,
  person: { readonly username: string; readonly name: string },
): readonly RuleState[] {
  const faults = passwordFaults(password, person);
  const typed = password !== '';
  return [
    { rule: 'length', met: !faults.includes('too-short') && !faults.includes('too-long') },
    { rule: 'kinds', met: !faults.includes('too-few-kinds') },
    { rule: 'name', met: typed && !faults.includes('contains-name') },
    { rule: 'usual', met: typed && !faults.includes('usual') },
    { rule: 'same', met: typed && password === again },
    ...(rules.remembered > 0 ? [{ rule: 'remembered', met: null } as const] : []),
  ];
}
