import type { Bilingual } from '#core/problem.ts';

/** 口令规则, whatever an office sets for the rest; the age limit is its own. */
export const passwordRules = {
  minimumLength: 10,
  maximumLength: 128,
  /** Kinds of characters of four: lower, upper, digit, other. */
  kinds: 3,
  /** Earlier passwords that may not come back, the present one among them. */
  remembered: 5,
} as const;

export type PasswordFault = 'too-short' | 'too-long' | 'too-few-kinds' | 'contains-name' | 'usual' | 'reused';

export const passwordFaultTexts: Readonly<Record<PasswordFault, Bilingual>> = {
  'too-short': { zh: '至少 10 个字符', en: 'at least 10 characters' },
  'too-long': { zh: '最多 128 个字符', en: 'at most 128 characters' },
  'too-few-kinds': {
    zh: '须含小写字母、大写字母、数字、其他字符中的三类',
    en: 'three of: lower case, upper case, digits, other characters',
  },
  'contains-name': { zh: '不得包含用户名或姓名', en: 'without the username or the name' },
  usual: { zh: '不得使用常见口令', en: 'not one of the usual passwords' },
  reused: { zh: '不得与最近 5 个口令相同', en: 'none of the last 5 passwords' },
};

/** 口令检查: what is wrong with a password; empty when nothing is. `reused` only the server can tell. */
export function passwordFaults(
  password: string,
  person: { readonly username: string; readonly name: string },
): readonly PasswordFault[] {
  const { length } = [...password];
  const faults: PasswordFault[] = [];
  if (length < passwordRules.minimumLength) faults.push('too-short');
  if (length > passwordRules.maximumLength) faults.push('too-long');
  if (kindsOf(password) < passwordRules.kinds) faults.push('too-few-kinds');
  if (containsName(password, person)) faults.push('contains-name');
  if (isUsual(password)) faults.push('usual');
  return faults;
}

/** Kinds of characters of four: lower, upper, digit, other. */
export function kindsOf(password: string): number {
  return [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((kind) => kind.test(password))
    .length;
}

function containsName(password: string, { username, name }: { username: string; name: string }): boolean {
  const lower = password.toLowerCase();
  // A Chinese name is whole with two characters; a username of two letters would be in half of all passwords.
  return (
    (username.length > 2 && lower.includes(username.toLowerCase())) ||
    ([...name].length > 1 && lower.includes(name.toLowerCase()))
  );
}

/** What people choose when a system asks for letters, digits and a sign: one of these words, with a tail. */
const usualWords = new Set(
  `a aa aaa ab abc abcd abcde abcdef abcdefg admin administrator asdf asdfgh asdfghjkl changeme china dragon gengjie guest hello
   huawei iloveyou letmein login manager master monkey nihao pass passw passwd password qq qaz qazwsx qwe qwer qwert qwerty
   qwertyuiop root sa secret sunshine super superman test tianjin user welcome woaini xiqing zaq zaqwsx zhangsan zxcvbn zxcvbnm`.split(
    /\s+/,
  ),
);

/** Whether nothing is left of a password but a usual word, however it is dressed: `P@ssw0rd2024!`, `123Qwe!@#456`. */
function isUsual(password: string): boolean {
  const lower = password.toLowerCase();
  const words = [lettersOf(lower), plain(lettersOf(lower)), lettersOf(plain(lower))];
  return isRun(lower) || words.some((word) => word === '' || usualWords.has(word));
}

/** What stands between the first and the last letter. */
function lettersOf(text: string): string {
  return text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

/** Signs that are put for letters, taken back. */
function plain(text: string): string {
  return text.replaceAll('@', 'a').replaceAll('$', 's').replaceAll('0', 'o');
}

/** Every character the one before it, or the next of it: `aaaaaaaaaa`, `abcdefghij`, `0123456789`. */
function isRun(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)));
  return steps.size <= 1 && [...steps].every((step) => Math.abs(step) <= 1);
}
