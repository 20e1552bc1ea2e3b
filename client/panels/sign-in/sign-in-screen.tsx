import { useTranslation } from 'react-i18next';
import type { Session } from '#core/contract/session.ts';
import { ErrorBoundary } from '../../app/error-boundary.tsx';
import { LanguageButton, ThemeButton } from '../../app/settings.tsx';
import { Activation } from './activation.tsx';
import { DemonstrationCards } from './demonstration-cards.tsx';
import { SignInFlow } from './sign-in-flow.tsx';
import './sign-in.css';

interface SignInScreenProps {
  readonly session: Session;
  /** Token of the one-time link the page was opened with. */
  readonly activation: string | null;
}

/** 登录页. */
export function SignInScreen({ session, activation }: SignInScreenProps) {
  const { t } = useTranslation();
  const asksPassword = !activation && session.step === 'signed-out';
  return (
    <div className="sign-in">
      <header className="sign-in-brand">
        <img src="/icon.svg" alt="" width={56} height={56} />
        <div>
          <h1>{t('app.name')}</h1>
          <p>{t('app.tagline')}</p>
        </div>
      </header>
      <div className="sign-in-settings">
        <LanguageButton />
        <ThemeButton />
      </div>
      <main className="sign-in-main">
        <ErrorBoundary>
          <div className="sign-in-card">
            {asksPassword && <h2>{t('signIn.title')}</h2>}
            {activation ? (
              <Activation key={activation} token={activation} />
            ) : (
              <SignInFlow session={session} />
            )}
            {asksPassword && <p className="field-note">{t('signIn.forgotten')}</p>}
          </div>
          {asksPassword && <DemonstrationCards people={session.demonstration} />}
        </ErrorBoundary>
      </main>
    </div>
  );
}
