import FileUp from 'lucide-react/icons/file-up';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { startImport, useImport } from './import-store.ts';
import { LayerChoice } from './layer-choice.tsx';

/** 选择文件: target layer first, then files by dropping or by the browser's own picker. */
export function PickFiles() {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const layer = useImport((state) => state.layer);
  return (
    <section className="import-pick" aria-label={t('import.pick')}>
      <LayerChoice value={layer} onChange={(value) => useImport.setState({ layer: value })} />
      <div className="import-zone">
        <FileUp size={28} aria-hidden />
        <p className="import-zone-title">{t('import.dropOrPick')}</p>
        <Button variant="primary" onClick={() => input.current?.click()}>
          {t('import.pickButton')}
        </Button>
        <p className="import-zone-hint">{t('import.formats')}</p>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            void startImport(files);
          }}
        />
      </div>
    </section>
  );
}
