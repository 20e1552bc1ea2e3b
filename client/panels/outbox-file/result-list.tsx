import { useTranslation } from 'react-i18next';
import type { SendProblem } from '../../field/store/schema.ts';
import type { SentItem } from './send-outbox-file.ts';

const SHOWN = 500;

interface ResultListProps {
  readonly items: readonly SentItem[];
  readonly all: number;
  readonly busy: boolean;
}

/** 逐条回执: what was refused first, with the server's reason. */
export function ResultList({ items, all, busy }: ResultListProps) {
  const { t, i18n } = useTranslation();
  const refused = items.filter(({ state }) => state === 'refused' || state === 'queued');
  const taken = items.length - refused.length;
  const shown = [...refused, ...items.filter((item) => !refused.includes(item))].slice(0, SHOWN);
  return (
    <section aria-label={t('outboxFile.results')}>
      <p role="status">
        {t('outboxFile.summary', { done: items.length, all, taken, refused: refused.length })}
        {!busy && items.length === all && refused.length === 0 && ` ${t('outboxFile.allTaken')}`}
      </p>
      <ul className="outbox-file-results">
        {shown.map(({ id, kind, state, problem }) => (
          <li key={`${kind} ${id}`} className={`outbox-file-${state}`}>
            <strong>{t(`outboxFile.kind.${kind}`, { defaultValue: kind })}</strong>
            <code>{id.slice(-12)}</code>
            <span>{t(`outboxFile.state.${state}`)}</span>
            {problem && <p>{words(problem, i18n.language, (key) => t(key, { defaultValue: '' }))}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function words(problem: SendProblem, language: string, own: (key: string) => string): string {
  const told = own(`outboxFile.why.${problem.type.replace(/^.*\//, '')}`);
  if (told) return told;
  const { title, detail, next } = (
    language.startsWith('en') && problem.en ? problem.en : problem
  ) as SendProblem;
  return [title, detail, next].filter(Boolean).join(' ');
}
