import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '#core/contract/session.ts';
import { call } from '../../api/call.ts';
import { NewPassword } from './new-password.tsx';

interface ChangePasswordProps {
  readonly session: Session;
  readonly onDone: (session: Session) => void;
}

/** 修改口令: by choice, or because the initial or an expired one must go. */
export function ChangePassword({ session, onDone }: ChangePasswordProps) {
  const { t } = useTranslation();
  const change = useMutation({
    mutationFn: (body: { current: string; next: string }) => call('POST /api/session/password', { body }),
    onSuccess: onDone,
  });
  return (
    <NewPassword
      rules={session.passwordRules}
      person={session.person ?? { username: '', name: '' }}
      withCurrent
      submit={t('password.change')}
      pending={change.isPending}
      error={change.error}
      onSubmit={(next, current) => change.mutate({ current, next })}
    />
  );
}
