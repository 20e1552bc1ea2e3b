import type { PasswordRules } from '#core/contract/session.ts';

/** A rule as the list beside the field shows it; `met` is null where only the server can tell. */
export interface RuleState {
  readonly rule: 'length' | 'kinds' | 'name' | 'remembered' | 'same';
  readonly met: boolean | null;
}

/** Kinds of characters of four: lower, upper, digit, other. */
export function kindsIn(password: string): number {
  return [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((kind) => kind.test(password))
    .length;
}

/** 口令规则 against what is typed so far. The server judges again, and it alone knows the earlier passwords. */
export function ruleStates(
  rules: PasswordRules,
  password: string,
  again: string,
  username: string,
): readonly RuleState[] {
  const name = username.toLowerCase();
  return [
    { rule: 'length', met: [...password].length >= rules.minimumLength },
    { rule: 'kinds', met: kindsIn(password) >= rules.kinds },
    { rule: 'name', met: password !== '' && (name === '' || !password.toLowerCase().includes(name)) },
    { rule: 'same', met: password !== '' && password === again },
    ...(rules.remembered > 0 ? [{ rule: 'remembered', met: null } as const] : []),
  ];
}
