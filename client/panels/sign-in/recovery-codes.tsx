import Copy from 'lucide-react/icons/copy';
import Printer from 'lucide-react/icons/printer';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copySecret } from '../../commands/clipboard.ts';
import { Button } from '../../ui/button.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  /** Whose they are, for the printed sheet. */
  readonly username: string;
  readonly onDone: () => void;
}

/** 恢复码: shown this once; going on needs the word that they were kept. */
export function RecoveryCodes({ codes, username, onDone }: RecoveryCodesProps) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  const title = useFocusOnMount<HTMLHeadingElement>();
  return (
    <section className="recovery" aria-labelledby="recovery-title">
      <h3 id="recovery-title" ref={title} tabIndex={-1}>
        {t('secondFactor.recoveryTitle')}
      </h3>
      <p>{t('secondFactor.recoveryOnce')}</p>
      <p className="recovery-owner">
        {t('app.name')} · {username}
      </p>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="recovery-actions">
        <Button
          icon={<Copy size={16} aria-hidden />}
          onClick={() => void copySecret(codes.join('\n'), t('secondFactor.recoveryTitle'))}
        >
          {t('secondFactor.copyAll')}
        </Button>
        <Button icon={<Printer size={16} aria-hidden />} onClick={() => print()}>
          {t('secondFactor.print')}
        </Button>
      </div>
      <label className="check-line">
        <input type="checkbox" checked={kept} onChange={(event) => setKept(event.target.checked)} />
        <span>{t('secondFactor.kept')}</span>
      </label>
      <Button
        variant="primary"
        className="sign-in-submit"
        disabledReason={kept ? undefined : t('secondFactor.keepFirst')}
        onClick={onDone}
      >
        {t('secondFactor.goOn')}
      </Button>
    </section>
  );
}
