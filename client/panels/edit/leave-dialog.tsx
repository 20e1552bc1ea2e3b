import { useTranslation } from 'react-i18next';
import { answerLeaving } from '../../state/leaving.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** 离开前询问: unsaved work is given up only when somebody says so. */
export function LeaveDialog() {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('edit.leave.title')}
      onClose={() => answerLeaving(false)}
      actions={
        <>
          <Button variant="danger" onClick={() => answerLeaving(true)}>
            {t('edit.leave.discard')}
          </Button>
          <Button variant="primary" onClick={() => answerLeaving(false)}>
            {t('edit.leave.stay')}
          </Button>
        </>
      }
    >
      <p>{t('edit.leave.what')}</p>
    </Dialog>
  );
}
