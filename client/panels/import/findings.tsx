import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import Info from 'lucide-react/icons/info';
import MapPin from 'lucide-react/icons/map-pin';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '#core/contract/imports.ts';
import { useLanguage } from '../../app/i18n.ts';
import { flyTo, showMarker } from '../../map/highlight.ts';
import { announce } from '../../state/announcer.ts';
import { IconButton } from '../../ui/button.tsx';
import { groupFindings } from './group-findings.ts';
import type { PreviewProps } from './preview.tsx';
import { RepairOptions } from './repair-options.tsx';

type Finding = ImportPreview['findings']['first'][number];
const icons = { error: CircleX, warning: TriangleAlert, info: Info };

/** 质检发现 by kind, each with its places; and what may be done about rows with errors. */
export function Findings(props: PreviewProps) {
  const { t } = useTranslation();
  const { findings } = props.preview;
  const groups = groupFindings(findings);
  return (
    <section className="import-findings" aria-label={t('import.findings.title')}>
      <h4>{t('import.findings.title')}</h4>
      {groups.length === 0 && (
        <p className="import-clean">
          <CircleCheck size={16} aria-hidden />
          {t('import.findings.none')}
        </p>
      )}
      {groups.map(({ code, severity, count, shown }) => {
        const Icon = icons[severity];
        return (
          <details key={`${severity}/${code}`} className={`finding-group finding-${severity}`}>
            <summary>
              <Icon size={16} aria-hidden />
              <span className="finding-severity">{t(`import.severity.${severity}`)}</span>
              <span className="finding-title">{t(`import.code.${code}`, { defaultValue: code })}</span>
              <span className="finding-count">{t('import.findings.count', { count })}</span>
            </summary>
            <ul>
              {shown.map((finding) => (
                <FindingRow key={finding.id} finding={finding} />
              ))}
            </ul>
            {shown.length < count && (
              <p className="import-reason">{t('import.findings.firstOnly', { count: shown.length })}</p>
            )}
          </details>
        );
      })}
      <RepairOptions {...props} />
    </section>
  );
}

function FindingRow({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { lonLat, message } = finding;
  return (
    <li>
      <span>{message[language]}</span>
      {lonLat && (
        <IconButton
          label={t('import.findings.show', { what: message[language] })}
          onClick={() => {
            showMarker(lonLat);
            void flyTo(lonLat, 17);
            announce(t('import.findings.shown'));
          }}
        >
          <MapPin size={16} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
