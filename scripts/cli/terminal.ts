import { createInterface } from 'node:readline/promises';
import type { Bilingual, Problem } from '#core/problem.ts';
import type { Progress } from '#server/db/database.ts';

/** Exit codes of every command. */
export const exitCodes = { ok: 0, refused: 1, usage: 2 } as const;

export type Language = keyof Bilingual;

/** Chinese unless the locale (LC_ALL, LC_MESSAGES, LANG) is English. */
export function terminalLanguage(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Language {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return /^en/i.test(locale) ? 'en' : 'zh';
}

/** 终端: results on stdout, what happens meanwhile on stderr, both in one language. */
export class Terminal {
  readonly language: Language;

  constructor(language: Language = terminalLanguage()) {
    this.language = language;
  }

  say(zh: string, en: string): void {
    process.stdout.write(`${this.language === 'zh' ? zh : en}\n`);
  }

  pick(text: Bilingual): string {
    return text[this.language];
  }

  problem(problem: Problem): void {
    const { title, detail, next } = problem;
    process.stderr.write(`${this.pick(title)}\n  ${this.pick(detail)}\n→ ${this.pick(next)}\n`);
  }

  /** One line that is rewritten; silent where nobody watches. */
  progress(zh: string, en: string): (fraction: number) => void {
    if (!process.stderr.isTTY) return () => undefined;
    return (fraction) => {
      const share = Math.round(fraction * 100);
      process.stderr.write(
        `\r\x1b[2K${this.language === 'zh' ? zh : en} ${share} %${fraction >= 1 ? '\n' : ''}`,
      );
    };
  }

  readonly database: Progress = (message) => {
    if (process.stderr.isTTY) process.stderr.write(`${this.pick(message)}\n`);
  };

  /** Asks yes or no; no where nobody can answer. */
  async confirm(zh: string, en: string): Promise<boolean> {
    if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
    const asking = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await asking.question(`${this.language === 'zh' ? zh : en} [y/N] `);
    asking.close();
    return /^(y|yes|是)$/i.test(answer.trim());
  }
}
