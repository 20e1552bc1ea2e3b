import { useMutation } from '@tanstack/react-query';
import Copy from 'lucide-react/icons/copy';
import ShieldCheck from 'lucide-react/icons/shield-check';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '#core/contract/session.ts';
import { call } from '../../api/call.ts';
import { copySecret } from '../../commands/clipboard.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { Refusal } from './refusal.tsx';
import { inGroups } from './secret.ts';
import { useCountdown } from './use-countdown.ts';

interface EnrolmentProps {
  readonly username: string;
  readonly onStart?: () => void;
  /** After the recovery codes were kept. */
  readonly onDone: (session: Session) => void;
}

/** 绑定动态口令: scan, confirm with a code, keep the recovery codes. */
export function Enrolment({ username, onStart, onDone }: EnrolmentProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const start = useMutation({
    mutationFn: () => call('POST /api/second-factor'),
    ...(onStart ? { onSuccess: onStart } : {}),
  });
  const confirm = useMutation({
    mutationFn: (typed: string) => call('POST /api/second-factor/confirmation', { body: { code: typed } }),
    onError: () => setCode(''),
  });
  const wait = useCountdown(confirm.error);

  if (confirm.data) {
    const { recoveryCodes, session } = confirm.data;
    return <RecoveryCodes codes={recoveryCodes} username={username} onDone={() => onDone(session)} />;
  }
  if (!start.data) {
    return (
      <div className="enrolment">
        <p>{t('secondFactor.whatItIs')}</p>
        <Refusal error={start.error} seconds={0} />
        <Button
          variant="primary"
          icon={<ShieldCheck size={18} aria-hidden />}
          disabledReason={start.isPending ? t('signIn.working') : undefined}
          onClick={() => start.mutate()}
        >
          {t('secondFactor.begin')}
        </Button>
      </div>
    );
  }
  const { secret, uri } = start.data;
  const reason = wait > 0 ? t('signIn.waiting') : /^\d{6}$/.test(code) ? undefined : t('secondFactor.fillIn');
  return (
    <form
      className="enrolment"
      onSubmit={(event) => {
        event.preventDefault();
        if (!reason && !confirm.isPending) confirm.mutate(code);
      }}
    >
      <p>{t('secondFactor.scan')}</p>
      <QrCode text={uri} label={t('secondFactor.qrCode')} />
      <p className="field-note">{t('secondFactor.orType')}</p>
      <p className="secret">
        <code>{inGroups(secret)}</code>
        <IconButton
          label={t('secondFactor.copySecret')}
          onClick={() => void copySecret(secret, t('secondFactor.secret'))}
        >
          <Copy size={16} aria-hidden />
        </IconButton>
      </p>
      <Refusal error={confirm.error} seconds={wait} />
      <TextField
        className="code-field"
        label={t('secondFactor.code')}
        value={code}
        onChange={(typed) => setCode(typed.replace(/\D/g, '').slice(0, 6))}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={6}
        autoFocus
      />
      <Button type="submit" variant="primary" className="sign-in-submit" disabledReason={reason}>
        {t(confirm.isPending ? 'signIn.working' : 'secondFactor.confirm')}
      </Button>
    </form>
  );
}
