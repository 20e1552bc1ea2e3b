import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '#core/contract/session.ts';
import { signedIn } from '../../api/session.ts';
import { notify } from '../../state/notice.ts';
import { Button } from '../../ui/button.tsx';
import { ChangePassword } from '../sign-in/change-password.tsx';

/** 口令, changed when one wishes. */
export function Password({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const days = session.passwordRules.maximumAgeDays;
  return (
    <section aria-labelledby="account-password">
      <h3 id="account-password">{t('account.password')}</h3>
      {open ? (
        <>
          <ChangePassword
            session={session}
            onDone={(next) => {
              setOpen(false);
              notify(t('account.passwordChanged'));
              signedIn(next);
            }}
          />
          <Button onClick={() => setOpen(false)}>{t('account.cancel')}</Button>
        </>
      ) : (
        <>
          {days > 0 && <p>{t('account.passwordAge', { days })}</p>}
          <Button onClick={() => setOpen(true)}>{t('account.changePassword')}</Button>
        </>
      )}
    </section>
  );
}
