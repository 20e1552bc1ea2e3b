import { useTranslation } from 'react-i18next';
import { useAreaText } from '../../ui/area.tsx';
import { Switch } from '../../ui/controls.tsx';
import type { PreviewProps } from './preview.tsx';

const SHOWN = 20;

/** 处理选项: leave rows with errors out, or let the database repair rings; what each changes is said before it happens. */
export function RepairOptions({ resource, preview, onChange }: PreviewProps) {
  const { t } = useTranslation();
  const text = useAreaText();
  const { settings } = resource;
  const { findings, repairs } = preview;
  const broken = findings.codes.some(
    ({ code, severity }) => severity === 'error' && code.startsWith('geometry.'),
  );
  if (findings.rowsWithErrors === 0 && settings.repair === 'none' && !settings.skipBadRows) return null;
  return (
    <fieldset className="import-options">
      <legend>{t('import.options.title')}</legend>
      {(broken || settings.repair === 'make-valid') && (
        <div>
          <Switch
            label={t('import.options.repair')}
            showLabel
            checked={settings.repair === 'make-valid'}
            onChange={(on) => onChange({ repair: on ? 'make-valid' : 'none' })}
          />
          <p className="import-reason">{t('import.options.repairWhat')}</p>
        </div>
      )}
      <div>
        <Switch
          label={t('import.options.skip', { count: findings.rowsWithErrors })}
          showLabel
          checked={settings.skipBadRows}
          onChange={(skipBadRows) => onChange({ skipBadRows })}
        />
        <p className="import-reason">{t('import.options.skipWhat')}</p>
      </div>
      {repairs.length > 0 && (
        <details className="import-repairs">
          <summary>{t('import.options.repairs', { count: repairs.length })}</summary>
          <ul>
            {repairs.slice(0, SHOWN).map(({ row, areaBefore, areaAfter }) => (
              <li key={row}>
                {t('import.options.repairOf', {
                  row,
                  before: areaBefore === null ? t('import.options.noArea') : text(areaBefore, { unit: 'm2' }),
                  after: text(areaAfter, { unit: 'm2' }),
                })}
              </li>
            ))}
          </ul>
          {repairs.length > SHOWN && (
            <p className="import-reason">{t('import.findings.firstOnly', { count: SHOWN })}</p>
          )}
        </details>
      )}
    </fieldset>
  );
}
