import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatchView } from '#core/contract/patches.ts';
import { notify } from '../../../state/notice.ts';
import { useMay } from '../../../state/session.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { useAct } from '../queries.ts';

/** 作废 and 恢复: a mark over everything that was seen; the patch and its record stay. */
export function Withdrawal({ patch }: { readonly patch: PatchView }) {
  const { t } = useTranslation();
  const may = useMay();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct();
  if (!may('review', 'patches', patch.regionCode)) return null;
  const way = patch.withdrawn ? 'restore' : 'withdraw';
  const fault = reason.trim().length < 2 ? t('patches.decide.reasonFault') : undefined;
  const seen = patch.withdrawn
    ? patch.events.filter(({ kind }) => kind === 'withdraw').map(({ operation }) => operation)
    : [...patch.operations];
  return (
    <details className="patch-section">
      <summary>
        <h4>{t(`patches.kind.${way}`)}</h4>
      </summary>
      <form
        className="patch-inline"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (fault || act.isPending) return;
          act.mutate([{ uid: patch.uid, kind: way, reason: reason.trim(), seen }], {
            onSuccess: () => {
              setReason('');
              setTried(false);
              notify(t(`patches.withdrawal.${way}Done`, { number: patch.number }));
            },
          });
        }}
      >
        <TextField
          label={t('patches.decide.reason')}
          hint={t(`patches.withdrawal.${way}`)}
          value={reason}
          maxLength={500}
          onChange={setReason}
          error={tried ? fault : undefined}
        />
        <Button
          type="submit"
          variant={way === 'withdraw' ? 'danger' : 'plain'}
          disabledReason={act.isPending ? t('patches.sending') : undefined}
        >
          {act.isPending ? t('patches.sending') : t(`patches.withdrawal.${way}Act`)}
        </Button>
      </form>
      {act.error && <ProblemView error={act.error} />}
    </details>
  );
}
