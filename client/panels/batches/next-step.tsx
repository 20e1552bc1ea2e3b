import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch } from '#core/contract/batches.ts';
import { notify } from '../../state/notice.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/controls.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { today } from '../../ui/today.ts';
import { CarryOutDialog } from './carry-out-dialog.tsx';
import { DocumentNote } from './document-note.tsx';
import { type StepBody, useRecordStep } from './queries.ts';

type Step = StepBody['step'];

/** Forward first, the way back last. */
const ORDER: readonly Step[] = ['assembled', 'submitted', 'approved', 'carried-out', 'returned', 'undone'];
/** Steps that change the land ledger: asked once more, with the figures. */
const LEDGER: readonly Step[] = ['carried-out', 'undone'];
/** Steps that lead back. */
const BACK: readonly Step[] = ['returned', 'undone'];
/** Steps that rest on a paper of somebody else. */
const NEEDS_DOCUMENT: readonly Step[] = ['approved'];

/** 办理下一步: the steps that this person may record now; or who or what the batch waits for. */
export function NextStep({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation();
  const steps = ORDER.filter((step) => batch.nextSteps.includes(step));
  const preferred = batch.stale && steps.includes('assembled') ? 'assembled' : steps[0];
  const [chosen, setChosen] = useState<Step | undefined>(preferred);
  const [happenedOn, setDay] = useState(today());
  const [document, setDocument] = useState('');
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const record = useRecordStep(batch.id, batch.versionId);
  const step = chosen && steps.includes(chosen) ? chosen : preferred;

  const stopped =
    batch.status !== 'carried-out' &&
    batch.checks.some(({ result }) => result === 'block' || result === 'not-run');
  if (!step) {
    return (
      <section className="batch-section batch-next" aria-labelledby="batch-next">
        <h4 id="batch-next">{t('batches.next')}</h4>
        <p className="batch-note">{t(stopped ? 'batches.stopped' : `batches.waits.${batch.status}`)}</p>
      </section>
    );
  }

  const again = step === 'assembled' && batch.status === 'assembled';
  const name = again ? t('batches.assembleAgain') : t(`batches.step.${step}`);
  const dayFault = !/^\d{4}-\d{2}-\d{2}$/.test(happenedOn)
    ? t('batches.fault.day')
    : happenedOn > today()
      ? t('batches.fault.future')
      : undefined;
  const documentFault =
    NEEDS_DOCUMENT.includes(step) && !document.trim() ? t('batches.fault.document') : undefined;
  const send = () =>
    record.mutate(
      {
        step,
        happenedOn,
        ...(document.trim() ? { document: document.trim() } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      },
      {
        onSuccess: () => {
          setAsking(false);
          notify(t('batches.recorded', { step: name, batch: batch.name }));
        },
      },
    );

  return (
    <form
      className="batch-section batch-next"
      aria-labelledby="batch-next"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (dayFault || documentFault) {
          const form = event.currentTarget;
          requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus());
          return;
        }
        if (record.isPending) return;
        record.reset();
        if (LEDGER.includes(step)) setAsking(true);
        else send();
      }}
    >
      <h4 id="batch-next">{t('batches.next')}</h4>
      {!steps.some((value) => !BACK.includes(value)) && (
        <p>{t(stopped ? 'batches.stopped' : `batches.waits.${batch.status}`)}</p>
      )}
      {steps.length > 1 && (
        <Segmented
          label={t('batches.whichStep')}
          value={step}
          options={steps.map((value) => ({ value, label: t(`batches.step.${value}`) }))}
          onChange={setChosen}
        />
      )}
      <p className="batch-note">{t(`batches.stepWhat.${step}`)}</p>
      <div className="batch-fields">
        <TextField
          label={t('batches.happenedOn')}
          type="date"
          max={today()}
          value={happenedOn}
          onChange={setDay}
          error={tried ? dayFault : undefined}
        />
        <DocumentNote
          document={document}
          onDocument={setDocument}
          hint={t(NEEDS_DOCUMENT.includes(step) ? 'batches.documentNeeded' : 'batches.documentHint')}
          error={tried ? documentFault : undefined}
          note={note}
          onNote={setNote}
        />
      </div>
      {record.error && !asking && <ProblemView error={record.error} />}
      <div className="form-actions">
        <Button
          type="submit"
          variant={BACK.includes(step) ? 'danger' : 'primary'}
          disabledReason={record.isPending ? t('batches.recording') : undefined}
        >
          {record.isPending
            ? t('batches.recording')
            : LEDGER.includes(step)
              ? t('batches.askFirst', { step: name })
              : name}
        </Button>
      </div>
      {asking && (
        <CarryOutDialog
          batch={batch}
          undo={step === 'undone'}
          pending={record.isPending}
          error={record.error}
          onConfirm={send}
          onClose={() => setAsking(false)}
        />
      )}
    </form>
  );
}
