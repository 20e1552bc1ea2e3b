import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { leave, signedIn } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Refusal } from './refusal.tsx';
import { useCountdown } from './use-countdown.ts';

/** 动态口令: the six digits of the authenticator, or a recovery code when the phone is lost. */
export function SecondFactorForm() {
  const { t } = useTranslation();
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const send = useMutation({
    mutationFn: (typed: string) => call('POST /api/session/second-factor', { body: { code: typed } }),
    onSuccess: signedIn,
    onError: () => setCode(''),
  });
  const wait = useCountdown(send.error);
  const complete = recovery ? code.trim().length >= 6 : /^\d{6}$/.test(code);
  const reason = wait > 0 ? t('signIn.waiting') : complete ? undefined : t('secondFactor.fillIn');
  const type = (typed: string) => {
    const next = recovery ? typed : typed.replace(/\D/g, '').slice(0, 6);
    setCode(next);
    // Six digits are all there is: nobody needs to press a button after them.
    if (!recovery && next.length === 6 && wait === 0 && !send.isPending) send.mutate(next);
  };
  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!reason && !send.isPending) send.mutate(code.trim());
      }}
    >
      <h2>{t('secondFactor.title')}</h2>
      <p>{t(recovery ? 'secondFactor.recoveryNote' : 'secondFactor.codeNote')}</p>
      <Refusal error={send.error} seconds={wait} />
      <TextField
        key={String(recovery)}
        className="code-field"
        label={t(recovery ? 'secondFactor.recoveryCode' : 'secondFactor.code')}
        value={code}
        onChange={type}
        autoComplete="one-time-code"
        autoCapitalize="off"
        spellCheck={false}
        inputMode={recovery ? 'text' : 'numeric'}
        maxLength={recovery ? 20 : 6}
        autoFocus
      />
      <Button type="submit" variant="primary" className="sign-in-submit" disabledReason={reason}>
        {t(send.isPending ? 'signIn.working' : 'secondFactor.submit')}
      </Button>
      <div className="sign-in-links">
        <Button
          variant="quiet"
          onClick={() => {
            setRecovery(!recovery);
            setCode('');
            send.reset();
          }}
        >
          {t(recovery ? 'secondFactor.useCode' : 'secondFactor.useRecovery')}
        </Button>
        <LeaveButton />
      </div>
    </form>
  );
}

/** Gives up this sign-in, for somebody else to begin. */
export function LeaveButton() {
  const { t } = useTranslation();
  const giveUp = useMutation({ mutationFn: leave });
  return (
    <>
      <Button variant="quiet" onClick={() => giveUp.mutate()}>
        {t('signIn.somebodyElse')}
      </Button>
      {giveUp.error && <ProblemView error={giveUp.error} />}
    </>
  );
}
