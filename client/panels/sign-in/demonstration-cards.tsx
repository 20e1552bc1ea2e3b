import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '#core/contract/session.ts';
import { roleTitles } from '#core/rights/roles.ts';
import { call } from '../../api/call.ts';
import { signedIn } from '../../api/session.ts';
import { useLanguage } from '../../app/i18n.ts';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import './demonstration-cards.css';

type Person = Session['demonstration'][number];

/** 示例人物: invented people, each one press away. */
export function DemonstrationCards({ people }: { readonly people: readonly Person[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const signIn = useMutation({
    mutationFn: (username: string) => call('POST /api/session/demonstration', { body: { username } }),
    onSuccess: signedIn,
  });
  if (people.length === 0) return null;
  return (
    <section className="people-cards" aria-labelledby="people-cards-title">
      <header>
        <h2 id="people-cards-title">{t('signIn.demonstration')}</h2>
        <DemonstrationMark small />
      </header>
      <p>{t('signIn.demonstrationNote')}</p>
      {signIn.error && <ProblemView error={signIn.error} />}
      <ul>
        {people.map(({ username, name, role }) => (
          <li key={username}>
            <button
              type="button"
              className="person-card"
              aria-busy={signIn.isPending && signIn.variables === username}
              onClick={() => !signIn.isPending && signIn.mutate(username)}
            >
              <span className="initial" aria-hidden>
                {[...roleTitles[role][language]][0]}
              </span>
              <span className="person-card-words">
                <strong>{roleTitles[role][language]}</strong>
                <small>{t(`signIn.can.${role}`)}</small>
                <small lang="zh-CN">{name}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
