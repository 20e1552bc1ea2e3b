import CircleCheck from 'lucide-react/icons/circle-check';
import CircleHelp from 'lucide-react/icons/circle-question-mark';
import MapPin from 'lucide-react/icons/map-pin';
import OctagonAlert from 'lucide-react/icons/octagon-alert';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslation } from 'react-i18next';
import type { LayerId } from '#core/catalog/types.ts';
import { LAYER_IDS } from '#core/catalog/types.ts';
import type { BatchCheck } from '#core/contract/batches.ts';
import { useLanguage } from '../../app/i18n.ts';
import { flyTo, showMarker } from '../../map/highlight.ts';
import type { FeatureRef } from '../../state/link.ts';
import { IconButton } from '../../ui/button.tsx';
import { showFeature } from './light.ts';

type Result = BatchCheck['result'];
type Finding = BatchCheck['findings'][number];

const icons = { pass: CircleCheck, warning: TriangleAlert, block: OctagonAlert, 'not-run': CircleHelp };
/** What stands in the way first; a check that could not run is as much in the way as one that failed. */
const order: readonly Result[] = ['block', 'not-run', 'warning', 'pass'];

/** 检查: what each looked at, its result by word and icon, its findings on the map, and what to do next. */
export function Checks({ checks }: { readonly checks: readonly BatchCheck[] }) {
  const { t } = useTranslation();
  const stopping = checks.filter(({ result }) => result === 'block' || result === 'not-run').length;
  const warning = checks.filter(({ result }) => result === 'warning').length;
  const sorted = [...checks].sort((a, b) => order.indexOf(a.result) - order.indexOf(b.result));
  return (
    <section className="batch-section" aria-labelledby="batch-checks">
      <h4 id="batch-checks">{t('batches.checks')}</h4>
      <p className={stopping > 0 ? 'batch-verdict batch-verdict-block' : 'batch-verdict'} role="status">
        {checks.length === 0
          ? t('batches.noChecks')
          : stopping > 0
            ? t('batches.blocked', { count: stopping })
            : warning > 0
              ? t('batches.warned', { count: warning })
              : t('batches.allPass', { count: checks.length })}
      </p>
      <ul className="checks">
        {sorted.map((check) => (
          <Check key={check.code} check={check} />
        ))}
      </ul>
    </section>
  );
}

function Check({ check: { code, result, findings } }: { readonly check: BatchCheck }) {
  const { t } = useTranslation();
  const Icon = icons[result];
  return (
    <li className={`check check-${result}`}>
      <p className="check-head">
        <Icon size={16} aria-hidden />
        <span className="check-title">{t(`batches.check.${code}.title`)}</span>
        <span className="check-result">{t(`batches.result.${result}`)}</span>
      </p>
      <p className="check-looked">{t(`batches.check.${code}.looked`)}</p>
      {findings.length > 0 && (
        <ul className="check-findings">
          {findings.map((finding) => (
            <FindingLine key={finding.id} finding={finding} />
          ))}
        </ul>
      )}
      {result !== 'pass' && (
        <p className="check-next">
          {t(result === 'not-run' ? 'batches.checkNotRunNext' : `batches.check.${code}.next`)}
        </p>
      )}
    </li>
  );
}

function FindingLine({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { lonLat } = finding;
  const message = finding.message[language];
  const feature = featureOf(finding);
  const show = () => {
    if (feature) void showFeature(feature);
    else if (lonLat) {
      showMarker(lonLat);
      void flyTo(lonLat, 17);
    }
  };
  return (
    <li>
      <span>{message}</span>
      {(feature || lonLat) && (
        <IconButton label={t('batches.showFinding', { what: message })} onClick={show}>
          <MapPin size={16} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}

/** The feature that a finding names, if it names one. */
export function featureOf({ context }: Pick<Finding, 'context'>): FeatureRef | null {
  const { layer, id, feature } = context;
  const number = Number(id ?? feature);
  return LAYER_IDS.includes(layer as LayerId) && Number.isInteger(number) && number > 0
    ? { layer: layer as LayerId, id: number }
    : null;
}
