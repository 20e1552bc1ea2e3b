import { useTranslation } from 'react-i18next';
import type { Session } from '#core/contract/session.ts';
import { signedIn } from '../../api/session.ts';
import { ChangePassword } from './change-password.tsx';
import { Enrolment } from './enrolment.tsx';
import { PasswordForm } from './password-form.tsx';
import { LeaveButton, SecondFactorForm } from './second-factor-form.tsx';

interface SignInFlowProps {
  readonly session: Session;
  /** Who is coming back. */
  readonly username?: string | undefined;
}

/** The step of sign-in that is missing. */
export function SignInFlow({ session, username }: SignInFlowProps) {
  const { t } = useTranslation();
  switch (session.step) {
    case 'second-factor':
      return <SecondFactorForm />;
    case 'enrolment':
      return (
        <div className="sign-in-step">
          <h2>{t('secondFactor.enrolTitle')}</h2>
          <p>{t('secondFactor.enrolNeeded')}</p>
          <Enrolment username={session.person?.username ?? ''} onDone={signedIn} />
          <LeaveButton />
        </div>
      );
    case 'password':
      return (
        <div className="sign-in-step">
          <h2>{t('password.mustChange')}</h2>
          <p>{t('password.mustChangeWhy')}</p>
          <ChangePassword session={session} onDone={signedIn} />
          <LeaveButton />
        </div>
      );
    default:
      return <PasswordForm username={username} />;
  }
}
