import Download from 'lucide-react/icons/download';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../state/notice.ts';
import { Button } from './button.tsx';
import { ProblemView } from './problem-view.tsx';

interface ExportButtonProps {
  readonly label: string;
  /** Fetches the file and says its name. */
  readonly onExport: () => Promise<string>;
  readonly disabledReason?: string | undefined;
}

/** 导出: says that it works, that the file is there, or why there is none. */
export function ExportButton({ label, onExport, disabledReason }: ExportButtonProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      notify(t('ui.exported', { name: await onExport() }));
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  return (
    <>
      <Button
        icon={<Download size={16} aria-hidden />}
        disabledReason={busy ? t('ui.exporting') : disabledReason}
        onClick={() => void run()}
      >
        {busy ? t('ui.exporting') : label}
      </Button>
      {error !== null && <ProblemView error={error} onRetry={() => void run()} />}
    </>
  );
}
