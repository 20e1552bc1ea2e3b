import { useMutation, useQuery } from '@tanstack/react-query';
import KeyRound from 'lucide-react/icons/key-round';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiToken } from '#core/contract/session.ts';
import { call } from '../../api/call.ts';
import { queryClient } from '../../api/query-client.ts';
import { useLanguage } from '../../app/i18n.ts';
import { notify } from '../../state/notice.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { timeText } from '../../ui/time.ts';
import { NewToken } from './new-token.tsx';

/** 访问令牌 for QGIS and scripts. */
export function Tokens({ username }: { readonly username: string }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => call('GET /api/tokens', { signal }),
  });
  return (
    <section aria-labelledby="account-tokens">
      <h3 id="account-tokens">{t('account.tokens')}</h3>
      <p>{t('account.tokensNote')}</p>
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting label={t('ui.loading')} />}
      {data?.tokens.length === 0 && <p className="account-note">{t('account.noTokens')}</p>}
      <ul className="account-list">
        {data?.tokens.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
      <Button icon={<KeyRound size={16} aria-hidden />} onClick={() => setMaking(true)}>
        {t('account.newToken')}
      </Button>
      {making && <NewToken username={username} onClose={() => setMaking(false)} />}
    </section>
  );
}

function TokenRow({ token }: { readonly token: ApiToken }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => call('DELETE /api/tokens/{id}', { params: { id: token.id } }),
    onSuccess: () => {
      setAsking(false);
      notify(t('account.revoked', { name: token.name }));
      void queryClient.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
  const ended = token.revokedAt
    ? t('account.tokenRevoked')
    : Date.parse(token.expiresAt) < Date.now()
      ? t('account.tokenExpired')
      : null;
  return (
    <li className={ended ? 'account-ended' : undefined}>
      <span className="account-words">
        <strong>{token.name}</strong>
        <span>
          {t(`account.scope.${token.scope}`)} ·{' '}
          {ended ?? t('account.tokenUntil', { time: timeText(token.expiresAt, language) })}
        </span>
        <span>
          {token.lastUsedAt
            ? t('account.tokenUsed', { time: timeText(token.lastUsedAt, language) })
            : t('account.tokenUnused')}
        </span>
      </span>
      {!ended && (
        <Button
          variant="danger"
          aria-label={t('account.revokeOf', { name: token.name })}
          onClick={() => setAsking(true)}
        >
          {t('account.revoke')}
        </Button>
      )}
      {asking && (
        <Dialog
          title={t('account.revokeAsk', { name: token.name })}
          onClose={() => setAsking(false)}
          className="small-dialog"
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{t('account.cancel')}</Button>
              <Button variant="danger" onClick={() => !revoke.isPending && revoke.mutate()}>
                {t('account.revoke')}
              </Button>
            </>
          }
        >
          <p>{t('account.revokeWhat')}</p>
          {revoke.error && <ProblemView error={revoke.error} />}
        </Dialog>
      )}
    </li>
  );
}
