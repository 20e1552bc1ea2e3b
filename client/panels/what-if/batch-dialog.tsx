import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { dataChanged } from '../../api/data-changed.ts';
import { notify } from '../../state/notice.ts';
import { useSelection } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import type { Content } from './content.ts';

interface BatchDialogProps {
  /** Id of the saved scenario. */
  readonly id: string;
  readonly content: Content;
  readonly onClose: () => void;
}

/** 转为批次: the conversions of the scenario become a planned batch of the ledger. */
export function BatchDialog({ id, content, onClose }: BatchDialogProps) {
  const { t } = useTranslation();
  const form = useId();
  const [values, setValues] = useState({ batchNumber: '', name: content.name, reason: '', document: '' });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const count = content.items.filter(({ kind }) => kind === 'conversion').length;
  const set = (part: Partial<typeof values>) => setValues((before) => ({ ...before, ...part }));
  const missing = {
    batchNumber: values.batchNumber.trim() === '' ? t('whatIf.batch.numberMissing') : undefined,
    name: values.name.trim() === '' ? t('whatIf.nameMissing') : undefined,
    reason: values.reason.trim().length < 2 ? t('whatIf.batch.reasonMissing') : undefined,
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || Object.values(missing).some(Boolean)) return;
    setBusy(true);
    setProblem(null);
    try {
      const { batch } = await call('POST /api/scenarios/{id}/batch', {
        params: { id },
        body: {
          batchNumber: values.batchNumber.trim(),
          name: values.name.trim(),
          reason: values.reason.trim(),
          ...(values.document.trim() ? { document: values.document.trim() } : {}),
        },
      });
      onClose();
      void dataChanged();
      notify(t('whatIf.batch.done', { number: values.batchNumber.trim(), count }));
      useSelection.getState().select({ layer: 'conversion_batches', id: batch });
    } catch (error) {
      setBusy(false);
      setProblem(error);
    }
  };

  return (
    <Dialog
      title={t('whatIf.batch.title')}
      className="small-dialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.close')}</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            disabledReason={busy ? t('whatIf.saving') : undefined}
          >
            {t('whatIf.batch.make')}
          </Button>
        </>
      }
    >
      <form id={form} className="what-if-form" onSubmit={(event) => void submit(event)} noValidate>
        <p>{t('whatIf.batch.what', { count })}</p>
        <TextField
          label={t('whatIf.batch.number')}
          value={values.batchNumber}
          maxLength={60}
          error={tried ? missing.batchNumber : undefined}
          onChange={(batchNumber) => set({ batchNumber })}
        />
        <TextField
          label={t('whatIf.batch.name')}
          value={values.name}
          maxLength={200}
          error={tried ? missing.name : undefined}
          onChange={(name) => set({ name })}
        />
        <TextField
          label={t('whatIf.batch.reason')}
          value={values.reason}
          maxLength={500}
          error={tried ? missing.reason : undefined}
          onChange={(reason) => set({ reason })}
        />
        <TextField
          label={t('whatIf.batch.document')}
          value={values.document}
          maxLength={200}
          onChange={(document) => set({ document })}
        />
        {problem !== null && <ProblemView error={problem} />}
      </form>
    </Dialog>
  );
}
