import ShieldCheck from 'lucide-react/icons/shield-check';
import ShieldX from 'lucide-react/icons/shield-x';
import { useTranslation } from 'react-i18next';
import type { AuditVerification } from '#core/contract/audit.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useVerification } from './queries.ts';

/** 校验审计链: every link from the first; says plainly whether it holds, and where it is broken first. */
export function Verify() {
  const { t } = useTranslation();
  const verification = useVerification();
  const { data, error, isPending } = verification;
  return (
    <>
      <Button
        variant="primary"
        icon={<ShieldCheck size={16} aria-hidden />}
        disabledReason={isPending ? t('audit.verifying') : undefined}
        onClick={() => verification.mutate()}
      >
        {t(isPending ? 'audit.verifying' : 'audit.verify')}
      </Button>
      {error && <ProblemView error={error} />}
      {data && <Result result={data} />}
    </>
  );
}

function Result({ result }: { readonly result: AuditVerification }) {
  const { t } = useTranslation();
  const { intact, entries, broken, last } = result;
  return (
    <div className={intact ? 'verified' : 'verified verified-broken'} role="status">
      {intact ? <ShieldCheck size={22} aria-hidden /> : <ShieldX size={22} aria-hidden />}
      <div>
        <strong>{t(intact ? 'audit.intact' : 'audit.broken')}</strong>
        <p>
          {broken
            ? t(`audit.reason.${broken.reason}`, { seq: broken.seq })
            : t('audit.checked', { count: entries })}
        </p>
        {intact && last && (
          <p className="entry-hash">{t('audit.last', { seq: last.seq, hash: last.hash.slice(0, 16) })}</p>
        )}
        {!intact && <p>{t('audit.brokenNext')}</p>}
      </div>
    </div>
  );
}
