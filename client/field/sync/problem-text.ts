import i18next from 'i18next';
import type { SendProblem } from '../store/schema.ts';

/** 原因, in one or two sentences of the person's language: the server's own words where it gave any. */
export function problemText(problem: SendProblem): string {
  const name = problem.type.replace(/^.*\//, '');
  const own = i18next.t(`sync.why.${name}`, { defaultValue: '' });
  if (own) return own;
  const english = i18next.language?.startsWith('en') && problem.en;
  const { title, detail, next } = (english || problem) as SendProblem;
  const words = [title, detail, next].filter(
    (part): part is string => typeof part === 'string' && part !== '',
  );
  return words.length > 0 ? words.join(' ') : i18next.t('sync.why.phone-refused');
}
