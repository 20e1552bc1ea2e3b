import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '#core/contract/session.ts';
import { call } from '../../api/call.ts';
import { signedIn } from '../../api/session.ts';
import { notify } from '../../state/notice.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PasswordField } from '../../ui/field.tsx';
import { Enrolment } from '../sign-in/enrolment.tsx';
import { Refusal } from '../sign-in/refusal.tsx';
import { useCountdown } from '../sign-in/use-countdown.ts';
import '../sign-in/sign-in.css';

/** 动态口令, on or off. */
export function SecondFactor({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const [removing, setRemoving] = useState(false);
  const [adding, setAdding] = useState(false);
  const person = session.person;
  if (!person) return null;
  return (
    <section aria-labelledby="account-second-factor">
      <h3 id="account-second-factor">
        {t('secondFactor.title')}{' '}
        <span className={person.secondFactor ? 'chip chip-good' : 'chip'}>
          {t(person.secondFactor ? 'account.secondFactorOn' : 'account.secondFactorOff')}
        </span>
      </h3>
      {person.secondFactor && !adding ? (
        <Button onClick={() => setRemoving(true)}>{t('account.secondFactorTurnOff')}</Button>
      ) : (
        <Enrolment
          username={person.username}
          onStart={() => setAdding(true)}
          onDone={(next) => {
            setAdding(false);
            notify(t('account.secondFactorIsOn'));
            signedIn(next);
          }}
        />
      )}
      {removing && <RemoveDialog onClose={() => setRemoving(false)} />}
    </section>
  );
}

function RemoveDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const remove = useMutation({
    mutationFn: () => call('POST /api/second-factor/removal', { body: { password } }),
    onSuccess: (next) => {
      notify(t('account.secondFactorIsOff'));
      signedIn(next);
      onClose();
    },
    onError: () => setPassword(''),
  });
  const wait = useCountdown(remove.error);
  const reason = wait > 0 ? t('signIn.waiting') : password ? undefined : t('password.currentFirst');
  return (
    <Dialog title={t('account.secondFactorTurnOff')} onClose={onClose} className="small-dialog">
      <form
        className="sign-in-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!reason && !remove.isPending) remove.mutate();
        }}
      >
        <p>{t('account.secondFactorTurnOffWhy')}</p>
        <Refusal error={remove.error} seconds={wait} />
        <PasswordField
          label={t('signIn.password')}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          maxLength={200}
          autoFocus
        />
        <div className="form-actions">
          <Button onClick={onClose}>{t('account.cancel')}</Button>
          <Button type="submit" variant="danger" disabledReason={reason}>
            {t('account.secondFactorTurnOff')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
