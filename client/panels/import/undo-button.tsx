import Undo2 from 'lucide-react/icons/undo-2';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { ImportBatch } from '#core/contract/imports.ts';
import { useLanguage } from '../../app/i18n.ts';
import { announce } from '../../state/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useUndoBatch } from './queries.ts';

/** 撤销批次, asked once more before it happens; the rows leave the map, their history stays. */
export function UndoButton({ batch }: { readonly batch: ImportBatch }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [asking, setAsking] = useState(false);
  const undo = useUndoBatch();
  const close = () => {
    setAsking(false);
    undo.reset();
  };
  return (
    <>
      <Button
        variant="danger"
        icon={<Undo2 size={16} aria-hidden />}
        aria-label={t('import.undo.of', { name: batch.name })}
        onClick={() => setAsking(true)}
      >
        {t('import.undo.button')}
      </Button>
      {asking && (
        <Dialog
          title={t('import.undo.title')}
          onClose={close}
          actions={
            <>
              <Button onClick={close}>{t('import.undo.keep')}</Button>
              <Button
                variant="danger"
                disabledReason={undo.isPending ? t('import.undo.working') : undefined}
                onClick={() =>
                  undo.mutate(batch.id, {
                    onSuccess: () => {
                      announce(t('import.undo.done', { name: batch.name }));
                      close();
                    },
                  })
                }
              >
                {t('import.undo.confirm')}
              </Button>
            </>
          }
        >
          <p>
            {t('import.undo.what', {
              name: batch.name,
              count: batch.rowCount,
              layer: layerById(batch.layer).title[language],
            })}
          </p>
          {undo.error && <ProblemView error={undo.error} />}
        </Dialog>
      )}
    </>
  );
}
