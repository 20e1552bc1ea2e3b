import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { askSession, watchSession } from '../api/session.ts';
import { useActivation } from '../state/activation.ts';
import { useSession } from '../state/session.ts';
import { ProblemView } from '../ui/problem-view.tsx';
import { Waiting } from '../ui/progress.tsx';
import { Announcer } from './announcer.tsx';
import { listenForEscape } from './escape.ts';
import { AdministrationShell, IdleWatch, SignInDialog, SignInScreen } from './lazy-parts.ts';
import { Office } from './office.tsx';
import { Opening } from './opening.tsx';
import { hasBusiness } from './panels.ts';
import { useThemeAttribute } from './theme.ts';
import './shell.css';
import './shell-phone.css';

/** 应用: who is there decides what is shown: the sign-in screen, the map, or the calm screen of an administrator. */
export function App() {
  const { t } = useTranslation();
  const { session, error, person, leaving } = useSession();
  const activation = useActivation();
  useThemeAttribute();
  useEffect(() => {
    const stops = [listenForEscape(), watchSession()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);

  if (leaving || !session) {
    return (
      <Opening>
        {error && !leaving ? (
          <ProblemView error={error} onRetry={() => void askSession()} />
        ) : (
          <Waiting label={t('ui.loading')} />
        )}
      </Opening>
    );
  }
  if (activation || !person) {
    return (
      <Suspense fallback={<Opening />}>
        <SignInScreen session={session} activation={activation} />
        <Announcer />
      </Suspense>
    );
  }
  return (
    <>
      {hasBusiness(person) ? (
        <Office />
      ) : (
        <Suspense fallback={<Opening />}>
          <AdministrationShell person={person} />
        </Suspense>
      )}
      <Announcer />
      <Suspense>{session.step === 'signed-in' ? <IdleWatch /> : <SignInDialog session={session} />}</Suspense>
    </>
  );
}
