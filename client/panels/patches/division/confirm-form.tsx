import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';

interface ConfirmFormProps {
  /** Words of the button that opens the question, of the question, and of its answer. */
  readonly act: string;
  readonly question: string;
  readonly confirm: string;
  /** Why it cannot be done yet. */
  readonly hindered?: string | undefined;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onConfirm: (reason: string) => void;
  /** What will happen, and how it is taken back. */
  readonly children: ReactNode;
}

/** 理由并确认: the reason first, then one question that says what becomes of everything; it stays open until the server has answered. */
export function ConfirmForm(props: ConfirmFormProps) {
  const { act, question, confirm, hindered, busy, error, onConfirm, children } = props;
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const fault = reason.trim().length < 2 ? t('patches.decide.reasonFault') : undefined;
  const working = busy ? t('patches.sending') : undefined;
  return (
    <form
      className="patches-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (hindered) return;
        setTried(true);
        if (!fault) setAsking(true);
        else {
          const form = event.currentTarget;
          requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus());
        }
      }}
    >
      <TextField
        label={t('patches.decide.reason')}
        value={reason}
        maxLength={500}
        onChange={setReason}
        error={tried ? fault : undefined}
      />
      {hindered && <p className="patches-note">{hindered}</p>}
      <div className="form-actions">
        <Button type="submit" variant="primary" disabledReason={hindered}>
          {act}
        </Button>
      </div>
      {asking && (
        <Dialog
          title={question}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{t('patches.division.notYet')}</Button>
              <Button variant="primary" disabledReason={working} onClick={() => onConfirm(reason.trim())}>
                {working ?? confirm}
              </Button>
            </>
          }
        >
          <div className="division-question">
            {children}
            {error !== null && <ProblemView error={error} />}
          </div>
        </Dialog>
      )}
    </form>
  );
}
