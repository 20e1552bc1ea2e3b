import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen. */
  readonly what: string;
  readonly confirm: string;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** 确认: asked once more before something that others will feel. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, what, confirm, pending, error, onConfirm, onClose } = props;
  const { t } = useTranslation();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      className="small-dialog"
      actions={
        <>
          <Button onClick={onClose}>{t('people.cancel')}</Button>
          <Button
            variant="danger"
            disabledReason={pending ? t('people.working') : undefined}
            onClick={onConfirm}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <p>{what}</p>
      {error !== null && <ProblemView error={error} />}
    </Dialog>
  );
}
