import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';

interface WorkingProps {
  readonly title: string;
  readonly label: string;
  /** 0…1 */
  readonly share: number;
  readonly onCancel: () => void;
}

/** 进度与取消. */
export function Working({ title, label, share, onCancel }: WorkingProps) {
  const { t } = useTranslation();
  return (
    <section className="import-working" aria-label={label}>
      <p className="import-file">{title}</p>
      <Progress label={label} value={share} />
      <Button onClick={onCancel}>{t('import.cancel')}</Button>
    </section>
  );
}
