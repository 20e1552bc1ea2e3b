import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/i18n.ts';
import { Select, Switch } from '../../ui/controls.tsx';
import { LayerChoice } from './layer-choice.tsx';
import type { PreviewProps } from './preview.tsx';

const AS_FILE_SAYS = '';

/** 识别结果: layer, table, encoding and CRS with the reason of each guess; a choice reads the file again at once. */
export function Recognised({ resource, preview, onChange }: PreviewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { settings } = resource;
  const { encoding, crs } = preview;
  return (
    <section className="import-recognised" aria-label={t('import.recognised')}>
      <LayerChoice value={settings.layer} onChange={(layer) => onChange({ layer, mapping: null })} />
      {preview.tables.length > 1 && (
        <div className="import-setting">
          <span className="import-setting-title">{t('import.table')}</span>
          <Select
            label={t('import.table')}
            value={preview.table}
            options={preview.tables.map((table) => ({ value: table, label: table }))}
            onChange={(table) => onChange({ table, mapping: null })}
          />
        </div>
      )}
      <div className="import-setting">
        <span className="import-setting-title">{t('import.encoding')}</span>
        <Select
          label={t('import.encoding')}
          value={settings.encoding ?? AS_FILE_SAYS}
          options={[
            { value: AS_FILE_SAYS, label: t('import.automatic', { value: nameOfEncoding(encoding.value) }) },
            ...encoding.choices.map((value) => ({ value, label: nameOfEncoding(value) })),
          ]}
          onChange={(value) => onChange({ encoding: value || null })}
        />
        <p className="import-reason">{encoding.reason[language]}</p>
      </div>
      <div className="import-setting">
        <span className="import-setting-title">{t('import.crs')}</span>
        <Select
          label={t('import.crs')}
          value={String(settings.crs ?? AS_FILE_SAYS)}
          options={[
            {
              value: AS_FILE_SAYS,
              label: t('import.automatic', {
                value:
                  settings.crs === null
                    ? (crs.name?.[language] ?? t('import.crsUnknown'))
                    : t('import.asFileSays'),
              }),
            },
            ...crs.choices.map(({ epsg, name }) => ({
              value: String(epsg),
              label: `${name[language]}（EPSG:${epsg}）`,
            })),
          ]}
          onChange={(value) => onChange({ crs: value ? Number(value) : null })}
        />
        <p className="import-reason">{crs.reason[language]}</p>
        <Switch
          label={t('import.swap')}
          showLabel
          checked={settings.swapAxes}
          onChange={(swapAxes) => onChange({ swapAxes })}
        />
        {crs.swapped && !settings.swapAxes && <p className="import-reason">{t('import.swapped')}</p>}
      </div>
    </section>
  );
}

function nameOfEncoding(value: string): string {
  return value.toLowerCase() === 'gb18030' ? 'GB18030（GBK）' : value.toUpperCase();
}
