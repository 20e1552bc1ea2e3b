import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { queryClient } from '../../api/query-client.ts';
import { signedIn } from '../../api/session.ts';
import { useLanguage } from '../../app/i18n.ts';
import { endActivation } from '../../state/activation.ts';
import { useSession } from '../../state/session.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { timeText } from '../../ui/time.ts';
import { NewPassword } from './new-password.tsx';

/** 一次性链接: for whom it is, and the password that it lets them set. */
export function Activation({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: () => call('POST /api/session/link', { body: { token } }),
    gcTime: 0,
  });
  const set = useMutation({
    mutationFn: (password: string) => call('POST /api/session/activation', { body: { token, password } }),
    onSuccess: (session) => {
      // Whoever was signed in here before is not: this browser now belongs to the person of the link.
      queryClient.clear();
      useSession.setState({ person: null });
      endActivation();
      signedIn(session);
    },
  });
  if (link.error) {
    return (
      <div className="sign-in-form">
        <h2>{t('activation.title')}</h2>
        <ProblemView error={link.error} />
        <Button variant="primary" onClick={endActivation}>
          {t('activation.toSignIn')}
        </Button>
      </div>
    );
  }
  if (!link.data) return <Waiting label={t('ui.loading')} />;
  const { name, username, expiresAt, passwordRules } = link.data;
  return (
    <div className="sign-in-step">
      <h2>{t('activation.title')}</h2>
      <dl className="activation-for">
        <div>
          <dt>{t('activation.name')}</dt>
          <dd>{name}</dd>
        </div>
        <div>
          <dt>{t('signIn.username')}</dt>
          <dd>{username}</dd>
        </div>
        <div>
          <dt>{t('activation.goodUntil')}</dt>
          <dd>{timeText(expiresAt, language)}</dd>
        </div>
      </dl>
      <p>{t('activation.note')}</p>
      <NewPassword
        rules={passwordRules}
        person={{ username, name }}
        withCurrent={false}
        submit={t('activation.submit')}
        pending={set.isPending}
        error={set.error}
        onSubmit={(password) => set.mutate(password)}
      />
    </div>
  );
}
