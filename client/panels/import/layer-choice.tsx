import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerId } from '#core/catalog/types.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Select } from '../../ui/controls.tsx';
import { importableLayers } from './import-store.ts';

interface LayerChoiceProps {
  readonly value: LayerId;
  readonly onChange: (layer: LayerId) => void;
}

/** 目标图层. */
export function LayerChoice({ value, onChange }: LayerChoiceProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  return (
    <div className="import-setting">
      <span id={id} className="import-setting-title">
        {t('import.layer')}
      </span>
      <Select
        label={t('import.layer')}
        value={value}
        options={importableLayers.map((layer) => ({ value: layer.id, label: layer.title[language] }))}
        onChange={onChange}
      />
    </div>
  );
}
