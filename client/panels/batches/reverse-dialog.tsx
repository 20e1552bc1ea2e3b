import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BalanceEntry } from '#core/contract/batches.ts';
import { notify } from '../../state/notice.ts';
import { useAreaText } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { today } from '../../ui/today.ts';
import { DocumentNote } from './document-note.tsx';
import { useAddEntry } from './queries.ts';

/** 冲销: a second entry takes the first one back; both stay in the ledger. */
export function ReverseDialog({
  entry,
  onClose,
}: {
  readonly entry: BalanceEntry;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const text = useAreaText();
  const [document, setDocument] = useState('');
  const [note, setNote] = useState('');
  const add = useAddEntry();
  const missing = document.trim() ? undefined : t('batches.fault.document');
  const run = () =>
    add.mutate(
      {
        region: entry.regionCode,
        reverses: entry.id,
        acceptedOn: today(),
        document: document.trim(),
        ...(note.trim() ? { note: note.trim() } : {}),
      },
      {
        onSuccess: () => {
          onClose();
          notify(t('batches.balance.didReverse', { id: entry.id }));
        },
      },
    );
  return (
    <Dialog
      title={t('batches.balance.reverseTitle', { id: entry.id })}
      className="small-dialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('batches.carry.keep')}</Button>
          <Button
            variant="danger"
            disabledReason={add.isPending ? t('batches.recording') : missing}
            onClick={run}
          >
            {t('batches.balance.reverse')}
          </Button>
        </>
      }
    >
      <div className="carry">
        <p>{t('batches.balance.reverseWhat', { area: text(entry.areaSquareMeters, { use: 'table' }) })}</p>
        <DocumentNote
          document={document}
          onDocument={setDocument}
          hint={t('batches.documentNeeded')}
          note={note}
          onNote={setNote}
        />
        {add.error && <ProblemView error={add.error} />}
      </div>
    </Dialog>
  );
}
