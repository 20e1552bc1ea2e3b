import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { OpenSession } from '#core/contract/session.ts';
import { call } from '../../api/call.ts';
import { queryClient } from '../../api/query-client.ts';
import { useLanguage } from '../../app/i18n.ts';
import { notify } from '../../state/notice.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { timeText } from '../../ui/time.ts';
import { agentName } from './agent.ts';

/** 登录会话: where one is signed in; a strange one can be ended from here. */
export function Sessions() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => call('GET /api/sessions', { signal }),
    staleTime: 0,
  });
  return (
    <section aria-labelledby="account-sessions">
      <h3 id="account-sessions">{t('account.sessions')}</h3>
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting label={t('ui.loading')} />}
      <ul className="account-list">
        {data?.sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
    </section>
  );
}

function SessionRow({ session }: { readonly session: OpenSession }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const end = useMutation({
    mutationFn: () => call('DELETE /api/sessions/{id}', { params: { id: session.id } }),
    onSuccess: (answer) => {
      queryClient.setQueryData(['sessions'], answer);
      notify(t('account.sessionEnded'));
    },
  });
  const what = `${agentName(session.agent) ?? t('account.unknownAgent')} · ${session.address}`;
  return (
    <li>
      <span className="account-words">
        <strong>
          {what} {session.current && <span className="chip chip-good">{t('account.thisSession')}</span>}
        </strong>
        <span>
          {t('account.sessionSince', {
            started: timeText(session.startedAt, language),
            seen: timeText(session.seenAt, language),
          })}
        </span>
        {end.error && <ProblemView error={end.error} />}
      </span>
      {!session.current && (
        <Button
          aria-label={t('account.endSessionOf', { what })}
          onClick={() => !end.isPending && end.mutate()}
        >
          {t('account.endSession')}
        </Button>
      )}
    </li>
  );
}
