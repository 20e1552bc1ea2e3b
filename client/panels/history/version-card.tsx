import GitCompareArrows from 'lucide-react/icons/git-compare-arrows';
import History from 'lucide-react/icons/history';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import { useLanguage } from '../../app/i18n.ts';
import { isPast, useMoments } from '../../state/as-of.ts';
import { useMay } from '../../state/session.ts';
import { Area } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { timeText } from '../../ui/time.ts';
import { dayOf } from '../../ui/today.ts';
import { fieldDifferences } from './differences.ts';
import type { HistorySubject } from './history-store.ts';
import type { HistoryVersion } from './queries.ts';
import { RestoreDialog } from './restore-dialog.tsx';

interface VersionCardProps {
  readonly subject: HistorySubject;
  readonly version: HistoryVersion;
  readonly previous: HistoryVersion | undefined;
  /** Counted from the oldest. */
  readonly number: number;
  /** The version in force; null when the feature has ended. */
  readonly current: number | null;
  readonly newest: number;
  /** The comparison shows this change. */
  readonly shown: boolean;
  readonly onCompare: (() => void) | undefined;
}

/** 一个版本: what kind of change, by whom, when, true since when, why, and on which document. */
export function VersionCard(props: VersionCardProps) {
  const { subject, version, previous, number, current, newest, shown, onCompare } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const may = useMay();
  const past = isPast(useMoments());
  const [restoring, setRestoring] = useState(false);
  const { layer } = subject.ref;
  const inForce = version.versionId === current;
  const mayRestore =
    may('edit_attributes', layer, version.regionCode) && may('edit_geometry', layer, version.regionCode);
  const fields = previous
    ? fieldDifferences(layerById(layer), previous.properties, version.properties).map(
        ({ field }) => field.title[language],
      )
    : [];
  const changes = [...fields, ...(version.geometryChanged && previous ? [t('history.geometry')] : [])];
  const until = version.validUntil ? dayOf(version.validUntil) : t('history.still');
  const facts: readonly (readonly [string, string | null])[] = [
    ['valid', `${dayOf(version.validFrom)} – ${until}`],
    ['known', version.knownUntil ? `${t('history.until')} ${timeText(version.knownUntil, language)}` : null],
    ['reason', version.reason],
    ['document', version.document],
    ['batch', version.batchId === null ? null : String(version.batchId)],
    ['source', version.source],
    ['changes', changes.length > 0 ? changes.join(language === 'zh' ? '、' : ', ') : null],
  ];

  return (
    <li className={classNames('version', shown && 'version-shown', inForce && 'version-current')}>
      <header>
        <span className="version-number">{number}</span>
        <strong>{t(`history.kind.${version.kind}`)}</strong>
        {inForce && <span className="version-mark">{t('history.inForce')}</span>}
      </header>
      <p className="version-who">
        {version.changedBy?.name ?? t('history.nobody')} · {timeText(version.knownFrom, language)}
      </p>
      <dl>
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{t(`history.fact.${name}`)}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
        <div>
          <dt>{t('history.fact.area')}</dt>
          <dd>
            <Area value={version.areaSquareMeters} use="table" />
          </dd>
        </div>
      </dl>
      <div className="edit-buttons">
        {onCompare && (
          <Button
            icon={<GitCompareArrows size={16} aria-hidden />}
            aria-pressed={shown}
            aria-label={t('history.compareOf', { number })}
            onClick={onCompare}
          >
            {t('history.comparePrevious')}
          </Button>
        )}
        {!inForce && mayRestore && !past && (
          <Button
            icon={<History size={16} aria-hidden />}
            aria-label={t('history.restoreOf', { number })}
            onClick={() => setRestoring(true)}
          >
            {t('history.restore')}
          </Button>
        )}
      </div>
      {restoring && (
        <RestoreDialog
          subject={subject}
          version={version}
          number={number}
          ifMatch={current ?? newest}
          onClose={() => setRestoring(false)}
        />
      )}
    </li>
  );
}
