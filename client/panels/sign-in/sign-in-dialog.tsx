import { useTranslation } from 'react-i18next';
import type { Session } from '#core/contract/session.ts';
import { usePerson } from '../../state/session.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DemonstrationCards } from './demonstration-cards.tsx';
import { LeaveButton } from './second-factor-form.tsx';
import { SignInFlow } from './sign-in-flow.tsx';
import './sign-in.css';

/** 重新登录 over the screen, which keeps what was being done until the same person is back. */
export function SignInDialog({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const person = usePerson();
  const ended = session.step === 'signed-out';
  const own = session.demonstration.filter(({ username }) => username === person?.username);
  return (
    <Dialog title={t(ended ? 'signIn.ended' : 'signIn.oneMoreStep')} className="sign-in-dialog">
      {ended && <p>{t('signIn.endedNote', { name: person?.name ?? '' })}</p>}
      {ended && <DemonstrationCards people={own} />}
      {!(ended && own.length > 0) && <SignInFlow session={session} username={person?.username} />}
      {ended && <LeaveButton />}
    </Dialog>
  );
}
