import { useMutation } from '@tanstack/react-query';
import LogIn from 'lucide-react/icons/log-in';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { signedIn } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';
import { PasswordField, TextField } from '../../ui/field.tsx';
import { Refusal } from './refusal.tsx';
import { useCountdown } from './use-countdown.ts';

interface PasswordFormProps {
  /** Filled in for somebody who comes back. */
  readonly username?: string | undefined;
}

/** 用户名与口令. */
export function PasswordForm({ username: known = '' }: PasswordFormProps) {
  const { t } = useTranslation();
  const [username, setUsername] = useState(known);
  const [password, setPassword] = useState('');
  const [capsLock, setCapsLock] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const signIn = useMutation({
    mutationFn: () => call('POST /api/session', { body: { username: username.trim(), password } }),
    onSuccess: signedIn,
    onError: () => {
      setPassword('');
      form.current?.querySelector<HTMLInputElement>('input[autocomplete="current-password"]')?.focus();
    },
  });
  const wait = useCountdown(signIn.error);
  const reason = wait > 0 ? t('signIn.waiting') : signIn.isPending ? t('signIn.working') : undefined;
  const [incomplete, setIncomplete] = useState(false);
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));

  return (
    <form
      ref={form}
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        const empty = [...event.currentTarget.querySelectorAll('input')].find(({ value }) => !value.trim());
        setIncomplete(empty !== undefined);
        if (empty) empty.focus();
        else if (!reason) signIn.mutate();
      }}
    >
      <Refusal error={signIn.error} seconds={wait} />
      <TextField
        label={t('signIn.username')}
        value={username}
        onChange={setUsername}
        name="username"
        autoComplete="username"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={100}
        autoFocus={known === ''}
      />
      <PasswordField
        label={t('signIn.password')}
        value={password}
        onChange={setPassword}
        name="password"
        autoComplete="current-password"
        maxLength={200}
        autoFocus={known !== ''}
        onKeyUp={watchCapsLock}
      />
      {incomplete && (
        <p className="field-note field-error" role="alert">
          {t('signIn.fillIn')}
        </p>
      )}
      {capsLock && (
        <p className="field-note" role="status">
          {t('signIn.capsLock')}
        </p>
      )}
      <Button
        type="submit"
        variant="primary"
        className="sign-in-submit"
        icon={<LogIn size={18} aria-hidden />}
        disabledReason={reason}
      >
        {t(signIn.isPending ? 'signIn.working' : 'signIn.submit')}
      </Button>
    </form>
  );
}
