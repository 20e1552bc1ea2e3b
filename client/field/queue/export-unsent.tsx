import Download from 'lucide-react/icons/download';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useFieldSession } from '../app/session.ts';
import { fieldStore } from '../store/db.ts';
import { makerOf } from '../store/make-operation.ts';
import { exportName, exportUnsent } from './export-file.ts';

/** 导出未传的工作 as a file that the office can load. */
export function ExportUnsent({ onError }: { readonly onError: (error: unknown) => void }) {
  const { t } = useTranslation();
  const person = useFieldSession((state) => state.person);
  const [told, setTold] = useState('');
  const save = async () => {
    if (!person) return;
    const { id, name } = person;
    const { device } = await makerOf(fieldStore, id);
    const now = Date.now();
    const progress = (done: number, all: number) => setTold(t('queue.exporting', { done, all }));
    const { blob, list } = await exportUnsent(fieldStore, { person: { id, name }, device, now, progress });
    const records = list.operations.length + list.patrols.length;
    if (records + list.files.length === 0) {
      setTold(t('queue.nothingToExport'));
      return;
    }
    const file = exportName(name, now);
    download(blob, file);
    await fieldStore.markExported(
      list.operations.map((operation) => operation.id),
      list.patrols.map((patrol) => patrol.id),
    );
    setTold(t('queue.exported', { records, photos: list.files.length, name: file }));
  };
  return (
    <section className="queue-export">
      <Button icon={<Download size={22} aria-hidden />} onClick={() => void save().catch(onError)}>
        {t('queue.export')}
      </Button>
      <p className="queue-explain">{t('queue.exportExplain')}</p>
      {told && <p role="status">{told}</p>}
    </section>
  );
}

function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
