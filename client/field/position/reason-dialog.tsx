import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import '../patch/parts.css';

interface ReasonDialogProps {
  readonly value: string;
  /** Why a reason is asked for. */
  readonly explain: string;
  readonly onDone: (reason: string) => void;
  readonly onClose: () => void;
}

const COMMON = ['trees', 'buildings', 'compass', 'indoors'] as const;

/** 写明原因: one of the usual ones by a press, or in one's own words; at least two characters. */
export function ReasonDialog({ value, explain, onDone, onClose }: ReasonDialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState(value);
  const short = reason.trim().length < 2;
  return (
    <Dialog
      title={t('position.reason')}
      className="small-dialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.close')}</Button>
          <Button
            variant="primary"
            disabledReason={short ? t('position.reasonShort') : undefined}
            onClick={() => onDone(reason.trim())}
          >
            {t('position.reasonDone')}
          </Button>
        </>
      }
    >
      <p>{explain}</p>
      <div className="chip-row">
        {COMMON.map((each) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={reason === t(`position.common.${each}`)}
            onClick={() => setReason(t(`position.common.${each}`))}
          >
            {t(`position.common.${each}`)}
          </button>
        ))}
      </div>
      <TextField
        label={t('position.reason')}
        value={reason}
        onChange={setReason}
        maxLength={500}
        hint={t('position.reasonHint')}
      />
    </Dialog>
  );
}
