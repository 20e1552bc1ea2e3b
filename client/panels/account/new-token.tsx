import { useMutation } from '@tanstack/react-query';
import Copy from 'lucide-react/icons/copy';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { queryClient } from '../../api/query-client.ts';
import { copySecret } from '../../commands/clipboard.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented, Select } from '../../ui/controls.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';

const SCOPES = ['read', 'write'] as const;
const DAYS = [7, 30, 90, 180, 366] as const;

interface NewTokenProps {
  readonly username: string;
  readonly onClose: () => void;
}

/** 新建令牌: what for, how far, how long; then the token itself, this once. */
export function NewToken({ username, onClose }: NewTokenProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<(typeof SCOPES)[number]>('read');
  const [days, setDays] = useState('90');
  const make = useMutation({
    mutationFn: () => call('POST /api/tokens', { body: { name: name.trim(), scope, days: Number(days) } }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['tokens'] }),
  });
  if (make.data) {
    return (
      <Dialog
        title={t('account.tokenOnce')}
        onClose={onClose}
        actions={
          <Button variant="primary" onClick={onClose}>
            {t('account.done')}
          </Button>
        }
      >
        <Secret secret={make.data.secret} username={username} />
      </Dialog>
    );
  }
  const reason = name.trim() ? undefined : t('account.tokenNameFirst');
  return (
    <Dialog title={t('account.newToken')} onClose={onClose} className="small-dialog">
      <form
        className="sign-in-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!reason && !make.isPending) make.mutate();
        }}
      >
        {make.error && <ProblemView error={make.error} />}
        <TextField
          label={t('account.tokenName')}
          hint={t('account.tokenNameHint')}
          value={name}
          onChange={setName}
          maxLength={60}
          autoFocus
          autoComplete="off"
        />
        <div className="form-line">
          <span>{t('account.tokenScope')}</span>
          <Segmented
            label={t('account.tokenScope')}
            value={scope}
            options={SCOPES.map((value) => ({ value, label: t(`account.scope.${value}`) }))}
            onChange={setScope}
          />
        </div>
        <div className="form-line">
          <span>{t('account.tokenDays')}</span>
          <Select
            label={t('account.tokenDays')}
            value={days}
            options={DAYS.map((count) => ({ value: String(count), label: t('account.days', { count }) }))}
            onChange={setDays}
          />
        </div>
        <div className="form-actions">
          <Button onClick={onClose}>{t('account.cancel')}</Button>
          <Button type="submit" variant="primary" disabledReason={reason}>
            {t('account.makeToken')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Secret({ secret, username }: { readonly secret: string; readonly username: string }) {
  const { t } = useTranslation();
  const note = useFocusOnMount<HTMLParagraphElement>();
  return (
    <div className="new-secret">
      <p ref={note} tabIndex={-1}>
        {t('account.tokenOnceNote')}
      </p>
      <p className="secret">
        <code>{secret}</code>
        <Button
          icon={<Copy size={16} aria-hidden />}
          onClick={() => void copySecret(secret, t('account.tokenSecret'))}
        >
          {t('account.copyToken')}
        </Button>
      </p>
      <h3>{t('account.qgisTitle')}</h3>
      <ul>
        <li>{t('account.qgisUrl', { url: `${location.origin}/tiles/land_parcels/{z}/{x}/{y}` })}</li>
        <li>{t('account.qgisBasic', { username })}</li>
        <li>{t('account.script', { header: 'Authorization: Bearer …' })}</li>
      </ul>
    </div>
  );
}
