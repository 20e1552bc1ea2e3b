import { useMutation } from '@tanstack/react-query';
import LogOut from 'lucide-react/icons/log-out';

import { useTranslation } from 'react-i18next';
import { roleTitles } from '#core/rights/roles.ts';
import { leave } from '../../api/session.ts';
import { useLanguage } from '../../app/i18n.ts';
import { hasBusiness } from '../../app/panels.ts';
import { type SessionPerson, useSession } from '../../state/session.ts';
import { Button } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Password } from './password.tsx';
import { SecondFactor } from './second-factor.tsx';
import { Sessions } from './sessions.tsx';
import { Tokens } from './tokens.tsx';
import './account.css';

/** The cast of the sign-in page's cards; people whom they add get a password like everybody else. */
function hasNoPassword({ demonstration, username }: SessionPerson): boolean {
  return demonstration && username.startsWith('demo-');
}

/** 我的账户: who one is here, and everything that is one's own to change. */
export function Panel() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { session, person } = useSession();
  const signOut = useMutation({ mutationFn: leave });
  if (!session || !person) return null;
  return (
    <div className="account">
      <section className="account-who" aria-label={person.name}>
        <div>
          <h3>
            {person.name} {person.demonstration && <DemonstrationMark small />}
          </h3>
          <p className="account-username">{person.username}</p>
        </div>
        <Button icon={<LogOut size={16} aria-hidden />} onClick={() => signOut.mutate()}>
          {t('account.signOut')}
        </Button>
      </section>
      {signOut.error && <ProblemView error={signOut.error} />}
      <section aria-labelledby="account-roles">
        <h3 id="account-roles">{t('account.roles')}</h3>
        {person.grants.length === 0 ? (
          <p>{t('account.noRolesHint')}</p>
        ) : (
          <ul className="account-list">
            {person.grants.map(({ id, role, regionCode, regionName }) => (
              <li key={id}>
                <strong>{roleTitles[role][language]}</strong>
                <span>{regionName ?? (regionCode || t('account.everywhere'))}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {hasNoPassword(person) ? (
        <p className="account-note">{t('account.demonstrationNote')}</p>
      ) : (
        <>
          <Password session={session} />
          <SecondFactor session={session} />
        </>
      )}
      {hasBusiness(person) && <Tokens username={person.username} />}
      <Sessions />
    </div>
  );
}
